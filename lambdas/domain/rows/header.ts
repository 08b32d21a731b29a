// Checks a file's header against its feed, before any row is read: what is missing, what would do harm.

import { isConsent, isReserved } from '../../contracts/feed/column.ts';
import type { EventsFeed, Feed } from '../../contracts/feed/feed.ts';
import type { HeaderNotice } from '../csv/head.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import { RefusedError } from '../errors.ts';
import { itemFields } from './event-properties.ts';
import { type Field, planFields } from './fields.ts';
import { asList, pickColumn, takenColumns } from './reserved-columns.ts';
import { templateColumns } from './template.ts';

/** Event properties that override a campaign's settings: such a column redirects mail (Customer.io OpenAPI, eventsRequest). */
const REDIRECTING = ['recipient', 'from_address', 'reply_to'];

/**
 * @throws RefusedError `missing_column`, `wrong_file`, `unexpected_column`, `redirecting_column`, `consent_column`,
 *   `colliding_columns`
 */
export function checkHeader(feed: Feed, header: readonly string[]): readonly HeaderNotice[] {
  for (const names of requiredColumns(feed)) {
    if (!names.some((name) => header.includes(name))) throw missing(names, header);
  }
  const foreign = feed.refuses.find((column) => header.includes(column));
  if (foreign !== undefined) {
    throw new RefusedError(
      'wrong_file',
      `The column "${foreign}" shows that this file is of another kind. Drop it below the folder of its own feed.`,
    );
  }
  if (feed.unmapped === 'reject') refuseUnexpected(feed, header);
  if (!sendsProperties(feed)) return [];
  const taken = takenColumns(feed, header);
  refuseCollisions(planFields(header, feed, taken), otherProperties(feed, header));
  if (feed.kind === 'events') refuseCollisions(itemFields(feed, header), []);
  if (feed.unmapped !== 'keep') return [];
  const kept = header.filter(
    (column) => !isRejectColumn(column) && !taken.has(column) && !Object.hasOwn(feed.columns, column),
  );
  refuseHarmful(feed, kept);
  return kept.filter(isReserved).map((column) => ({
    column,
    message:
      'Customer.io keeps names that start with an underscore for itself: the column is not sent. Map it with as.',
  }));
}

/** Whether columns become attributes or properties: final acts on people have none. */
export function sendsProperties(feed: Feed): boolean {
  return feed.kind !== 'people' || feed.action === 'identify' || feed.action === 'update';
}

/** Lists of names; of each list the file must have one. */
function requiredColumns(feed: Feed): readonly (readonly string[])[] {
  return [
    ...('identifiers' in feed ? [feed.identifiers.flatMap(({ columns }) => columns)] : []),
    ...('objectId' in feed ? [[feed.objectId.column]] : []),
    ...(feed.kind === 'events' ? eventColumns(feed) : []),
    ...(feed.kind === 'people' && feed.updatedAt ? [asList(feed.updatedAt.column)] : []),
    ...[...feed.requires, ...templateColumns(feed)].map((column) => [column]),
  ];
}

function eventColumns({ time, event, groupBy }: EventsFeed): readonly (readonly string[])[] {
  const group = groupBy ? [groupBy.column, groupBy.headColumn ?? groupBy.column] : [];
  return [
    asList(time.column),
    ...('column' in event ? [asList(event.column)] : []),
    ...group.map((column) => [column]),
  ];
}

function refuseUnexpected(feed: Feed, header: readonly string[]): void {
  const named = namedColumns(feed);
  const unnamed = header.filter((column) => !isRejectColumn(column) && !named.has(column));
  if (unnamed.length === 0) return;
  throw new RefusedError(
    'unexpected_column',
    `The feed does not name the ${unnamed.length === 1 ? 'column' : 'columns'} ${list(unnamed)}, and refuses what it does not name. ` +
      'Name them in its columns, or state unmapped: "keep" or "drop".',
  );
}

function namedColumns(feed: Feed): ReadonlySet<string> {
  const named = [...Object.keys(feed.columns), ...requiredColumns(feed).flat()];
  if (feed.kind !== 'events') return new Set(named);
  const items = Object.keys(feed.groupBy?.items.columns ?? {});
  const further = feed.also.flatMap(({ when, key }) => [when.column, ...key.flat()]);
  return new Set([...named, ...items, ...feed.key.flat(), ...further]);
}

function refuseHarmful(feed: Feed, kept: readonly string[]): void {
  const redirecting =
    feed.kind === 'events' ? kept.find((column) => REDIRECTING.includes(column)) : undefined;
  if (redirecting !== undefined) {
    throw new RefusedError(
      'redirecting_column',
      `The column "${redirecting}" would redirect mail in Customer.io. Name it in the feed's columns: with drop, or with another name in as.`,
    );
  }
  // In another case Customer.io would not know the column for a consent, and mail everybody.
  const consent = feed.kind === 'people' ? kept.find((column) => isConsent(column.toLowerCase())) : undefined;
  if (consent !== undefined) {
    throw new RefusedError(
      'consent_column',
      `The column "${consent}" decides who is mailed. Name it in the feed's columns: with as and type: "boolean", or with drop.`,
    );
  }
}

/** Properties beside the fields, and the columns that they come from. */
function otherProperties(feed: Feed, header: readonly string[]): readonly (readonly [string, string])[] {
  const sent = feed.kind === 'people' || feed.kind === 'events' ? feed.identifiers.slice(1) : [];
  const groupBy = feed.kind === 'events' ? feed.groupBy : undefined;
  return [
    ...sent.map(({ as, columns }) => [as, pickColumn(columns, header)] as const),
    ...(groupBy ? [[groupBy.items.as, groupBy.column] as const] : []),
  ].filter(([, column]) => header.includes(column));
}

/** Of two columns under one name the later one would silently win. */
function refuseCollisions(
  fields: readonly Field[],
  others: readonly (readonly [name: string, column: string])[],
): void {
  const first = new Map(others);
  const places = fields.map(({ column, path }) => ({ column, name: path.join('.'), bags: bagsOf(path) }));
  for (const { column, name } of places) {
    const other = first.get(name);
    if (other !== undefined) throw colliding(other, column, name);
    first.set(name, column);
  }
  for (const { column, bags } of places) {
    const bag = bags.find((name) => first.has(name));
    if (bag !== undefined) throw colliding(first.get(bag) ?? bag, column, bag);
  }
}

/** `a.b.c` lies in `a` and in `a.b`. */
function bagsOf(path: readonly string[]): readonly string[] {
  return path.slice(1).map((_, index) => path.slice(0, index + 1).join('.'));
}

function colliding(a: string, b: string, name: string): RefusedError {
  return new RefusedError(
    'colliding_columns',
    `The columns "${a}" and "${b}" would both be sent as "${name}". Name one of them in the feed's columns: with another name in as, or with drop.`,
  );
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
