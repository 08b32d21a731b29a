// Which columns of a file mean something else than a property: who, what, when, and what makes it the same.
import type { EventsFeed, Feed, IdentifierRule } from '../../contracts/feed/feed.ts';

/** Columns that become a property only where a rule names them. */
export function reservedColumns(feed: Feed, header: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...('identifiers' in feed ? feed.identifiers.flatMap((rule) => identifying(rule, header)) : []),
    ...('objectId' in feed ? [feed.objectId.column] : []),
    ...(feed.kind === 'events' ? reservedByEvent(feed, header) : []),
    ...(feed.kind === 'people' && feed.updatedAt ? [pickColumn(feed.updatedAt.column, header)] : []),
  ]);
}

/** The feed's own name for a column of the file: of several names, the first that is there. */
export function pickColumn(names: string | readonly string[], header: readonly string[]): string {
  const all = asList(names);
  return all.find((name) => header.includes(name)) ?? all[0] ?? '';
}

/** The first list of columns that the file has; none where it has no list. */
export function pickKey(lists: readonly (readonly string[])[], header: readonly string[]): readonly string[] {
  return lists.find((names) => names.every((name) => header.includes(name))) ?? [];
}

export function asList(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

/** As attributes these would give a person another identity. */
const IDENTIFIERS = ['id', 'email', 'phone', 'cio_id'];

/** The first column that the file has; further ones stay properties, for they may say something else. */
function identifying({ columns }: IdentifierRule, header: readonly string[]): readonly string[] {
  const present = columns.filter((column) => header.includes(column));
  return present.filter((column, index) => index === 0 || IDENTIFIERS.includes(column));
}

function reservedByEvent(feed: EventsFeed, header: readonly string[]): readonly string[] {
  return [
    ...pickKey(feed.key, header),
    pickColumn(feed.time.column, header),
    ...('column' in feed.event ? [pickColumn(feed.event.column, header)] : []),
    ...Object.keys(feed.groupBy?.items.columns ?? {}),
  ];
}
