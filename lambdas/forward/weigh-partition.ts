// Weighs one partition: does what Forward does up to the request, and counts. It sends, marks and remembers nothing. In a
// dry run it also notes what Forward would reject.
import type { ForwardOutput } from '../contracts/workflow.ts';
import { choosePicks, featuresOf } from '../domain/canary/canary.ts';
import { tallyArranged } from '../domain/delivery/arrange.ts';
import { BEFORE_SENDING, reusedOperations } from '../domain/delivery/declined-operation.ts';
import { type Judged, reusedAmong, tallyJudged } from '../domain/delivery/judge.ts';
import { addTallies, type Tally } from '../domain/delivery/tally.ts';
import {
  oldRowsWithNews,
  type Weighed,
  type WeighedPart,
  weighOperations,
} from '../domain/delivery/weighing.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { Clock } from '../ports/clock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { importFiles, planningOf } from '../work/import-files.ts';
import { countPartitionFlows } from './count-flows.ts';
import { type BatchSource, batchReader } from './next-batch.ts';
import { type ArrangedPartition, type PartitionPlace, readArranged } from './read-partition.ts';

export interface WeighPorts {
  readonly objects: ObjectStore;
  readonly seen: SeenTable;
  readonly clock: Pick<Clock, 'now'>;
}

export type WeighSettings = Pick<
  BatchSource,
  'seenKeys' | 'rememberedKey' | 'personHash' | 'attributeHashes'
>;

export async function weighPartition(
  place: PartitionPlace,
  { objects, seen, clock }: WeighPorts,
  settings: WeighSettings,
): Promise<ForwardOutput> {
  const { importId, partition } = place;
  const arranged = await readArranged(place, objects);
  const { index, ordered } = arranged;
  const { guards, mapping } = index;
  const source = { ...settings, seen, now: clock.now, origin: arranged.origin, guards, mapping };
  const { tally, toSend, requests, reused, oldWithNews } = await judgeAll(arranged, source);
  const weighed: Weighed = {
    ...weighOperations(toSend, index.nowSeconds),
    tally,
    oldWithNews,
    requests,
    lookedUp: ordered.length,
    flows: await countPartitionFlows(arranged, source),
  };
  if (index.dryRun && reused.length > 0) {
    const batch = { partition, generation: 0, position: BEFORE_SENDING, epoch: 0 };
    await importFiles.declined.save(objects, reusedOperations(reused), importId, index.plan, batch);
  }
  const picks = index.canary > 0 ? proposePicks(ordered, toSend, index.canary) : [];
  const part: WeighedPart = { weighed, picks };
  await importFiles.weighed.save(objects, part, importId, planningOf(index), partition);
  return { status: 'done', waitSeconds: 0 };
}

interface WeighedOperations {
  readonly tally: Tally;
  readonly toSend: readonly Operation[];
  readonly requests: number;
  /** Events whose key is that of another event. */
  readonly reused: readonly Operation[];
  readonly oldWithNews: number;
}

async function judgeAll(arranged: ArrangedPartition, source: BatchSource): Promise<WeighedOperations> {
  const { ordered } = arranged;
  const reader = batchReader(ordered, source);
  const toSend: Operation[] = [];
  const reused = [...arranged.reused];
  const judged: Judged[] = [];
  let tally = tallyArranged(arranged);
  let requests = 0;
  for (let position = 0; position < ordered.length; ) {
    const batch = await reader.nextBatch(position);
    position += batch.stretch.length;
    for (const one of batch.stretch) judged.push(withoutItem(one));
    tally = addTallies(tally, tallyJudged(batch.stretch));
    for (const outgoing of batch.toSend) toSend.push(outgoing.of ?? outgoing);
    if (arranged.index.dryRun) reused.push(...reusedAmong(batch.stretch));
    if (batch.toSend.length > 0) requests++;
  }
  return { tally, toSend, requests, reused, oldWithNews: oldRowsWithNews(judged) };
}

/** What is posted of a person is not kept for the whole partition. */
function withoutItem({ operation, judgment }: Judged): Judged {
  return { operation, judgment: judgment.outcome === 'send' ? { outcome: 'send' } : judgment };
}

function proposePicks(ordered: readonly Operation[], toSend: readonly Operation[], most: number) {
  const isSent = new Set(toSend);
  const candidates = ordered.flatMap((operation, position) =>
    isSent.has(operation) ? [{ position, features: featuresOf(operation) }] : [],
  );
  return [...choosePicks(candidates, most)];
}
