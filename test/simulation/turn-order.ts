// Checks the order of turns: the next import of a feed starts after the one before it has ended, and events come after
// the people that arrived before them.
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Cloud } from './cloud.ts';
import type { Answered } from './observations.ts';

/** An import that was redriven, or whose canary was approved, counts as another one: it queues up again. */
interface Stretch {
  readonly record: ImportRecord;
  /** How many effects there were when it had queued up, when it found no import before it, and when it had its turn. */
  readonly queued: number;
  readonly looked: number;
  readonly turn: number;
  readonly posts: number[];
}

export function turnFaults(cloud: Cloud, records: readonly ImportRecord[]): string[] {
  const stretches = records.flatMap((record) => stretchesOf(record, cloud));
  return stretches.flatMap((one) =>
    stretches.flatMap((other) => {
      if (one === other || !mustPrecede(one, other)) return [];
      const [first = Infinity] = other.posts;
      const late = one.posts.filter((at) => at > first).length;
      return late > 0 ? [`${one.record.importId} posted after ${other.record.importId} had begun`] : [];
    }),
  );
}

/** Both had queued up when the other looked, and one arrived first or already had its turn. */
function mustPrecede(one: Stretch, other: Stretch): boolean {
  if (one.record.importId === other.record.importId || one.queued > other.looked) return false;
  const sameFeed = one.record.feed === other.record.feed;
  const peopleFirst = one.record.kind === 'people' && other.record.kind === 'events';
  const earlier = one.record.arrivedAt < other.record.arrivedAt;
  return (sameFeed && one.turn < other.turn) || ((sameFeed || peopleFirst) && earlier);
}

function stretchesOf(record: ImportRecord, { answered, turns, vendor }: Cloud): Stretch[] {
  const own = answered.filter(({ importId }) => importId === record.importId);
  const starts = own.flatMap(({ order, output, execution }, index) => {
    const { status, state } = output as { status?: string; state?: string };
    // The same execution has planned it again, and the import keeps its turn.
    const isSplit = ({ function: name, execution: by }: Answered) => name === 'split' && by === execution;
    if (status === 'split' && own.slice(0, index).some(isSplit)) return [];
    if (status === 'split') return [{ start: order, queued: order }];
    if (state !== 'awaiting-approval') return [];
    // It queues up after the approval: not before it asks for its turn.
    const asks = own.slice(index).find(({ function: name }) => name === 'await-turn');
    return [{ start: order, queued: asks?.order ?? Infinity }];
  });
  return starts.map(({ start, queued }, index) => {
    const end = starts[index + 1]?.start ?? Infinity;
    const within = (order: number) => order >= start && order < end;
    const turn = turns.find(({ importId, taken }) => importId === record.importId && within(taken));
    const posts = vendor.requests.filter(
      ({ importId, order }) => importId === record.importId && within(order),
    );
    const { looked = Infinity, taken = Infinity } = turn ?? {};
    return { record, queued, looked, turn: taken, posts: posts.map(({ order }) => order) };
  });
}

/** An import is woken as soon as it is its turn, unless only the time for which it waits for others was up. */
export function sleepFaults({ notWoken }: Cloud, records: readonly ImportRecord[]): string[] {
  const skipped = new Set(records.filter(hasSkipped).map(({ importId }) => importId));
  return notWoken
    .filter((importId) => !skipped.has(importId))
    .map((importId) => `${importId} was not woken when it was its turn`);
}

/** As it is stored. */
function hasSkipped(record: ImportRecord): boolean {
  return 'wentAheadOf' in record;
}
