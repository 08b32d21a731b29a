// Whose turn it was, read off the requests: the next of a feed starts when the one before it has ended, and events come
// after the people that arrived before them.
import type { ImportRecord } from '../../lambdas/domain/identity/import-record.ts';
import type { Cloud } from './cloud.ts';

/** An import that was taken up again is another one here: it queues up anew. */
interface Stretch {
  readonly record: ImportRecord;
  /** Effects until Split had answered, and until its turn had come. */
  readonly split: number;
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
  if (one.record.importId === other.record.importId || one.split > other.turn) return false;
  const sameFeed = one.record.feed === other.record.feed;
  const peopleFirst = one.record.kind === 'people' && other.record.kind === 'events';
  const earlier = one.record.arrivedAt < other.record.arrivedAt;
  return (sameFeed && one.turn < other.turn) || ((sameFeed || peopleFirst) && earlier);
}

function stretchesOf(record: ImportRecord, { answered, vendor }: Cloud): Stretch[] {
  const own = answered.filter(({ importId }) => importId === record.importId);
  const splits = own.filter(({ output }) => (output as { status?: string }).status === 'split');
  return splits.map(({ order: split }, index) => {
    const end = splits[index + 1]?.order ?? Infinity;
    const within = (order: number) => order >= split && order < end;
    const turns = own.filter(({ order, output }) => within(order) && (output as { turn?: boolean }).turn);
    const posts = vendor.requests.filter(
      ({ importId, order }) => importId === record.importId && within(order),
    );
    return { record, split, turn: turns[0]?.order ?? Infinity, posts: posts.map(({ order }) => order) };
  });
}
