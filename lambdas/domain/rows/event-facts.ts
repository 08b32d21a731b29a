// The facts of an event: its name, its time, and the values that make it the same event in another file.
import { EVENT_NAME_BYTES } from '../../contracts/customerio-limits.ts';
import type { ColumnType } from '../../contracts/feed/column.ts';
import type { EventsFeed, FurtherEvent } from '../../contracts/feed/feed.ts';
import { rejectedBy } from '../faults.ts';
import { withoutTrailingZeros } from '../operations/decimal.ts';
import type { Rejected } from '../reject.ts';
import type { ResolvedEvent, ResolveEvent } from './event-names.ts';
import { keyFault } from './identifier-fault.ts';
import { pickColumn, pickKey, pickTimeColumns } from './reserved-columns.ts';
import { compileRowTime, type RowTime } from './row-time.ts';
import { compileFraction } from './time/fraction.ts';

export type KnownEvent = Exclude<ResolvedEvent, { readonly reject: unknown }>;

export interface EventFacts {
  readonly event: KnownEvent;
  readonly at: RowTime;
  /** Values of the key columns. Without any, the content is the key. */
  readonly values: readonly string[];
  /** Without key columns: the digits of the fraction of a second, which make two events of one second differ. */
  readonly fraction?: string;
  /** The time is that of the file. */
  readonly fileTime?: true;
}

export interface FactsContext {
  readonly nowSeconds: number;
  readonly resolve: ResolveEvent;
}

type Read<Value> = (cells: readonly string[]) => Value | Rejected;

/** Reads the event of a row. */
export function compileEventFacts(
  feed: EventsFeed,
  header: readonly string[],
  { nowSeconds, resolve }: FactsContext,
): Read<EventFacts> {
  const { format = 'auto' } = feed.time;
  const readName = compileName(feed, header, resolve);
  const columns = pickTimeColumns(feed.time, header);
  const readAt = compileRowTime({ ...feed, columns, format }, header, nowSeconds);
  const timeIndex = header.indexOf(columns.at(-1) ?? '');
  const readFraction = compileFraction(format);
  const readKey = compileKey(feed.key, feed, header);
  return (cells) => {
    const event = readName(cells);
    const at = readAt(cells);
    const values = readKey(cells);
    if ('reject' in event || 'reject' in at || 'reject' in values) return rejectedBy(event, at, values);
    return values.length > 0
      ? { event, at, values }
      : { event, at, values, fraction: readFraction(cells[timeIndex] ?? '') };
  };
}

/** Reads a further event of the same rows; undefined if it did not happen. */
export function compileFurther(
  { name, when, time, key }: FurtherEvent,
  feed: EventsFeed,
  header: readonly string[],
  { nowSeconds, resolve }: FactsContext,
): Read<EventFacts | undefined> {
  const index = header.indexOf(when.column);
  const readKey = compileKey(key, feed, header);
  const readAt =
    time === 'file'
      ? () => ({ seconds: nowSeconds })
      : compileRowTime(
          { ...feed, columns: pickTimeColumns(time, header), format: 'auto' },
          header,
          nowSeconds,
        );
  const event = resolve(name);
  return (cells) => {
    const cell = (cells[index] ?? '').trim();
    if (cell === '' || (when.above !== undefined && !(Number(cell) > when.above))) return undefined;
    if ('reject' in event) return { reject: { code: event.reject } };
    const at = readAt(cells);
    const values = readKey(cells);
    if ('reject' in at || 'reject' in values) return rejectedBy(at, values);
    return { event, at, values, ...(time === 'file' ? { fileTime: true } : {}) };
  };
}

/** The name in the feed or in its column, as the taxonomy has it. */
function compileName(
  { event }: EventsFeed,
  header: readonly string[],
  resolve: ResolveEvent,
): Read<KnownEvent> {
  const column = 'column' in event ? pickColumn(event.column, header) : undefined;
  const index = column === undefined ? -1 : header.indexOf(column);
  const fixed = 'name' in event ? event.name : '';
  const where = column === undefined ? {} : { column };
  return (cells) => {
    const name = column === undefined ? fixed : (cells[index] ?? '').trim();
    if (name === '') return { reject: { code: 'missing_event_name', ...where } };
    if (Buffer.byteLength(name) > EVENT_NAME_BYTES)
      return { reject: { code: 'event_name_too_long', ...where } };
    const resolved = resolve(name);
    if (!('reject' in resolved)) return resolved;
    const { reject: code, ...rest } = resolved;
    return { reject: { code, ...where, ...rest } };
  };
}

/** The values of the key columns; empty if the file has none of the lists. */
function compileKey(
  lists: readonly (readonly string[])[],
  { columns }: Pick<EventsFeed, 'columns'>,
  header: readonly string[],
): Read<readonly string[]> {
  const parts = pickKey(lists, header).map((column) => ({
    column,
    index: header.indexOf(column),
    plain: isNumber(columns[column]?.type) ? plainNumber : withoutApostrophe,
  }));
  return (cells) => {
    const values: string[] = [];
    let faults: Rejected[] | undefined;
    for (const { column, index, plain } of parts) {
      const value = plain((cells[index] ?? '').trim());
      const code = keyFault(value, parts.length);
      if (code) faults = [...(faults ?? []), { reject: { code, column } }];
      values.push(value);
    }
    return faults ? rejectedBy(...faults) : values;
  };
}

function isNumber(type: ColumnType | undefined): boolean {
  return type === 'number' || type === 'integer';
}

const DIGITS = /^\d*$/;

/** In a column of numbers, `10.00` is the same key as `10`, which a spreadsheet saves. */
function plainNumber(text: string): string {
  const bare = text.startsWith('+') ? text.slice(1) : text;
  const point = bare.lastIndexOf('.');
  if (point === -1 || !DIGITS.test(bare.slice(point + 1))) return bare;
  const plain = withoutTrailingZeros(bare);
  return plain.endsWith('.') ? plain.slice(0, -1) : plain;
}

function withoutApostrophe(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}
