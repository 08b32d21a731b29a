// The columns that a feed names: those that a file must have, and all whose names are written in feeds.config.ts.
import { isConsent } from '../../contracts/feed/column.ts';
import type { EventsFeed, Feed } from '../../contracts/feed/feed.ts';
import { timeNames } from '../../contracts/feed/time-columns.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import { asList } from './reserved-columns.ts';
import { templateColumns } from './template.ts';

/** Lists of column names. The file must have at least one column of each list. */
export function requiredColumns(feed: Feed): readonly (readonly string[])[] {
  return [
    ...('identifiers' in feed ? [feed.identifiers.flatMap(({ columns }) => columns)] : []),
    ...('from' in feed && feed.from ? [feed.from.flatMap(({ columns }) => columns)] : []),
    ...('objectId' in feed ? [[feed.objectId.column]] : []),
    ...(feed.kind === 'events' ? eventColumns(feed) : []),
    ...(feed.kind === 'people' && feed.updatedAt ? timeNames(feed.updatedAt) : []),
    ...('actionFrom' in feed && feed.actionFrom ? [asList(feed.actionFrom.column)] : []),
    ...relatedColumns(feed),
    ...[...feed.requires, ...templateColumns(feed), ...Object.keys(feed.where ?? {})].map((column) => [
      column,
    ]),
  ];
}

/** The ids of related objects, and the identifiers of related people. */
function relatedColumns(feed: Feed): readonly (readonly string[])[] {
  if (feed.kind === 'people') return (feed.relationships ?? []).map(({ objectId }) => [objectId.column]);
  if (feed.kind !== 'objects') return [];
  return (feed.relationships ?? []).map(({ identifiers }) => identifiers.flatMap(({ columns }) => columns));
}

function eventColumns({ time, event, groupBy }: EventsFeed): readonly (readonly string[])[] {
  const group = groupBy
    ? [groupBy.column, groupBy.headColumn ?? groupBy.column, ...Object.keys(groupBy.items.where ?? {})]
    : [];
  return [
    ...timeNames(time),
    ...('column' in event ? [asList(event.column)] : []),
    ...group.map((column) => [column]),
  ];
}

/** The columns that a feed reads. */
export function namedColumns(feed: Feed): ReadonlySet<string> {
  const { adds = [] } = feed.transform ?? {};
  const related = 'relationships' in feed ? (feed.relationships ?? []) : [];
  const named = [
    ...[...Object.keys(feed.columns), ...requiredColumns(feed).flat(), ...adds],
    ...related.flatMap(({ columns }) => Object.keys(columns)),
  ];
  if (feed.kind !== 'events') return new Set(named);
  const items = Object.keys(feed.groupBy?.items.columns ?? {});
  const further = feed.also.flatMap(({ when, key }) => [when.column, ...key.flat()]);
  return new Set([...named, ...items, ...feed.key.flat(), ...further]);
}

/** Names with a meaning of their own in Customer.io: they are in its documentation, and so no one's data. */
const OF_CUSTOMERIO: ReadonlySet<string> = new Set([
  ...['id', 'email', 'phone', 'cio_id', 'anonymous_id'],
  ...['recipient', 'from_address', 'reply_to'],
]);

/** Whether the name is written in feeds.config.ts or in our own documentation: such a name is never the cell of a row. */
export function knowsColumn(feed: Feed): (column: string) => boolean {
  const times = feed.kind === 'events' ? feed.also.map(({ time }) => time) : [];
  const further = times.flatMap((time) => (time === 'file' ? [] : timeNames(time).flat()));
  const written = new Set([...namedColumns(feed), ...feed.refuses, ...(feed.file.columns ?? []), ...further]);
  return (column) =>
    written.has(column) ||
    OF_CUSTOMERIO.has(column) ||
    isRejectColumn(column) ||
    isConsent(column.toLowerCase());
}
