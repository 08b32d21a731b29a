// The reserved columns of a file: identifiers, name and time. They are not properties by default. Key columns are: people
// look for `order_id` in Customer.io.
import type { EventsFeed, Feed } from '../../contracts/feed/feed.ts';
import type { IdentifierRule } from '../../contracts/feed/identifier.ts';
import { timeNames } from '../../contracts/feed/time-columns.ts';

/** Columns that become a property only if `columns` of the feed names them. */
export function reservedColumns(feed: Feed, header: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...('identifiers' in feed ? feed.identifiers.flatMap((rule) => identifying(rule, header)) : []),
    ...('from' in feed ? (feed.from ?? []).flatMap(({ columns }) => columns) : []),
    ...('objectId' in feed ? [feed.objectId.column] : []),
    ...(feed.kind === 'events' ? reservedByEvent(feed, header) : []),
    ...reservedByRelationships(feed),
    ...(feed.kind === 'people' && feed.updatedAt ? pickTimeColumns(feed.updatedAt, header) : []),
    ...('actionFrom' in feed && feed.actionFrom ? [pickColumn(feed.actionFrom.column, header)] : []),
  ]);
}

/** The first of these names that the file has; without any, the first name. */
export function pickColumn(names: string | readonly string[], header: readonly string[]): string {
  const all = asList(names);
  return all.find((name) => header.includes(name)) ?? all[0] ?? '';
}

/** The columns of a time: one, or that of the date and that of the time of day. */
export function pickTimeColumns(
  place: Parameters<typeof timeNames>[0],
  header: readonly string[],
): readonly string[] {
  return timeNames(place).map((names) => pickColumn(names, header));
}

/** The first list whose columns the file has; empty without one. */
export function pickKey(lists: readonly (readonly string[])[], header: readonly string[]): readonly string[] {
  return lists.find((names) => names.every((name) => header.includes(name))) ?? [];
}

export function asList(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

/** As attributes, these would change the identity of a person. */
const IDENTIFIERS = ['id', 'email', 'phone', 'cio_id', 'anonymous_id'];

/** The first column that the file has. The others stay properties, because they can differ. */
function identifying({ columns }: IdentifierRule, header: readonly string[]): readonly string[] {
  const present = columns.filter((column) => header.includes(column));
  return present.filter((column, index) => index === 0 || IDENTIFIERS.includes(column));
}

/** The id of a related object or person, and the attributes of the relationship. */
function reservedByRelationships(feed: Feed): readonly string[] {
  if (feed.kind === 'people')
    return (feed.relationships ?? []).flatMap(({ objectId, columns }) => [
      objectId.column,
      ...Object.keys(columns),
    ]);
  if (feed.kind !== 'objects') return [];
  return (feed.relationships ?? []).flatMap(({ identifiers, columns }) => [
    ...identifiers.flatMap((rule) => rule.columns),
    ...Object.keys(columns),
  ]);
}

function reservedByEvent(feed: EventsFeed, header: readonly string[]): readonly string[] {
  return [
    ...pickTimeColumns(feed.time, header),
    ...('column' in feed.event ? [pickColumn(feed.event.column, header)] : []),
    ...Object.keys(feed.groupBy?.items.columns ?? {}),
  ];
}
