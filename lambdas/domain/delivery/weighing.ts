// What weighing finds out: how many operations would be sent, by what Customer.io already has. Nothing is sent. Each
// partition is weighed separately, and the results are added up.
import * as z from 'zod';
import type { FlowCounts } from '../../contracts/feed/flows.ts';
import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import { CanaryPickSchema } from '../canary/canary.ts';
import { addCounts } from '../counts.ts';
import { countedRows, firstLine, isFurtherEvent, type Operation } from '../operations/operation.ts';
import type { Judged } from './judge.ts';
import { addTallies, NO_TALLY, TallySchema } from './tally.ts';

const count = z.number().int().nonnegative();

export const WeighedSchema = z.object({
  /** Rows that need not be sent, by outcome. */
  tally: TallySchema,
  /** Rows that would be delivered, and the operations and requests for them. */
  wouldDeliver: count,
  operations: count,
  /** Further events among these operations: other operations count their rows. Undefined before 2026-12. */
  further: count.default(0),
  /** Rows that were delivered before, although a further event of theirs would be sent. Undefined before 2026-12. */
  oldWithNews: count.default(0),
  requests: count,
  /** All operations, also those that need not be sent. */
  lookedUp: count,
  /** Events that would be sent and are young enough to trigger campaigns. */
  wouldTrigger: count,
  /** The most such events of one person, and the line of the first of them; 0 if there are none. */
  busiest: z.object({ events: count, line: count }),
  /** People by flow and age: FlowCounts. */
  flows: z.record(z.string(), z.record(z.string(), count)),
});
export type Weighed = Readonly<z.infer<typeof WeighedSchema>>;

/** What is stored about one partition. */
export const WeighedPartSchema = z.object({ weighed: WeighedSchema, picks: z.array(CanaryPickSchema) });
export type WeighedPart = Readonly<z.infer<typeof WeighedPartSchema>>;

export const NOTHING_WEIGHED: Weighed = {
  tally: NO_TALLY,
  wouldDeliver: 0,
  operations: 0,
  further: 0,
  oldWithNews: 0,
  requests: 0,
  lookedUp: 0,
  wouldTrigger: 0,
  busiest: { events: 0, line: 0 },
  flows: {},
};

/** Adds up two results, in any order. */
export function addWeighed(a: Weighed, b: Weighed): Weighed {
  return {
    tally: addTallies(a.tally, b.tally),
    wouldDeliver: a.wouldDeliver + b.wouldDeliver,
    operations: a.operations + b.operations,
    further: a.further + b.further,
    oldWithNews: a.oldWithNews + b.oldWithNews,
    requests: a.requests + b.requests,
    lookedUp: a.lookedUp + b.lookedUp,
    wouldTrigger: a.wouldTrigger + b.wouldTrigger,
    busiest: busier(a.busiest, b.busiest),
    flows: addFlows(a.flows, b.flows),
  };
}

/**
 * Counts the operations that would be sent.
 * @param toSend those of a partition, with the operations of a person together.
 * @param nowSeconds when the file arrived, in Unix seconds.
 */
export function weighOperations(
  toSend: readonly Operation[],
  nowSeconds: number,
): Pick<Weighed, 'wouldDeliver' | 'operations' | 'further' | 'wouldTrigger' | 'busiest'> {
  const young = toSend.filter(
    ({ meta }) => meta.kind === 'event' && meta.at > nowSeconds - LIVE_WINDOW_SECONDS,
  );
  return {
    wouldDeliver: toSend.reduce((sum, { meta }) => sum + countedRows(meta), 0),
    operations: toSend.length,
    further: toSend.filter(({ meta }) => isFurtherEvent(meta)).length,
    wouldTrigger: young.length,
    busiest: Object.values(Object.groupBy(young, ({ meta }) => meta.person))
      .map((own = []) => ({
        events: own.length,
        line: own.reduce((first, { meta }) => Math.min(first, firstLine(meta)), Number.POSITIVE_INFINITY),
      }))
      .reduce(busier, NOTHING_WEIGHED.busiest),
  };
}

const OLD: readonly Judged['judgment']['outcome'][] = ['duplicate', 'conflict', 'unchanged'];

/**
 * Rows that are not news themselves, although a further event that was made from them is: the refund of an order that was
 * delivered before. Each row counts once, however many such events it has.
 * @param judged all operations of a partition.
 */
export function oldRowsWithNews(judged: readonly Judged[]): number {
  const isOld = ({ operation: { meta }, judgment }: Judged) =>
    !meta.countsRows || OLD.includes(judgment.outcome);
  const others = new Set(
    judged.filter((one) => !isOld(one)).map(({ operation }) => firstLine(operation.meta)),
  );
  const rows = new Map<number, number>();
  for (const { operation, judgment } of judged) {
    const { countsRows, madeFrom } = operation.meta;
    const line = firstLine(operation.meta);
    if (countsRows || judgment.outcome !== 'send' || others.has(line)) continue;
    rows.set(
      line,
      madeFrom.reduce((sum, span) => sum + span.rows, 0),
    );
  }
  return [...rows.values()].reduce((sum, count) => sum + count, 0);
}

/** Adds up people by flow and age. */
export function addFlows(a: FlowCounts, b: FlowCounts): Record<string, Record<string, number>> {
  const flows = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(flows.map((flow) => [flow, addCounts(a[flow] ?? {}, b[flow] ?? {})]));
}

/** The one with more events. With the same number, the one that comes first in the file. */
function busier(a: Weighed['busiest'], b: Weighed['busiest']): Weighed['busiest'] {
  if (a.events !== b.events) return a.events > b.events ? a : b;
  return a.line <= b.line ? a : b;
}
