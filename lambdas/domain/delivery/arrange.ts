// Arranges a partition for delivery: persons stay together, their rows in order, repeats within it taken out.
import { contentOf, type Item } from './item.ts';
import type { Operation } from './operation.ts';

export interface Arranged {
  /** Per person, in the order of first appearance. Their order is the checkpoint's: it never depends on time. */
  readonly persons: readonly (readonly Operation[])[];
  /** Repeats of an event within the import: rows, and how many of them differ in content. */
  readonly duplicates: { readonly rows: number; readonly conflicts: number };
}

/**
 * States (people, objects, relationships): the rows of one become one operation, later values over earlier ones; a row
 * that repeats the row before it is a duplicate. Events: the first of each key stays; a person's events leave in the
 * order of their times, those called `first` ahead of the others.
 */
export function arrange(operations: Iterable<Operation>, first: ReadonlySet<string> = new Set()): Arranged {
  const byPerson = groupBy(operations, ({ meta }) => meta.person);
  let rows = 0;
  let conflicts = 0;
  const persons = [...byPerson.values()].map((group) => {
    const kept = withoutRepeats(group, (repeat, first) => {
      rows += repeat.meta.rows;
      if (repeat.meta.content !== first.meta.content) conflicts += repeat.meta.rows;
    });
    const states = groupBy(
      kept.filter(({ meta }) => meta.kind !== 'event'),
      ({ meta }) => meta.kind + meta.key,
    );
    const events = kept.filter(({ meta }) => meta.kind === 'event').sort(byPriorityAndTime(first));
    return [...[...states.values()].map(mergeStates), ...events];
  });
  return { persons, duplicates: { rows, conflicts } };
}

/** In the order of first appearance. */
function groupBy(
  operations: Iterable<Operation>,
  keyOf: (operation: Operation) => string,
): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = keyOf(operation);
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  return groups;
}

/** An event repeats the first of its key; a state's row repeats only the row before it, so that the last one wins. */
function withoutRepeats(
  group: readonly Operation[],
  onRepeat: (repeat: Operation, first: Operation) => void,
): readonly Operation[] {
  if (group.length === 1) return group;
  const last = new Map<string, Operation>();
  return group.filter((operation) => {
    const { kind, key, content } = operation.meta;
    const identity = kind + key;
    const before = last.get(identity);
    const repeats = before !== undefined && (kind === 'event' || before.meta.content === content);
    if (repeats) onRepeat(operation, before);
    else last.set(identity, operation);
    return !repeats;
  });
}

function byPriorityAndTime(first: ReadonlySet<string>) {
  const rank = ({ meta }: Operation) => (first.has(meta.name ?? '') ? 0 : 1);
  return (a: Operation, b: Operation): number =>
    rank(a) - rank(b) || a.meta.at - b.meta.at || a.meta.row - b.meta.row;
}

/** One item from several: sent apart, Customer.io might apply them in any order. */
function mergeStates(operations: readonly Operation[]): Operation {
  const [first, ...rest] = operations as readonly [Operation, ...Operation[]];
  if (rest.length === 0) return first;
  const items = operations.map(({ item }) => JSON.parse(item) as Item);
  const merged = items.reduce(mergeItems);
  const rows = operations.reduce((sum, { meta }) => sum + meta.rows, 0);
  return { meta: { ...first.meta, rows, content: contentOf(merged) }, item: JSON.stringify(merged) };
}

/** Attributes add up; what has none, such as a deletion, stands alone. */
function mergeItems(before: Item, after: Item): Item {
  if (before.action !== 'identify' || after.action !== 'identify') return after;
  return { ...after, attributes: Object.assign(Object.create(null), before.attributes, after.attributes) };
}
