// Checks a file's header against its feed, before any row is read: what is missing, what would do harm.
import type { Feed } from '../../contracts/feed.ts';
import { RefusedError } from '../errors.ts';

/** Event properties that override a campaign's settings: a column with such a name redirects mail (Customer.io OpenAPI). */
const REDIRECTING = ['recipient', 'from_address', 'reply_to'];

/** @throws RefusedError `missing_column`, `redirecting_column` */
export function checkHeader(feed: Feed, header: readonly string[]): void {
  const has = new Set(header);
  const identifiers = feed.identifiers.flatMap(({ columns }) => columns);
  if (!identifiers.some((column) => has.has(column)))
    throw missing(`one of the identifiers ${list(identifiers)}`, header);
  if (feed.kind === 'people') return;
  const required = [feed.time.column, ...('column' in feed.event ? [feed.event.column] : [])];
  if (feed.groupBy) required.push(feed.groupBy.column, feed.groupBy.headColumn);
  for (const column of required) {
    if (!has.has(column)) throw missing(`the column ${list([column])}`, header);
  }
  const redirecting = header.find(
    (column) => REDIRECTING.includes(column) && !Object.hasOwn(feed.columns, column),
  );
  if (redirecting !== undefined && feed.unmapped === 'keep') {
    throw new RefusedError(
      'redirecting_column',
      `The column "${redirecting}" would redirect mail in Customer.io. Name it in the feed's columns: with drop, or with another name in as.`,
    );
  }
}

function missing(what: string, header: readonly string[]): RefusedError {
  return new RefusedError(
    'missing_column',
    `The file lacks ${what}. It has ${header.length} columns: ${list(header.slice(0, 12))}${header.length > 12 ? ', …' : ''}. ` +
      'Is it the right file for this feed? Otherwise name the column in the feed.',
  );
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
