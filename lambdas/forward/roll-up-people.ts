// Keeps totals of a person's delivered orders on the profile: one identify per person, after the events.
import type { RollUp } from '../contracts/feed/roll-up.ts';
import { isSentBy } from '../domain/delivery/judge.ts';
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import { tallyOf } from '../domain/delivery/tally.ts';
import type { Item } from '../domain/operations/item.ts';
import { contentHash, type SeenKey, totalsKey } from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';
import { attributesOf, printRolled, readRolled, sumOf, withPart } from '../domain/operations/roll-up.ts';
import { type Delivery, deliverBatch } from './deliver-batch.ts';
import type { NoteDeclined, Phase, Step } from './phase.ts';
import type { ArrangedPartition } from './read-partition.ts';

/** People at a time: their identifies fit into one batch, and a checkpoint follows. */
const PEOPLE_AT_ONCE = 300;

/** The orders of one person in the partition. */
type Orders = readonly Operation[];

/** @param settledElsewhere operations that this import does not deliver: they need no look-up. */
export function forwardRollUps(
  { persons, ordered }: Pick<ArrangedPartition, 'persons' | 'ordered'>,
  rollUp: RollUp,
  delivery: Delivery,
  settledElsewhere: ReadonlySet<Operation>,
): Phase {
  const byPerson = persons
    .map((person) => person.filter(({ meta }) => meta.kind === 'event' && meta.name === rollUp.event))
    .filter((orders) => orders.length > 0);
  return {
    end: ordered.length + byPerson.length,
    forward(position, noteDeclined) {
      const from = position - ordered.length;
      const people = byPerson
        .slice(from, from + PEOPLE_AT_ONCE)
        .map((orders) => orders.filter((order) => !settledElsewhere.has(order)));
      return rollUpPeople(people, rollUp, delivery, noteDeclined);
    },
  };
}

/**
 * Sends the totals of these people where they have changed. An order counts once it is seen under this import, and the
 * totals follow from that alone, so a repeat has the same result.
 */
async function rollUpPeople(
  people: readonly Orders[],
  rollUp: RollUp,
  delivery: Delivery,
  noteDeclined: NoteDeclined,
): Promise<Step> {
  const { ports } = delivery;
  const taken = people.length;
  const known = await lookUp(people, rollUp, delivery);
  const changed = people.flatMap((orders, place) => {
    const operation = rolledOperation(orders, rollUp, known, delivery);
    return operation ? [{ place, operation }] : [];
  });
  if (changed.length === 0) return { taken, settled: taken, tally: tallyOf({}) };
  const operations = changed.map(({ operation }) => operation);
  const { settled, declined } = await deliverBatch(operations, delivery);
  await noteDeclined(declined);
  if (declined.length > 0) {
    // Totals are kept also if Customer.io declines the person. They are sent with the next orders of the person.
    await ports.seen.record(operations.slice(0, settled).map(seenItemOf(delivery)));
  }
  return {
    taken,
    settled: changed[settled]?.place ?? taken,
    tally: tallyOf({}, { refusedFurther: declined.length }),
  };
}

/** Reads consistently, because the orders were sent a moment ago. */
function lookUp(people: readonly Orders[], rollUp: RollUp, { ports, settings }: Delivery) {
  const totals = people.flatMap((orders) => totalsOf(orders, rollUp) ?? []);
  return ports.seen.find([...people.flat(), ...totals].map(settings.seenKeys), 'consistent');
}

/** @returns the identify of a person, unless nothing has changed. */
function rolledOperation(
  orders: Orders,
  rollUp: RollUp,
  known: ReadonlyMap<SeenKey, SeenItem>,
  { origin, ports, settings }: Delivery,
): Operation | undefined {
  const delivered = orders.filter((order) => isSentBy(origin, known.get(settings.seenKeys(order))));
  const part = sumOf(delivered.map(({ meta }) => meta));
  const totals = totalsOf(delivered, rollUp);
  const last = delivered.at(-1);
  if (!part || !totals || !last) return undefined;
  const kept = known.get(settings.seenKeys(totals))?.content;
  const rolled = withPart(readRolled(kept), contentHash(origin.importId), part);
  const content = printRolled(rolled);
  if (content === kept) return undefined;
  const at = Math.floor(ports.clock.now() / 1000);
  const { identifiers } = JSON.parse(last.item) as Extract<Item, { readonly type: 'person' }>;
  const attributes = attributesOf(rolled, rollUp.names);
  // The time of sending, so that totals are never older than those that were sent before them.
  const item = { type: 'person', action: 'identify', identifiers, timestamp: at, attributes };
  return { meta: { ...totals.meta, at, content }, item: JSON.stringify(item) };
}

/** The operation that names a person's totals in the seen table. It has no item yet and counts no rows. */
function totalsOf(orders: Orders, { event }: RollUp): Operation | undefined {
  const last = orders.at(-1);
  if (!last) return undefined;
  const { person, madeFrom } = last.meta;
  const key = totalsKey(event, person);
  return {
    meta: { kind: 'rollUp', madeFrom, countsRows: false, key, person, at: 0, content: '' },
    item: '',
  };
}

function seenItemOf({ origin, settings }: Delivery) {
  return (operation: Operation): SeenItem => ({
    key: settings.seenKeys(operation),
    ...origin,
    content: operation.meta.content,
  });
}
