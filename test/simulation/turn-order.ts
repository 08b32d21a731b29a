// Whose turn it was, read off the requests: the next of a feed starts when the one before it has ended, and events come
// after the people that arrived before them.
import type { ImportRecord } from '../../lambdas/domain/identity/import-record.ts';
import type { Cloud } from './cloud.ts';

/** An import that was taken up again is another one here, and one whose canary was approved: it queues up anew. */
interface Stretch {
  readonly record: ImportRecord;
  /** Effects until it had queued up, and until its turn had come. */
  readonly queued: number;
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

/** Both queued up before the other's turn came, and one arrived first, or had its turn already. */
function mustPrecede(one: Stretch, other: Stretch): boolean {
  if (one.record.importId === other.record.importId || one.queued > other.turn) return false;
  const sameFeed = one.record.feed === other.record.feed;
  const peopleFirst = one.record.kind === 'people' && other.record.kind === 'events';
  const earlier = one.record.arrivedAt < other.record.arrivedAt;
  return (sameFeed && one.turn < other.turn) || ((sameFeed || peopleFirst) && earlier);
}

function stretchesOf(record: ImportRecord, { answered, vendor }: Cloud): Stretch[] {
  const own = answered.filter(({ importId }) => importId === record.importId);
  const starts = own.flatMap(({ order, output }, index) => {
    const { status, state } = output as { status?: string; state?: string };
    if (status === 'split') return [order];
    // It queues up once somebody has approved: not before it asks for its turn.
    const asks = own.slice(index).find(({ function: name }) => name === 'await-turn');
    return state === 'awaiting-approval' && asks ? [asks.order] : [];
  });
  return starts.map((queued, index) => {
    const end = starts[index + 1] ?? Infinity;
    const within = (order: number) => order >= queued && order < end;
    const turns = own.filter(({ order, output }) => within(order) && (output as { turn?: boolean }).turn);
    const posts = vendor.requests.filter(
      ({ importId, order }) => importId === record.importId && within(order),
    );
    return { record, queued, turn: turns[0]?.order ?? Infinity, posts: posts.map(({ order }) => order) };
  });
}
