// What makes an event: its name, its time, and the values by which it is the same event in the next file.

import { EVENT_NAME_BYTES } from '../../contracts/customerio-limits.ts';
import type { ColumnType } from '../../contracts/feed/column.ts';
import type { EventsFeed, FurtherEvent } from '../../contracts/feed/feed.ts';
import { readDecimal } from '../operations/decimal.ts';
import type { Operation } from '../operations/operation.ts';
import type { Reject } from '../reject.ts';
import { atColumn } from './check-and-print.ts';
import { isScientific } from './coerce.ts';
import type { ResolveEvent } from './event-names.ts';
import type { Field } from './fields.ts';
import type { Identity } from './identity.ts';
import { pickColumn, pickKey } from './reserved-columns.ts';
import { checkTimeRange, type ReadTime } from './time/read-result.ts';
import { compileTimeReader } from './time/read-time.ts';

export type Refused = { readonly reject: Reject };
export type Read<Value> = (cells: readonly string[]) => Value | Refused;
export type KnownEvent = Exclude<ReturnType<ResolveEvent>, { readonly reject: unknown }>;
export type Moment = Extract<ReadTime, { readonly seconds: number }>;

/** The event's own name or its column's, as the taxonomy has it. */
export function compileName(
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

export type TimeRule = Pick<EventsFeed, 'timezone' | 'allowFuture'> & {
  readonly column: string;
  readonly format: NonNullable<EventsFeed['time']['format']>;
};

/** A time that Customer.io takes as it is. */
export function compileTime(
  { column, format, timezone, allowFuture }: TimeRule,
  header: readonly string[],
  nowSeconds: number,
): Read<Moment> {
  const index = header.indexOf(column);
  const read = compileTimeReader({ format, ...(timezone === undefined ? {} : { timezone }) });
  return (cells) => {
    const cell = cells[index] ?? '';
    if (cell.trim() === '') return { reject: { code: 'missing_time', column } };
    const time = read(cell);
    if ('reject' in time) return { reject: { code: time.reject, column } };
    const fault = checkTimeRange(time.seconds, nowSeconds);
    const admitted = fault === undefined || (fault === 'future_time' && allowFuture);
    return admitted ? time : { reject: { code: fault, column } };
  };
}

/** The values of the key columns; none where the file has none: then the content makes it the same event. */
export function compileKey(
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
    for (const { column, index, plain } of parts) {
      const value = plain((cells[index] ?? '').trim());
      if (value === '') return { reject: { code: 'missing_key', column } };
      if (isScientific(value)) return { reject: { code: 'scientific_notation', column } };
      values.push(value);
    }
    return values;
  };
}

function isNumber(type: ColumnType | undefined): boolean {
  return type === 'number' || type === 'integer';
}

/** `10.00` and `10`, as a spreadsheet saves it, are one key in a column of numbers. */
const plainNumber = (text: string) =>
  text
    .replace(/^\+/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
const withoutApostrophe = (text: string) => (text.startsWith("'") ? text.slice(1) : text);

export interface EventFacts {
  readonly event: KnownEvent;
  readonly at: Moment;
  /** Values of the key columns; none: the content is the key. */
  readonly values: readonly string[];
}

/** Reads a further event where it happened. */
export type ReadFurther = (cells: readonly string[]) => EventFacts | Refused | undefined;

export function compileFurther(
  { name, when, time, key }: FurtherEvent,
  feed: EventsFeed,
  header: readonly string[],
  { nowSeconds, resolve }: { readonly nowSeconds: number; readonly resolve: ResolveEvent },
): ReadFurther {
  const index = header.indexOf(when.column);
  const readKey = compileKey(key, feed, header);
  const readAt =
    time === 'file'
      ? () => ({ seconds: nowSeconds })
      : compileTime({ ...feed, column: time.column, format: 'auto' }, header, nowSeconds);
  const event = resolve(name);
  return (cells) => {
    const cell = (cells[index] ?? '').trim();
    if (cell === '' || (when.above !== undefined && !(Number(cell) > when.above))) return undefined;
    if ('reject' in event) return { reject: { code: event.reject } };
    const at = readAt(cells);
    if ('reject' in at) return at;
    const values = readKey(cells);
    return 'reject' in values ? values : { event, at, values };
  };
}

/** Notes the value on the operation. An event without one adds nothing and counts all the same. */
export function compileRollUp({ rollUp }: Pick<EventsFeed, 'rollUp'>, fields: readonly Field[]) {
  const path = rollUp?.value.split('.') ?? [];
  return (operation: Operation | Refused, { others }: Pick<Identity, 'others'>): Operation | Refused => {
    if ('reject' in operation || rollUp === undefined || operation.meta.name !== rollUp.event)
      return operation;
    const found = path.reduce<unknown>(
      (bag, name) => (bag as Record<string, unknown> | undefined)?.[name],
      others,
    );
    if (found === undefined || found === '') return operation;
    const value = readDecimal(found);
    if (value === undefined)
      return { reject: atColumn({ code: 'not_a_number', column: path[0] ?? '' }, fields) };
    return { ...operation, meta: { ...operation.meta, value } };
  };
}
