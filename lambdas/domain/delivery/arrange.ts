// Arranges a partition for delivery: persons stay together, their rows in order, repeats within it taken out.
import { contentHash } from '../identity/event-key.ts';
import type { PersonItem } from './item.ts';
import type { Operation } from './operation.ts';

export interface Arranged {
  /** Per person, in the order of first appearance. Their order is the checkpoint's: it never depends on time. */
  readonly persons: readonly (readonly Operation[])[];
  /** Repeats of an event within the import: rows, and how many of them differ in content. */
  readonly duplicates: { readonly rows: number; readonly conflicts: number };
}

/**
 * People: the rows of one person become one operation, later values over earlier ones; a row that repeats another
 * is a duplicate. Events: the first of each key stays; a person's events leave in the order of their times.
 */
export function arrange(operations: Iterable<Operation>): Arranged {
  const byPerson = new Map<string, Operation[]>();
  for (const operation of operations) {
    const group = byPerson.get(operation.meta.person);
    if (group) group.push(operation);
    else byPerson.set(operation.meta.person, [operation]);
  }
  let rows = 0;
  let conflicts = 0;
  const persons = [...byPerson.values()].map((group) => {
    const kept = withoutRepeats(group, (repeat, first) => {
      rows += repeat.meta.rows;
      if (repeat.meta.content !== first.meta.content) conflicts += repeat.meta.rows;
    });
    const people = kept.filter(({ meta }) => meta.kind === 'person');
    const events = kept.filter(({ meta }) => meta.kind === 'event').sort(byTime);
    return [...(people.length > 0 ? [mergePeople(people)] : []), ...events];
  });
  return { persons, duplicates: { rows, conflicts } };
}

/** An event repeats the first of its key; a person's row repeats only the row before it, so that the last one wins. */
function withoutRepeats(
  group: readonly Operation[],
  onRepeat: (repeat: Operation, first: Operation) => void,
): Operation[] {
  const events = new Map<string, Operation>();
  let person: Operation | undefined;
  return group.filter((operation) => {
    const { kind, key, content } = operation.meta;
    const before = kind === 'event' ? events.get(key) : person?.meta.content === content ? person : undefined;
    if (before) onRepeat(operation, before);
    else if (kind === 'event') events.set(key, operation);
    else person = operation;
    return before === undefined;
  });
}

function byTime(a: Operation, b: Operation): number {
  return a.meta.at - b.meta.at || a.meta.row - b.meta.row;
}

/** One identify from several: sent apart, Customer.io might apply them in any order. */
function mergePeople(people: readonly Operation[]): Operation {
  const [first, ...rest] = people as readonly [Operation, ...Operation[]];
  if (rest.length === 0) return first;
  const items = people.map(({ item }) => JSON.parse(item) as PersonItem);
  const attributes = Object.assign(Object.create(null), ...items.map((item) => item.attributes));
  const last = items.at(-1) as PersonItem;
  return {
    meta: {
      ...first.meta,
      rows: people.reduce((sum, { meta }) => sum + meta.rows, 0),
      content: contentHash(JSON.stringify([last.identifiers, attributes])),
    },
    item: JSON.stringify({ ...last, attributes }),
  };
}
