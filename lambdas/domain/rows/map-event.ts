// The rows of an event: one row, or the line items of one order; and the further events of the same rows.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { isRejected, rejectedBy } from '../faults.ts';
import type { Identifiers } from '../operations/item.ts';
import type { Operation } from '../operations/operation.ts';
import { emptyProperties } from '../operations/properties.ts';
import type { Rejected } from '../reject.ts';
import { judgeAge, withoutOldEvents } from './age.ts';
import { compileEventFacts, compileFurther, type EventFacts } from './event-facts.ts';
import { compileEventNames } from './event-names.ts';
import { compileEventOperation, type MakeEventOperation } from './event-operation.ts';
import { compileEventProperties } from './event-properties.ts';
import { compileIdentity, type Identity, type ReadIdentity } from './identity.ts';
import type { Group, MapContext, MappedEvent, MappedRow, Mapper } from './mapper.ts';

export function eventsMapper(feed: EventsFeed, header: readonly string[], context: MapContext): Mapper {
  const { nowSeconds, workspace, taxonomy } = context;
  const resolve = compileEventNames(feed.taxonomy ?? taxonomy);
  const identify = compileIdentity(feed.identifiers, header);
  const readFacts = compileEventFacts(feed, header, { nowSeconds, resolve });
  const properties = compileEventProperties(feed, header);
  const further = feed.also.map((also) => compileFurther(also, feed, header, { nowSeconds, resolve }));
  const makeOperation = compileEventOperation(feed, properties, workspace);
  const rejectStranger = compileStranger(feed, header, identify);

  return (group) => {
    const [{ cells }] = group;
    const identity = identify(cells);
    const stranger = 'reject' in identity ? undefined : rejectStranger(group, identity);
    const facts = readFacts(cells);
    const reject = properties.read(group, 'reject' in identity ? emptyProperties() : identity.others);
    const others = further.flatMap((read) => read(cells) ?? []);
    if ('reject' in identity || stranger || 'reject' in facts || reject || others.some(isRejected))
      return rejectedBy(identity, stranger, facts, reject && { reject }, ...others);
    const mapped = mapAll([facts, ...others], group, identity, makeOperation);
    if ('reject' in mapped) return mapped;
    const young = withoutOldEvents(mapped, feed, nowSeconds);
    const times = young.events.map(({ seconds }) => seconds);
    return judgeAge(times, feed, nowSeconds) ?? young;
  };
}

/** Rejects a group whose rows are about several people. Rows after the first may leave the identifier blank. */
function compileStranger(
  { groupBy, identifiers }: EventsFeed,
  header: readonly string[],
  identify: ReadIdentity,
): (group: Group, identity: Identity) => Rejected | undefined {
  if (!groupBy) return () => undefined;
  const columns = identifiers
    .flatMap((rule) => rule.columns)
    .map((column) => header.indexOf(column))
    .filter((index) => index !== -1);
  return ([head, ...others], { found }) => {
    for (const { cells, leftOut } of others) {
      if (leftOut) continue;
      const changed = columns.find(
        (index) => (cells[index] ?? '').trim() !== '' && cells[index] !== head.cells[index],
      );
      if (changed === undefined) continue;
      const identity = identify(cells);
      if ('reject' in identity) return identity;
      if (!isSamePerson(found, identity.found))
        return { reject: { code: 'group_of_two_people', column: header[changed] ?? '' } };
    }
    return undefined;
  };
}

/** A row must have an identifier of the first row, and no identifier that differs from it. */
function isSamePerson(first: Identifiers, other: Identifiers): boolean {
  const kinds = (Object.keys(other) as (keyof Identifiers)[]).filter((kind) => kind in first);
  const folded = (text: unknown) => String(text).toLowerCase();
  return (
    kinds.length > 0 &&
    kinds.every((kind) =>
      kind === 'email' ? folded(first[kind]) === folded(other[kind]) : first[kind] === other[kind],
    )
  );
}

/** One operation for each event of a group. If one of them is rejected, the group is rejected. */
function mapAll(
  all: readonly (EventFacts | Rejected)[],
  group: Group,
  identity: Identity,
  makeOperation: MakeEventOperation,
): MappedRow | Rejected {
  const span = { line: group[0].line, rows: group.length };
  const operations: Operation[] = [];
  const events: MappedEvent[] = [];
  for (const facts of all) {
    if ('reject' in facts) return facts;
    const rows = { madeFrom: [span], countsRows: operations.length === 0 } as const;
    const operation = makeOperation(facts, identity, rows);
    if ('reject' in operation) return operation;
    operations.push(operation);
    events.push(mappedEvent(facts, events.length > 0));
  }
  return { operations, events, identifiers: identity.found };
}

function mappedEvent({ event, at: { seconds, note } }: EventFacts, isFurther: boolean): MappedEvent {
  const further = isFurther ? { further: true as const } : {};
  return { name: event.name, seconds, ...(note === undefined ? {} : { note }), ...further };
}
