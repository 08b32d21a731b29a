// The names of columns as they are shown outside of the bucket. The first line of a file without a header is a row, and
// its cells must not get into messages, notices, tables and logs (docs/decisions/0021-headers-can-be-people.md).
import type { Feed } from '../../contracts/feed/feed.ts';
import { shapeOf } from '../csv/shape.ts';
import { looksLikeData } from './looks-like-data.ts';
import { knowsColumn, requiredColumns } from './named-columns.ts';

/**
 * The name of each column as it may be shown: as it is in the file, or `aaa@aaa.aaa (column 2)`. No two are equal. If one
 * name looks like data, or if no column is one that the feed needs, all names are masked that the feed does not write.
 */
export function shownHeader(feed: Feed, header: readonly string[]): readonly string[] {
  const knows = knowsColumn(feed);
  const isKnown = (name: string, index: number) => knows(name) || name === numbered(index);
  const { adds = [] } = feed.transform ?? {};
  const required = new Set(
    requiredColumns(feed)
      .flat()
      .filter((name) => !adds.includes(name)),
  );
  const isSuspect =
    (required.size > 0 && !header.some((name) => required.has(name))) ||
    header.some((name, index) => !isKnown(name, index) && looksLikeData(name));
  if (!isSuspect) return header;
  return header.map((name, index) =>
    isKnown(name, index) ? name : `${shapeOf(name)} (column ${index + 1})`,
  );
}

/** The shown names, if any of them is another one than in the file. */
export function shownNames(feed: Feed, header: readonly string[]): { readonly shown?: string[] } {
  const shown = shownHeader(feed, header);
  return shown === header ? {} : { shown: [...shown] };
}

/** The name that a column without one gets. */
const numbered = (index: number) => `column_${index + 1}`;

/** How one name of the header is shown. Other names, such as those of properties, come from feeds.config.ts. */
export function compileShown(feed: Feed, header: readonly string[]): (column: string) => string {
  const shown = shownHeader(feed, header);
  const byName = new Map(header.map((name, index) => [name, shown[index] ?? name]));
  return (column) => byName.get(column) ?? column;
}
