// Arranges a partition for delivery: keeps the operations of each person together and in order, and leaves out repeats.
import { ITEM_LIMIT_BYTES } from '../../contracts/customerio-limits.ts';
import type { DifferenceOfEvents, Differing } from '../../contracts/report.ts';
import { addDiffering } from '../counts.ts';
import { shortId } from '../operations/group-id.ts';
import { checkItem, contentOf, type Item, UPDATE } from '../operations/item.ts';
import {
  countedRows,
  firstLine,
  type Operation,
  type OperationMeta,
  ownTime,
} from '../operations/operation.ts';
import type { EarlierEvent } from '../operations/partition-index.ts';
import { chainedMerges } from './chained-merges.ts';
import { type ComparedEvent, differenceOf, type KeyReuse } from './compare-repeat.ts';
import { differingOf, type Tally, tallyOf } from './tally.ts';

export interface Arranged {
  /** The operations of each person, in the order of first appearance. A checkpoint relies on this order: it never changes. */
  readonly persons: readonly (readonly Operation[])[];
  /** Repeats within the partition: the number of rows, and how many of them differ in content. */
  readonly duplicates: { readonly rows: number; readonly conflicts: number };
  /** How the conflicts differ from the first event of their key, and the events that use its key again. */
  readonly differing: readonly Differing[];
  /** Events that use the key of another event of the partition, and merges that depend on each other. They are rejected. */
  readonly reused: readonly Operation[];
}

export interface ArrangeOptions {
  /** Names of events that are sent before the person's others. */
  readonly first?: ReadonlySet<string>;
  /** Events of other partitions that come first in the file with their key. */
  readonly earlier?: readonly EarlierEvent[];
  readonly keyReuse?: KeyReuse;
}

/**
 * The rows of a state (a person, an object or a relationship) become one operation, in which later values replace earlier
 * ones, by the times of the data and then by the order in the file. A row that repeats the row before it is a duplicate.
 *
 * Of events with the same key, the first in the file stays, also if the others are about another person:
 * `compare-repeat.ts`. The events of a person are in the order of their times.
 */
export function arrange(
  operations: Iterable<Operation>,
  { first = new Set(), earlier = [], keyReuse }: ArrangeOptions = {},
): Arranged {
  let rows = 0;
  let conflicts = 0;
  const differing: Differing[] = [];
  const reused: Operation[] = [];
  const kept = withoutRepeats(operations, earlier, (repeat, before) => {
    const how = repeat.meta.kind === 'event' ? compareEvents(repeat, before, keyReuse) : undefined;
    if (how) differing.push(differingOf(how, repeat));
    if (how === 'reused') {
      reused.push(repeat);
      return;
    }
    const repeated = countedRows(repeat.meta);
    rows += repeated;
    if (how) conflicts += repeated;
  });
  const chained = chainedMerges(kept);
  for (const merge of chained) {
    differing.push(differingOf('chained', merge));
    reused.push(merge);
  }
  const sent = chained.size === 0 ? kept : kept.filter((one) => !chained.has(one));
  const byPerson = groupBy(sent, ({ meta }) => meta.person);
  const persons = [...byPerson.values()].map((group) => {
    const states = groupBy(
      group.filter(({ meta }) => meta.kind !== 'event'),
      ({ meta }) => meta.kind + meta.key,
    );
    const events = group.filter(({ meta }) => meta.kind === 'event').sort(byPriorityAndTime(first));
    return [...[...states.values()].flatMap(mergeStates), ...events];
  });
  return { persons, duplicates: { rows, conflicts }, differing: addDiffering(differing), reused };
}

/** What arranging settles. Repeats within the partition have their outcome from the start. */
export function tallyArranged({
  duplicates: { rows, conflicts },
  differing,
  reused,
}: Omit<Arranged, 'persons'>): Tally {
  const rejected = reused.reduce((sum, { meta }) => sum + countedRows(meta), 0);
  const refusedFurther = reused.filter(({ meta }) => !meta.countsRows).length;
  const duplicates = rows > 0 ? { in_this_file: rows } : {};
  return tallyOf({ duplicate: rows, rejected }, { conflicts, refusedFurther, duplicates, differing });
}

function compareEvents(
  repeat: Operation,
  before: Operation | EarlierEvent,
  keyReuse: KeyReuse,
): DifferenceOfEvents | undefined {
  const now = comparedOf(repeat);
  if ('meta' in before) return differenceOf(now, comparedOf(before), keyReuse);
  // Its partition is another one, so it is about another person: its content does not matter.
  return differenceOf({ ...now, person: shortId(repeat.meta.person) }, { ...before, content: '' }, keyReuse);
}

/** One mapping made all operations of an import. */
function comparedOf({ meta }: Operation): ComparedEvent {
  return { person: meta.person, at: ownTime(meta), content: meta.content, mapping: 'of this import' };
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
 * An event repeats the first event of its key. A state repeats only the row of the same key before it, and only if it is
 * not newer, so that the last row wins.
 */
function withoutRepeats(
  operations: Iterable<Operation>,
  earlier: readonly EarlierEvent[],
  onRepeat: (repeat: Operation, before: Operation | EarlierEvent) => void,
): readonly Operation[] {
  const elsewhere = new Map(earlier.map((event) => [event.key, event]));
  const last = new Map<string, Operation>();
  const kept: Operation[] = [];
  for (const operation of operations) {
    const { kind, key } = operation.meta;
    const identity = kind + key;
    const other = kind === 'event' && elsewhere.size > 0 ? elsewhere.get(shortId(key)) : undefined;
    const before = other ?? last.get(identity);
    if (before && (!('meta' in before) || kind === 'event' || isSameState(before, operation))) {
      onRepeat(operation, before);
    } else {
      last.set(identity, operation);
      kept.push(operation);
    }
  }
  return kept;
}

/** A state that is not newer. */
function isSameState({ meta: before }: Operation, { meta }: Operation): boolean {
  return before.content === meta.content && before.at >= meta.at;
}

function byPriorityAndTime(first: ReadonlySet<string>) {
  const rank = ({ meta }: Operation) => (first.has(meta.name ?? '') ? 0 : 1);
  return (a: Operation, b: Operation): number =>
    rank(a) - rank(b) || a.meta.at - b.meta.at || firstLine(a.meta) - firstLine(b.meta);
}

/**
 * Makes one item from several, because Customer.io might apply separate items in any order. If the item would be larger
 * than Customer.io accepts, they stay separate.
 */
function mergeStates(rows: readonly Operation[]): readonly Operation[] {
  const operations = rows.toSorted((a, b) => a.meta.at - b.meta.at);
  const [first, last] = [operations[0], operations.at(-1)];
  if (!first || !last || first === last) return operations;
  const merged = operations.map(({ item }) => JSON.parse(item) as Item).reduce(mergeItems);
  const item = JSON.stringify(merged);
  if (checkItem(merged) || Buffer.byteLength(item) > ITEM_LIMIT_BYTES) return operations;
  const { removal: _, unsaid: __, ...firstMeta } = first.meta;
  const [span, ...spans] = firstMeta.madeFrom;
  const others = operations.slice(1).flatMap(({ meta }) => meta.madeFrom);
  const meta = {
    ...firstMeta,
    madeFrom: [span, ...spans, ...others],
    at: last.meta.at,
    content: contentOf(merged),
    ...mergeRemovals(operations),
    ...mergeUnsaid(operations, merged),
  } as const;
  return [{ meta, item }];
}

/** The last row counts: a person who is deleted and then added again is not deleted. A removal is of all identities. */
function mergeRemovals(rows: readonly Operation[]): Pick<OperationMeta, 'removal'> {
  const { removal } = rows.at(-1)?.meta ?? {};
  const others = new Set(rows.flatMap(({ meta }) => meta.removal?.others ?? []));
  return removal ? { removal: { ...removal, others: [...others] } } : {};
}

/** Without the consents that the merged rows say. */
function mergeUnsaid(rows: readonly Operation[], merged: Item): Pick<OperationMeta, 'unsaid'> {
  const said = merged.action === 'identify' ? merged.attributes : undefined;
  const names = new Set(rows.flatMap(({ meta }) => meta.unsaid ?? []));
  const unsaid = [...names].filter((name) => said && !Object.hasOwn(said, name));
  return unsaid.length > 0 ? { unsaid } : {};
}

/**
 * Merges the attributes. An item without attributes, such as a deletion, replaces what was before it. An identify and an
 * update together create the person.
 */
function mergeItems(before: Item, after: Item): Item {
  if (before.action !== 'identify' || after.action !== 'identify') return after;
  const attributes = Object.assign(Object.create(null), before.attributes, after.attributes);
  if (!(UPDATE in before.attributes && UPDATE in after.attributes)) delete attributes[UPDATE];
  return { ...after, attributes };
}
