// The rows of an event: one row, or the line items of one order; and what else the same rows tell.
import type { EventsFeed, FurtherEvent } from '../../contracts/feed.ts';
import type { EventItem } from '../delivery/item.ts';
import type { Operation } from '../delivery/operation.ts';
import { judgeAge } from '../guards/age.ts';
import { contentHash, eventKey, eventUlid } from '../identity/event-key.ts';
import { compileEventNames } from '../taxonomy/event-names.ts';
import { typeProperties } from '../taxonomy/property-types.ts';
import { type Field, planFields, readFields, splitPath } from './fields.ts';
import { finishOperation } from './finish.ts';
import { pickColumn } from './header.ts';
import { compileIdentity, type Identity, isScientific } from './identity.ts';
import type { Group, MapContext, MappedEvent, Mapper } from './map-row.ts';
import { emptyProperties, type Properties, setProperty } from './properties.ts';
import type { Reject } from './reject.ts';
import { compileAdder } from './template.ts';
import type { ReadTime } from './time/read-result.ts';
import { compileTimeReader } from './time/read-time.ts';
import { checkTimeRange } from './time/time-range.ts';

type Refused = { readonly reject: Reject };
type Read<Value> = (cells: readonly string[]) => Value | Refused;

export function eventsMapper(feed: EventsFeed, header: readonly string[], context: MapContext): Mapper {
  const identify = compileIdentity(feed.identifiers, header);
  const readName = compileName(feed, header, context);
  const readAt = compileTime(feed, header, context.nowSeconds);
  const readKey = compileKey(feed.key, header);
  const readProperties = compileProperties(feed, header);
  const further = feed.also.map((also) => compileFurther(also, feed, header, context));
  const headIndex = feed.groupBy ? header.indexOf(feed.groupBy.headColumn) : undefined;

  return (group) => {
    const [{ cells, line }] = group;
    if (headIndex !== undefined && (cells[headIndex] ?? '').trim() === '') {
      return { reject: { code: 'orphan_continuation', column: header[headIndex] ?? '' } };
    }
    const identity = identify(cells);
    if ('reject' in identity) return identity;
    const event = readName(cells);
    if ('reject' in event) return event;
    const at = readAt(cells);
    if ('reject' in at) return at;
    const values = readKey(cells);
    if ('reject' in values) return values;
    const attributes = identity.others;
    const bad = readProperties(group, attributes) ?? typeProperties(attributes, event.properties);
    if (bad) return { reject: bad };

    const facts = { identity, attributes, line };
    const main = finishEvent({ ...facts, name: event.name, at, values, rows: group.length }, context);
    if ('reject' in main) return main;
    const operations: Operation[] = [main];
    const events: MappedEvent[] = [mappedEvent(event.name, at)];
    for (const read of further) {
      const found = read(cells);
      if (!found) continue;
      if ('reject' in found) return found;
      const operation = finishEvent({ ...facts, ...found, rows: 0 }, context);
      if ('reject' in operation) return operation;
      operations.push(operation);
      events.push(mappedEvent(found.name, found.at));
    }
    const setAside = judgeAge(
      events.map(({ seconds }) => seconds),
      feed,
      context.nowSeconds,
    );
    return setAside ? { setAside } : { operations, events, identifiers: identity.found };
  };
}

type Moment = Extract<ReadTime, { readonly seconds: number }>;

interface EventFacts {
  readonly name: string;
  readonly at: Moment;
  /** Values of the key columns; none: the content is the key. */
  readonly values: readonly string[];
}

type FinishedFacts = EventFacts & {
  readonly identity: Identity;
  readonly attributes: Properties;
  readonly line: number;
  readonly rows: number;
};

function finishEvent(facts: FinishedFacts, { workspace }: MapContext): Operation | Refused {
  const { identity, attributes, line, rows, name, at, values } = facts;
  const { identifiers, person } = identity;
  const key = eventKey(
    name,
    values.length > 0
      ? values
      : ['content', contentHash(JSON.stringify([identifiers, name, at.seconds, attributes]))],
  );
  const id = eventUlid(workspace, key);
  const item: EventItem = {
    type: 'person',
    action: 'event',
    identifiers,
    id,
    name,
    timestamp: at.seconds,
    attributes,
  };
  return finishOperation(item, { kind: 'event', row: line, rows, key, person, name, at: at.seconds });
}

function mappedEvent(name: string, { seconds, note }: Moment): MappedEvent {
  return { name, seconds, ...(note === undefined ? {} : { note }) };
}

function compileName(feed: EventsFeed, header: readonly string[], { taxonomy }: MapContext) {
  const resolve = compileEventNames(feed.taxonomy ?? taxonomy);
  const column = 'column' in feed.event ? pickColumn(feed.event.column, header) : undefined;
  const index = column === undefined ? -1 : header.indexOf(column);
  const fixed = 'name' in feed.event ? feed.event.name : '';
  const where = column === undefined ? {} : { column };
  return (cells: readonly string[]) => {
    const name = column === undefined ? fixed : (cells[index] ?? '').trim();
    if (name === '') return { reject: { code: 'missing_event_name', ...where } } as const;
    const resolved = resolve(name);
    if (!('reject' in resolved)) return resolved;
    const { reject: code, ...rest } = resolved;
    return { reject: { code, ...where, ...rest } } as const;
  };
}

function compileTime(feed: EventsFeed, header: readonly string[], nowSeconds: number): Read<Moment> {
  const column = pickColumn(feed.time.column, header);
  return readTimeAt(column, feed.time.format ?? 'auto', feed, header, nowSeconds);
}

function readTimeAt(
  column: string,
  format: NonNullable<EventsFeed['time']['format']>,
  { timezone, allowFuture }: EventsFeed,
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

/** The first list of columns that the file has; none at all makes the content the key. */
function compileKey(
  lists: readonly (readonly string[])[],
  header: readonly string[],
): Read<readonly string[]> {
  const columns = lists.find((names) => names.every((name) => header.includes(name))) ?? [];
  const indexes = columns.map((column) => header.indexOf(column));
  return (cells) => {
    const values = indexes.map((index) => (cells[index] ?? '').trim().replace(/^'/, ''));
    const blank = values.indexOf('');
    if (blank !== -1) return { reject: { code: 'missing_key', column: columns[blank] ?? '' } };
    const damaged = values.findIndex(isScientific);
    return damaged === -1
      ? values
      : { reject: { code: 'scientific_notation', column: columns[damaged] ?? '' } };
  };
}

/** Fields of the first row; constants and templates; an array of the rows' items where the feed groups. */
function compileProperties(feed: EventsFeed, header: readonly string[]) {
  const items = feed.groupBy && { as: splitPath(feed.groupBy.items.as), fields: itemFields(feed, header) };
  const taken = new Set([
    ...feed.identifiers.flatMap(({ columns }) => columns),
    ...feed.key.flat(),
    pickColumn(feed.time.column, header),
    ...('column' in feed.event ? [pickColumn(feed.event.column, header)] : []),
    ...Object.keys(feed.groupBy?.items.columns ?? {}),
  ]);
  const fields = planFields(header, feed, taken);
  const add = compileAdder(feed, header);
  return (group: Group, into: Properties): Reject | undefined => {
    const [{ cells }] = group;
    const bad = readFields(fields, cells, into);
    if (bad) return bad;
    add(cells, into);
    return items ? readItems(items, group, into) : undefined;
  };
}

function itemFields(feed: EventsFeed, header: readonly string[]): Field[] {
  const columns = feed.groupBy?.items.columns ?? {};
  return planFields(header, { ...feed, columns, unmapped: 'drop' }, new Set());
}

function readItems(
  { as, fields }: { readonly as: readonly string[]; readonly fields: readonly Field[] },
  group: Group,
  into: Properties,
): Reject | undefined {
  const list: Properties[] = [];
  for (const { cells } of group) {
    const item = emptyProperties();
    const bad = readFields(fields, cells, item);
    if (bad) return bad;
    list.push(item);
  }
  setProperty(into, as, list);
  return undefined;
}

/** Reads a further event of the same rows, where it happened. */
function compileFurther(
  also: FurtherEvent,
  feed: EventsFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): (cells: readonly string[]) => EventFacts | Refused | undefined {
  const index = header.indexOf(also.when.column);
  const { above } = also.when;
  const readKey = compileKey(also.key, header);
  const readAt =
    also.time === 'file' ? undefined : readTimeAt(also.time.column, 'auto', feed, header, nowSeconds);
  return (cells) => {
    const cell = (cells[index] ?? '').trim();
    if (index === -1 || cell === '' || (above !== undefined && !(Number(cell) > above))) return undefined;
    const at = readAt ? readAt(cells) : { seconds: nowSeconds };
    if ('reject' in at) return at;
    const values = readKey(cells);
    return 'reject' in values ? values : { name: also.name, at, values };
  };
}
