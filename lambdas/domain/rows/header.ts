// Checks a file's header against its feed before any row is read.

import { actionsOf, sendsAttributes } from '../../contracts/feed/action.ts';
import { isConsent, isIgnoredName } from '../../contracts/feed/column.ts';
import type { Feed } from '../../contracts/feed/feed.ts';
import { withAdded } from '../../contracts/feed/transform.ts';
import { count } from '../../contracts/format.ts';
import type { HeaderNote } from '../../contracts/report.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import { RefusedError } from '../errors.ts';
import { itemFields } from './event-properties.ts';
import { type Field, planFields } from './fields.ts';
import { namedColumns, requiredColumns } from './named-columns.ts';
import { pickColumn, reservedColumns } from './reserved-columns.ts';
import { compileShown } from './shown-header.ts';

/** Event properties that override the addresses of a campaign's messages (Customer.io OpenAPI, eventsRequest). */
const REDIRECTING = ['recipient', 'from_address', 'reply_to'];

/**
 * Refuses a header that cannot be imported as its feed says, and returns what the report should say about the columns.
 * Messages name columns as `shownHeader` does.
 * @throws RefusedError `missing_column`, `wrong_file`, `unexpected_column`, `redirecting_column`, `consent_column`,
 *   `identifier_column`, `colliding_columns`, `added_column`
 */
export function checkHeader(feed: Feed, ofFile: readonly string[]): readonly HeaderNote[] {
  const show = compileShown(feed, ofFile);
  const header = withAdded(feed, ofFile);
  for (const names of requiredColumns(feed)) {
    if (!names.some((name) => header.includes(name))) throw missing(names, ofFile.map(show));
  }
  const twice = feed.transform?.adds.find((column) => ofFile.includes(column));
  if (twice !== undefined) throw alreadyThere(twice);
  const foreign = feed.refuses.find((column) => header.includes(column));
  if (foreign !== undefined) {
    throw new RefusedError(
      'wrong_file',
      `The file has the column "${foreign}", which only files of another kind have. Drop it into the folder of its own feed.`,
    );
  }
  if (feed.unmapped === 'reject') refuseUnexpected(feed, header, show);
  if (!sendsProperties(feed)) return [];
  const reserved = reservedColumns(feed, header);
  refuseCollisions(planFields(header, feed, reserved), otherProperties(feed, header), show);
  if (feed.kind === 'events') refuseCollisions(itemFields(feed, header), [], show);
  if (feed.unmapped !== 'keep') return [];
  const kept = header.filter(
    (column) => !isRejectColumn(column) && !reserved.has(column) && !Object.hasOwn(feed.columns, column),
  );
  refuseHarmful(feed, kept);
  refuseOtherPerson(feed, header);
  return kept
    .filter(isIgnoredName)
    .map(show)
    .map((column) => ({
      column,
      message:
        'Customer.io ignores names that start with an underscore, so the column is not sent. ' +
        `To send it, set in feeds.config.ts: columns: { "${column}": { as: "${column.replace(/^_+/, '') || 'name'}" } }.`,
    }));
}

type Show = (column: string) => string;

/** Whether columns become attributes or properties. Deletions and suppressions send none. */
export function sendsProperties(feed: Feed): boolean {
  return (feed.kind !== 'people' && feed.kind !== 'objects') || actionsOf(feed).some(sendsAttributes);
}

function refuseUnexpected(feed: Feed, header: readonly string[], show: Show): void {
  const named = namedColumns(feed);
  const unnamed = header.filter((column) => !isRejectColumn(column) && !named.has(column)).map(show);
  if (unnamed.length === 0) return;
  throw new RefusedError(
    'unexpected_column',
    `The feed does not name the ${unnamed.length === 1 ? 'column' : 'columns'} ${list(unnamed)}, and refuses such columns. ` +
      `Name each of them in feeds.config.ts: columns: { "${unnamed[0]}": {} }. Or set unmapped: "keep" or unmapped: "drop".`,
  );
}

/** The names in question are those of Customer.io, which are never masked. */
function refuseHarmful(feed: Feed, kept: readonly string[]): void {
  const redirecting =
    feed.kind === 'events' ? kept.find((column) => REDIRECTING.includes(column)) : undefined;
  if (redirecting !== undefined) {
    throw new RefusedError(
      'redirecting_column',
      `The column "${redirecting}" would make Customer.io send messages to or from another address. ${dropOrRename(redirecting)}`,
    );
  }
  // In another case, Customer.io would not recognize the consent and send messages to people who said no.
  const consent = feed.kind === 'people' ? kept.find((column) => isConsent(column.toLowerCase())) : undefined;
  if (consent !== undefined) {
    throw new RefusedError(
      'consent_column',
      `The column "${consent}" decides who gets messages, and the feed does not name it. ` +
        `Name it in feeds.config.ts: columns: { "${consent}": { as: "${consent.toLowerCase()}" } } or columns: { "${consent}": { drop: true } }.`,
    );
  }
}

/** As attributes, these change who the person is (Customer.io docs, "Reserved attributes"). */
const IDENTITY_ATTRIBUTES = ['id', 'cio_id', 'anonymous_id'];

/** Columns that are sent under the name of an identifier, although the feed does not name them and another column identifies. */
export function unnamedIdentifiers(feed: Feed, header: readonly string[]): readonly string[] {
  const sends = sendsProperties(feed) && !(feed.kind === 'relationships' && feed.action === 'remove');
  if (!('identifiers' in feed) || feed.unmapped !== 'keep' || !sends) return [];
  const reserved = reservedColumns(feed, header);
  const keys = feed.kind === 'events' ? [feed, ...feed.also].flatMap(({ key }) => key.flat()) : [];
  const named = new Set([...reserved, ...Object.keys(feed.columns), ...keys]);
  return IDENTITY_ATTRIBUTES.filter((column) => header.includes(column) && !named.has(column));
}

function refuseOtherPerson(feed: Feed, header: readonly string[]): void {
  const [column] = feed.kind === 'people' ? unnamedIdentifiers(feed, header) : [];
  if (column === undefined) return;
  const identify =
    column === 'id' ? ' If it identifies the person, add to identifiers: { as: "id", columns: ["id"] }.' : '';
  throw new RefusedError(
    'identifier_column',
    `Customer.io would take the column "${column}" for an identifier of the person, and the feed does not name it. ${dropOrRename(column)}${identify}`,
  );
}

/** Properties that are sent in addition to the fields, and the columns that they come from. */
function otherProperties(feed: Feed, header: readonly string[]): readonly (readonly [string, string])[] {
  const sent = feed.kind === 'people' || feed.kind === 'events' ? feed.identifiers.slice(1) : [];
  const groupBy = feed.kind === 'events' ? feed.groupBy : undefined;
  return [
    ...sent.map(({ as, columns }) => [as, pickColumn(columns, header)] as const),
    ...(groupBy ? [[groupBy.items.as, groupBy.column] as const] : []),
  ].filter(([, column]) => header.includes(column));
}

/** If two columns had the same name, the later one would silently replace the earlier one. */
function refuseCollisions(
  fields: readonly Field[],
  others: readonly (readonly [name: string, column: string])[],
  show: Show,
): void {
  const first = new Map(others);
  const places = fields.map(({ column, path }) => ({ column, name: path.join('.'), bags: bagsOf(path) }));
  for (const { column, name } of places) {
    const other = first.get(name);
    if (other !== undefined) throw colliding(other, column, name, show);
    first.set(name, column);
  }
  for (const { column, bags } of places) {
    const bag = bags.find((name) => first.has(name));
    if (bag !== undefined) throw colliding(first.get(bag) ?? bag, column, bag, show);
  }
}

/** `a.b.c` is in `a` and in `a.b`. */
function bagsOf(path: readonly string[]): readonly string[] {
  return path.slice(1).map((_, index) => path.slice(0, index + 1).join('.'));
}

function colliding(a: string, b: string, name: string, show: Show): RefusedError {
  return new RefusedError(
    'colliding_columns',
    `The columns "${show(a)}" and "${show(b)}" would both be sent as "${show(name)}". ${dropOrRename(show(b))}`,
  );
}

function dropOrRename(column: string): string {
  return `Drop or rename it in feeds.config.ts: columns: { "${column}": { drop: true } } or columns: { "${column}": { as: "other_name" } }.`;
}

function missing(names: readonly string[], header: readonly string[]): RefusedError {
  const [one] = names;
  const lacks =
    names.length === 1
      ? `The file lacks the column "${one}"`
      : `The file lacks all of the columns ${list(names)}`;
  const shown = `${list(header.slice(0, 12))}${header.length > 12 ? ', …' : ''}`;
  const fix =
    names.length === 1
      ? `replace "${one}" in feeds.config.ts with the name of that column in this file`
      : 'add the name of that column in this file to this list in feeds.config.ts';
  return new RefusedError(
    'missing_column',
    `${lacks}. It has ${count(header.length, 'column')}: ${shown}. ` +
      `If it belongs to another feed, drop it into the folder of that feed. Otherwise ${fix}.`,
  );
}

function alreadyThere(column: string): RefusedError {
  return new RefusedError(
    'added_column',
    `The file has the column "${column}", and the transform of its feed adds a column of this name. ` +
      'Give the added column another name in feeds.config.ts. Or remove it from transform.adds: then the function changes the column of the file.',
  );
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
