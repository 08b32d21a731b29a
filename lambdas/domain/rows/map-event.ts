// The rows of an event: one row, or the line items of one order; and what else the same rows tell.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import type { EventItem } from '../operations/item.ts';
import { contentHash, eventKey, eventUlid } from '../operations/keys.ts';
import type { Operation, OperationMeta } from '../operations/operation.ts';
import { emptyProperties, type Properties } from '../operations/properties.ts';
import { judgeAge } from './age.ts';
import { atColumn, checkAndPrint } from './check-and-print.ts';
import {
  compileFurther,
  compileKey,
  compileName,
  compileRollUp,
  compileTime,
  type EventFacts,
  type Refused,
} from './event-facts.ts';
import { compileEventNames } from './event-names.ts';
import { compileEventProperties } from './event-properties.ts';
import type { Field } from './fields.ts';
import { compileIdentity, type Identity } from './identity.ts';
import type { MapContext, MappedEvent, Mapper } from './mapper.ts';
import { typeProperties } from './property-types.ts';
import { pickColumn } from './reserved-columns.ts';

export function eventsMapper(feed: EventsFeed, header: readonly string[], context: MapContext): Mapper {
  const { nowSeconds } = context;
  const resolve = compileEventNames(feed.taxonomy ?? context.taxonomy);
  const identify = compileIdentity(feed.identifiers, header);
  const readName = compileName(feed, header, resolve);
  const timeRule = {
    ...feed,
    column: pickColumn(feed.time.column, header),
    format: feed.time.format ?? 'auto',
  };
  const readAt = compileTime(timeRule, header, nowSeconds);
  const readKey = compileKey(feed.key, feed, header);
  const properties = compileEventProperties(feed, header);
  const further = feed.also.map((also) => compileFurther(also, feed, header, { nowSeconds, resolve }));
  const headColumn = feed.groupBy?.headColumn;
  const headIndex = headColumn === undefined ? -1 : header.indexOf(headColumn);

  const rolled = compileRollUp(feed, properties.fields);

  return (group) => {
    const [{ cells, line }] = group;
    if (headColumn !== undefined && (cells[headIndex] ?? '').trim() === '')
      return { reject: { code: 'orphan_continuation', column: headColumn } };
    const identity = identify(cells);
    if ('reject' in identity) return identity;
    const event = readName(cells);
    if ('reject' in event) return event;
    const at = readAt(cells);
    if ('reject' in at) return at;
    const values = readKey(cells);
    if ('reject' in values) return values;
    const bad = properties.read(group, identity.others);
    if (bad) return { reject: bad };

    const rest = further.flatMap((read) => read(cells) ?? []);
    const span = { line, rows: group.length };
    const operations: Operation[] = [];
    const events: MappedEvent[] = [];
    for (const facts of [{ event, at, values }, ...rest]) {
      if ('reject' in facts) return facts;
      const rows = { madeFrom: [span], countsRows: operations.length === 0 } as const;
      const operation = rolled(eventOperation(facts, identity, rows, properties.fields, context), identity);
      if ('reject' in operation) return operation;
      operations.push(operation);
      events.push(mappedEvent(facts));
    }
    const setAside = judgeAge(
      events.map(({ seconds }) => seconds),
      feed,
      context.nowSeconds,
    );
    return setAside ?? { operations, events, identifiers: identity.found };
  };
}

function eventOperation(
  { event, at, values }: EventFacts,
  { identifiers, person, others }: Identity,
  rows: Pick<OperationMeta, 'madeFrom' | 'countsRows'>,
  fields: readonly Field[],
  { workspace }: MapContext,
): Operation | Refused {
  const { name } = event;
  // Types change properties in place, and those of a further event are others.
  const isTyped = Object.keys(event.properties).length > 0;
  const attributes: Properties = isTyped ? Object.assign(emptyProperties(), others) : others;
  const bad = typeProperties(attributes, event.properties);
  if (bad) return { reject: atColumn(bad, fields) };
  const key = eventKey(
    name,
    values.length > 0
      ? values
      : ['content', contentHash(JSON.stringify([person, name, at.seconds, attributes]))],
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
  return checkAndPrint(item, { kind: 'event', ...rows, key, person, name, at: at.seconds }, fields);
}

function mappedEvent({ event, at: { seconds, note } }: EventFacts): MappedEvent {
  return { name: event.name, seconds, ...(note === undefined ? {} : { note }) };
}
