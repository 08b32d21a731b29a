// Arranges a partition for delivery: persons stay together, their rows in order, repeats within it taken out.
import { ITEM_LIMIT_BYTES } from '../../contracts/customerio-limits.ts';
import { checkItem, contentOf, type Item } from '../operations/item.ts';
import { countedRows, firstLine, type Operation } from '../operations/operation.ts';

export interface Arranged {
  /** Per person, in the order of first appearance. Their order is the checkpoint's: it never depends on time. */
  readonly persons: readonly (readonly Operation[])[];
  /** Repeats of an event within the import: rows, and how many of them differ in content. */
  readonly duplicates: { readonly rows: number; readonly conflicts: number };
}

/**
 * States (people, objects, relationships): the rows of one become one operation, later values over earlier ones, by
 * their source times and then as the file has them; a row that repeats the row before it is a duplicate. Events: the first of each key stays, whomever the others are about (in
 * another partition they are not noticed, and leave under the same ULID); a person's events leave in the order of their
 * times, those called `first` ahead of the others.
 */
export function arrange(operations: Iterable<Operation>, first: ReadonlySet<string> = new Set()): Arranged {
  let rows = 0;
  let conflicts = 0;
  const kept = withoutRepeats(operations, (repeat, before) => {
    const repeated = countedRows(repeat.meta);
    rows += repeated;
    if (repeat.meta.content !== before.meta.content) conflicts += repeated;
  });
  const byPerson = groupBy(kept, ({ meta }) => meta.person);
  const persons = [...byPerson.values()].map((group) => {
    const states = groupBy(
      group.filter(({ meta }) => meta.kind !== 'event'),
      ({ meta }) => meta.kind + meta.key,
    );
    const events = group.filter(({ meta }) => meta.kind === 'event').sort(byPriorityAndTime(first));
    return [...[...states.values()].flatMap(mergeStates), ...events];
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

/**
 * An event repeats the first of its key; a state's row repeats only the row before it, unless it is newer: so the last
 * one wins.
 */
function withoutRepeats(
  operations: Iterable<Operation>,
  onRepeat: (repeat: Operation, before: Operation) => void,
): readonly Operation[] {
  const last = new Map<string, Operation>();
  const kept: Operation[] = [];
  for (const operation of operations) {
    const { kind, key, content, at } = operation.meta;
    const identity = kind + key;
    const before = last.get(identity);
    if (before && (kind === 'event' || (before.meta.content === content && before.meta.at >= at))) {
      onRepeat(operation, before);
    } else {
      last.set(identity, operation);
      kept.push(operation);
    }
  }
  return kept;
}

function byPriorityAndTime(first: ReadonlySet<string>) {
  const rank = ({ meta }: Operation) => (first.has(meta.name ?? '') ? 0 : 1);
  return (a: Operation, b: Operation): number =>
    rank(a) - rank(b) || a.meta.at - b.meta.at || firstLine(a.meta) - firstLine(b.meta);
}

/**
 * One item from several: sent apart, Customer.io might apply them in any order. Where together they would be more than
 * it takes, they are sent apart all the same.
 */
function mergeStates(rows: readonly Operation[]): readonly Operation[] {
  const operations = rows.toSorted((a, b) => a.meta.at - b.meta.at);
  const [first, last] = [operations[0], operations.at(-1)];
  if (!first || !last || first === last) return operations;
  const merged = operations.map(({ item }) => JSON.parse(item) as Item).reduce(mergeItems);
  const item = JSON.stringify(merged);
  if (checkItem(merged) || Buffer.byteLength(item) > ITEM_LIMIT_BYTES) return operations;
  const [span, ...spans] = first.meta.madeFrom;
  const others = operations.slice(1).flatMap(({ meta }) => meta.madeFrom);
  const meta = {
    ...first.meta,
    madeFrom: [span, ...spans, ...others],
    at: last.meta.at,
    content: contentOf(merged),
  } as const;
  return [{ meta, item }];
}

/** Attributes add up; what has none, such as a deletion, stands alone. */
function mergeItems(before: Item, after: Item): Item {
  if (before.action !== 'identify' || after.action !== 'identify') return after;
  return { ...after, attributes: Object.assign(Object.create(null), before.attributes, after.attributes) };
}
