// Keeps on the profile what a person's delivered orders come to: one identify per person, after the events.
import type { RollUp } from '../contracts/feed/roll-up.ts';
import type { Item } from '../domain/operations/item.ts';
import { contentHash, type SeenKey } from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';
import { attributesOf, printRolled, readRolled, sumOf, withPart } from '../domain/operations/roll-up.ts';
import type { SeenItem } from '../ports/seen-table.ts';
import { type Delivered, type Delivery, deliverBatch } from './deliver-batch.ts';

/** People at a time: their identifies fit one batch, and a checkpoint follows. */
export const ROLLED_AT_ONCE = 300;

/** The orders of one person in the partition. */
export type Orders = readonly Operation[];

/** Those who ordered, in the partition's order. */
export function ordersByPerson(
  persons: readonly (readonly Operation[])[],
  rollUp: RollUp | undefined,
): Orders[] {
  if (!rollUp) return [];
  return persons
    .map((person) => person.filter(({ meta }) => meta.kind === 'event' && meta.name === rollUp.event))
    .filter((orders) => orders.length > 0);
}

/**
 * Sends what the orders of these people come to, as far as it is news. An order counts once it is seen under this
 * very import, and what is kept follows from that alone: so whoever repeats it comes to the same.
 * @param note takes down what Customer.io refused, before it counts as settled.
 * @returns how many people are settled: all, unless time ran out.
 */
export async function rollUpPeople(
  people: readonly Orders[],
  rollUp: RollUp,
  delivery: Delivery,
  note: (declined: Delivered['declined']) => Promise<void>,
): Promise<{ readonly settled: number; readonly declined: Delivered['declined'] }> {
  const { importId, ports, settings } = delivery;
  const asked = people.filter((orders) => orders.length > 0);
  const probes = asked.map((orders) => rollUpKey(orders, rollUp));
  const keys = [...asked.flat(), ...probes].map(settings.seenKeys);
  // What was just sent has to be seen.
  const known = await ports.seen.find(keys, 'consistent');
  const news = people.flatMap((orders, place) => {
    const own = orders.filter((order) => known.get(settings.seenKeys(order))?.importId === importId);
    const operation = rolledOperation(own, rollUp, known, delivery);
    return operation ? [{ place, operation }] : [];
  });
  if (news.length === 0) return { settled: people.length, declined: [] };
  const operations = news.map(({ operation }) => operation);
  const { settled, declined } = await deliverBatch(operations, delivery);
  // Also where Customer.io refuses the person: what they ordered counts once it takes them.
  if (declined.length > 0) {
    await note(declined);
    await ports.seen.record(operations.slice(0, settled).map(itemOf(delivery)));
  }
  return { settled: news[settled]?.place ?? people.length, declined };
}

function rolledOperation(
  own: Orders,
  rollUp: RollUp,
  known: ReadonlyMap<SeenKey, SeenItem>,
  { importId, ports, settings }: Delivery,
): Operation | undefined {
  const part = sumOf(own.map(({ meta }) => meta));
  const last = own.at(-1);
  if (!part || !last) return undefined;
  const probe = rollUpKey(own, rollUp);
  const kept = known.get(settings.seenKeys(probe))?.content;
  const rolled = withPart(readRolled(kept), contentHash(importId), part);
  const content = printRolled(rolled);
  if (content === kept) return undefined;
  const at = Math.floor(ports.clock.now() / 1000);
  const { identifiers } = JSON.parse(last.item) as Extract<Item, { readonly type: 'person' }>;
  const attributes = attributesOf(rolled, rollUp.names);
  // Stamped with the time of sending: a sum is never older than one that was sent before it.
  const item = { type: 'person', action: 'identify', identifiers, timestamp: at, attributes };
  return { meta: { ...probe.meta, at, content }, item: JSON.stringify(item) };
}

/** An operation that names the person's sum in the seen table; it counts no rows. */
function rollUpKey(orders: Orders, { event }: RollUp): Operation {
  const { person = '', madeFrom = NO_ROWS } = orders.at(-1)?.meta ?? {};
  const key = `${event}\0${person}`;
  return {
    meta: { kind: 'rollUp', madeFrom, countsRows: false, key, person, at: 0, content: '' },
    item: '',
  };
}

const NO_ROWS = [{ line: 0, rows: 0 }] as const;

function itemOf({ importId, settings }: Delivery) {
  return (operation: Operation): SeenItem => ({
    key: settings.seenKeys(operation),
    importId,
    content: operation.meta.content,
  });
}
