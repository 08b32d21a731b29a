// Makes an operation from a row, or from the rows of a group; a row that cannot be one becomes a reject.
import type { EventsFeed, Feed } from '../../contracts/feed.ts';
import type { CsvRecord } from '../csv/records.ts';
import {
  checkItem,
  type EventItem,
  type Identifiers,
  ITEM_LIMIT_BYTES,
  type Item,
  type Properties,
} from '../delivery/item.ts';
import type { Operation, OperationMeta } from '../delivery/operation.ts';
import { contentHash, eventKey, eventUlid, personKey } from '../identity/event-key.ts';
import { emptyProperties, planFields, readFields } from './fields.ts';
import type { Reject } from './reject.ts';
import { readTime } from './timestamp.ts';

export interface MapContext {
  readonly workspace: string;
  /** The import's time in Unix seconds: the age of people's data, and what "in the future" is measured from. */
  readonly nowSeconds: number;
}

/** What a row became; `name` is the event's. */
export type Mapped = { readonly operation: Operation; readonly name?: string } | { readonly reject: Reject };

/** Maps the records of one group (a single record where the feed does not group). */
export type Mapper = (group: readonly [CsvRecord, ...CsvRecord[]]) => Mapped;

/** Works out once, for a header that `checkHeader` passed, how each of its rows is mapped. */
export function compileMapper(feed: Feed, header: readonly string[], context: MapContext): Mapper {
  const map =
    feed.kind === 'people' ? peopleMapper(feed, header, context) : eventsMapper(feed, header, context);
  return (group) => {
    const damaged = group.map((record) => soundness(record, header)).find((reject) => reject !== undefined);
    return damaged ? { reject: damaged } : map(group);
  };
}

function soundness({ cells, damage }: CsvRecord, header: readonly string[]): Reject | undefined {
  if (damage) return { code: damage };
  if (cells.length !== header.length) return { code: 'column_count' };
  return cells.every((cell, index) => cell.trim() === header[index])
    ? { code: 'repeated_header' }
    : undefined;
}

function peopleMapper(feed: Feed, header: readonly string[], { nowSeconds }: MapContext): Mapper {
  const identify = identityReader(feed, header);
  const fields = planFields(header, feed.columns, feed.unmapped, identify.columns);
  return ([record, ...others]) => {
    const identity = identify.read(record.cells);
    if ('reject' in identity) return identity;
    const attributes = identity.others;
    const reject = readFields(fields, record.cells, attributes, nowSeconds);
    if (reject) return { reject };
    const { identifiers, person } = identity;
    const content = contentHash(JSON.stringify([identifiers, attributes]));
    return finish(
      { type: 'person', action: 'identify', identifiers, timestamp: nowSeconds, attributes },
      {
        kind: 'person',
        row: record.line,
        rows: 1 + others.length,
        key: person,
        person,
        at: nowSeconds,
        content,
      },
    );
  };
}

function eventsMapper(
  feed: EventsFeed,
  header: readonly string[],
  { workspace, nowSeconds }: MapContext,
): Mapper {
  const identify = identityReader(feed, header);
  const keyColumns = feed.key.find((columns) => columns.every((column) => header.includes(column))) ?? [];
  const nameColumn = 'column' in feed.event ? feed.event.column : undefined;
  const taken = new Set([
    ...identify.columns,
    ...keyColumns,
    feed.time.column,
    ...(nameColumn === undefined ? [] : [nameColumn]),
  ]);
  const items = feed.groupBy && {
    ...feed.groupBy.items,
    fields: planFields(header, feed.groupBy.items.columns, 'drop', taken),
  };
  for (const column of Object.keys(items?.columns ?? {})) taken.add(column);
  const fields = planFields(header, feed.columns, feed.unmapped, taken);
  const headIndex = feed.groupBy ? header.indexOf(feed.groupBy.headColumn) : -1;
  const cell = (cells: readonly string[], column: string) => (cells[header.indexOf(column)] ?? '').trim();

  return (group) => {
    const [{ cells, line }] = group;
    if (headIndex !== -1 && (cells[headIndex] ?? '').trim() === '')
      return reject('orphan_continuation', feed.groupBy?.column);
    const identity = identify.read(cells);
    if ('reject' in identity) return identity;
    const name = 'name' in feed.event ? feed.event.name : cell(cells, feed.event.column);
    if (name === '') return reject('missing_event_name', nameColumn);
    const time = cell(cells, feed.time.column);
    if (time === '') return reject('missing_time', feed.time.column);
    const at = readTime(time, nowSeconds);
    if ('reject' in at) return reject(at.reject, feed.time.column);
    const values = keyColumns.map((column) => cell(cells, column));
    const blank = values.indexOf('');
    if (blank !== -1) return reject('missing_key', keyColumns[blank]);

    const attributes = identity.others;
    const bad =
      readFields(fields, cells, attributes, nowSeconds) ??
      (items && readItems(items, group, attributes, nowSeconds));
    if (bad) return { reject: bad };
    const { identifiers, person } = identity;
    const content = contentHash(JSON.stringify([identifiers, name, at.seconds, attributes]));
    const key = eventKey(name, values.length > 0 ? values : ['content', content]);
    const item: EventItem = {
      type: 'person',
      action: 'event',
      identifiers,
      id: eventUlid(workspace, key),
      name,
      timestamp: at.seconds,
      attributes,
    };
    return finish(
      item,
      { kind: 'event', row: line, rows: group.length, key, person, at: at.seconds, content },
      name,
    );
  };
}

function reject(code: Reject['code'], column: string | undefined): Mapped {
  return { reject: column === undefined ? { code } : { code, column } };
}

function readItems(
  items: { readonly as: string; readonly fields: ReturnType<typeof planFields> },
  group: readonly CsvRecord[],
  attributes: Properties,
  nowSeconds: number,
): Reject | undefined {
  const list: Properties[] = [];
  for (const { cells } of group) {
    const item = emptyProperties();
    const bad = readFields(items.fields, cells, item, nowSeconds);
    if (bad) return bad;
    list.push(item);
  }
  attributes[items.as] = list;
  return undefined;
}

interface Identity {
  readonly identifiers: Identifiers;
  readonly person: string;
  /** Identifiers that were not chosen, as the start of the attributes. */
  readonly others: Properties;
}

/** Reads who a row is about: the first identifier of the feed's order that has a value. */
function identityReader(feed: Feed, header: readonly string[]) {
  const rules = feed.identifiers.map(({ as, columns }) => ({
    as,
    columns,
    indexes: columns.map((column) => header.indexOf(column)).filter((index) => index !== -1),
  }));
  const read = (cells: readonly string[]): Identity | { readonly reject: Reject } => {
    const found = rules.flatMap(({ as, indexes }) => {
      const value = indexes.map((index) => (cells[index] ?? '').trim()).find((text) => text !== '');
      return value === undefined ? [] : [{ as, value: value.replace(/^'/, '') }];
    });
    const [first, ...rest] = found;
    if (!first)
      return {
        reject: { code: 'no_identifier', column: rules.flatMap(({ columns }) => columns).join(', ') },
      };
    const others = emptyProperties();
    for (const { as, value } of rest) others[as] = value;
    return { identifiers: { [first.as]: first.value }, person: personKey(first.as, first.value), others };
  };
  return { columns: new Set(rules.flatMap(({ columns }) => columns)), read };
}

function finish(item: Item, meta: OperationMeta, name?: string): Mapped {
  const refused = checkItem(item);
  if (refused) return { reject: refused };
  const json = JSON.stringify(item);
  if (Buffer.byteLength(json) > ITEM_LIMIT_BYTES) return { reject: { code: 'item_too_large' } };
  return { operation: { meta, item: json }, ...(name === undefined ? {} : { name }) };
}
