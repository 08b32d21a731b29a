// Checks a file's header against its feed, before any row is read: what is missing, what would do harm.
import type { EventsFeed, Feed } from '../../contracts/feed.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import { RefusedError } from '../errors.ts';
import { isConsent, isReserved } from './fields.ts';

/** Event properties that override a campaign's settings: such a column redirects mail (Customer.io OpenAPI, eventsRequest). */
const REDIRECTING = ['recipient', 'from_address', 'reply_to'];

/** Something about the columns that the report should tell. */
export interface HeaderNotice {
  readonly column: string;
  readonly message: string;
}

/** @throws RefusedError `missing_column`, `wrong_file`, `unexpected_column`, `redirecting_column`, `consent_column` */
export function checkHeader(feed: Feed, header: readonly string[]): readonly HeaderNotice[] {
  const has = new Set(header);
  for (const names of requiredColumns(feed)) {
    if (!names.some((name) => has.has(name))) throw missing(names, header);
  }
  const foreign = feed.refuses.find((column) => has.has(column));
  if (foreign !== undefined) {
    throw new RefusedError(
      'wrong_file',
      `The column "${foreign}" shows that this file is of another kind. Drop it below the folder of its own feed.`,
    );
  }
  const unnamed = header.filter((column) => !isRejectColumn(column) && !namesColumn(feed, column));
  if (feed.unmapped === 'keep') refuseHarmful(feed, unnamed);
  if (feed.unmapped === 'reject' && unnamed.length > 0) {
    throw new RefusedError(
      'unexpected_column',
      `The feed does not name the ${unnamed.length === 1 ? 'column' : 'columns'} ${list(unnamed)}, and refuses what it does not name. ` +
        'Name them in its columns, or state unmapped: "keep" or "drop".',
    );
  }
  return unnamed.filter(isReserved).map((column) => ({
    column,
    message:
      'Customer.io keeps names that start with an underscore for itself: the column is not sent. Map it with as.',
  }));
}

/** The feed's own name for a column of the file: of several names, the first that is there. */
export function pickColumn(names: string | readonly string[], header: readonly string[]): string {
  const all = typeof names === 'string' ? [names] : names;
  return all.find((name) => header.includes(name)) ?? all[0] ?? '';
}

/** Lists of names; of each list the file must have one. */
function requiredColumns(feed: Feed): readonly (readonly string[])[] {
  const own = feed.requires.map((column) => [column]);
  const identifiers = 'identifiers' in feed ? [feed.identifiers.flatMap(({ columns }) => columns)] : [];
  if (feed.kind === 'events') return [...identifiers, ...eventColumns(feed), ...own];
  const object = 'objectId' in feed ? [[feed.objectId.column]] : [];
  return [...identifiers, ...object, ...own];
}

function eventColumns(feed: EventsFeed): readonly (readonly string[])[] {
  const asList = (names: string | readonly string[]) => (typeof names === 'string' ? [names] : names);
  const group = feed.groupBy ? [[feed.groupBy.column], [feed.groupBy.headColumn]] : [];
  return [asList(feed.time.column), ...('column' in feed.event ? [asList(feed.event.column)] : []), ...group];
}

function namesColumn(feed: Feed, column: string): boolean {
  const lists = [...requiredColumns(feed), ...(feed.kind === 'events' ? feed.key : [])];
  const items = feed.kind === 'events' ? (feed.groupBy?.items.columns ?? {}) : {};
  return (
    Object.hasOwn(feed.columns, column) ||
    Object.hasOwn(items, column) ||
    lists.some((names) => names.includes(column))
  );
}

function refuseHarmful(feed: Feed, unnamed: readonly string[]): void {
  const redirecting =
    feed.kind === 'events' ? unnamed.find((column) => REDIRECTING.includes(column)) : undefined;
  if (redirecting !== undefined) {
    throw new RefusedError(
      'redirecting_column',
      `The column "${redirecting}" would redirect mail in Customer.io. Name it in the feed's columns: with drop, or with another name in as.`,
    );
  }
  const consent = feed.kind === 'people' ? unnamed.find(isConsent) : undefined;
  if (consent !== undefined) {
    throw new RefusedError(
      'consent_column',
      `The column "${consent}" decides who is mailed. Name it in the feed's columns, with type: "boolean" or drop.`,
    );
  }
}

function missing(names: readonly string[], header: readonly string[]): RefusedError {
  const what = names.length === 1 ? `the column ${list(names)}` : `any of the columns ${list(names)}`;
  return new RefusedError(
    'missing_column',
    `The file lacks ${what}. It has ${header.length} columns: ${list(header.slice(0, 12))}${header.length > 12 ? ', …' : ''}. ` +
      'Is it the right file for this feed? Otherwise name the column in the feed.',
  );
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
