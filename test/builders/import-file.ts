// The whole workflow for one dropped file, in memory: from Split to Report, in the order of the state machine.
import { awaitTurn } from '../../lambdas/await-turn/await-turn.ts';
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import { type Report, ReportSchema } from '../../lambdas/contracts/report.ts';
import type { DecideOutput, SplitInput } from '../../lambdas/contracts/workflow.ts';
import { decideImport } from '../../lambdas/decide/decide-import.ts';
import { RefusedError } from '../../lambdas/domain/errors.ts';
import type { Reason } from '../../lambdas/domain/imports/import-record.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import { forwardPartition } from '../../lambdas/forward/forward-partition.ts';
import { sendCanary } from '../../lambdas/forward/send-canary.ts';
import { weighPartition } from '../../lambdas/forward/weigh-partition.ts';
import { awaitApproval } from '../../lambdas/report/await-approval.ts';
import { reportImport } from '../../lambdas/report/report-import.ts';
import { reviewImport } from '../../lambdas/review/review-import.ts';
import { splitImport } from '../../lambdas/split/split-import.ts';
import { validateChunk } from '../../lambdas/validate/validate-chunk.ts';
import { memoryMetrics } from '../fakes/memory-metrics.ts';
import { memoryWaitingTasks } from '../fakes/memory-waiting-tasks.ts';
import type { SmallPlan } from './smaller-plan.ts';
import { drop, forwardSettings, planSmaller, type World } from './world.ts';

export interface ImportedFile {
  readonly report: Report;
  /** What was posted to Customer.io, in order. */
  readonly items: readonly Item[];
  /** A file next to the report, such as `rejects.csv`; `undefined` if there is none. */
  readonly returned: (fileName: string) => string | undefined;
}

/** @returns `undefined` if the object starts no import, such as a part whose manifest has not arrived. */
export async function importFile(
  world: World,
  key: string,
  body: Buffer | string,
  small?: SmallPlan,
): Promise<ImportedFile | undefined> {
  return importDropped(world, await drop(world, key, body, `execution of ${key}`), small);
}

/** The same for a file that was dropped before, for example with an approval. */
export async function importDropped(
  world: World,
  input: SplitInput,
  small?: SmallPlan,
): Promise<ImportedFile | undefined> {
  const { objects, customerIo } = world;
  const before = customerIo.requests.length;
  const importId = await runWorkflow(world, input, small);
  const record = importId === undefined ? undefined : await world.imports.find(importId);
  if (!record) return undefined;
  const fileOf = (fileName: string) => `${reportPrefix(record.feed, record.importId)}${fileName}`;
  return {
    report: ReportSchema.parse(JSON.parse(objects.text(fileOf('report.json')))),
    items: customerIo.requests.slice(before).flatMap(({ items }) => items),
    returned: (fileName) =>
      objects.keys().includes(fileOf(fileName)) ? objects.text(fileOf(fileName)) : undefined,
  };
}

async function runWorkflow(
  world: World,
  input: SplitInput,
  small: SmallPlan | undefined,
): Promise<string | undefined> {
  const split = await splitImport(input, world, { feeds: world.feeds, partitionsAtOnce: 5 });
  if (split.status === 'skipped') return undefined;
  const { importId } = split;
  const chunks = split.status === 'split' && small ? await planSmaller(world, importId, small) : undefined;
  const failure =
    split.status === 'split' ? await carryOut(world, importId, chunks ?? split.chunks) : undefined;
  const record = await world.imports.find(importId);
  if (record && failure !== AWAITS) await reportImport(record, failure, world);
  return importId;
}

/** A canary was sent, and waits for approval. */
const AWAITS: Reason = { code: 'awaits', message: 'Someone must approve.' };

/** The workflow between Split and Report. @returns the failure that ended it, or what it waits for. */
async function carryOut(
  world: World,
  importId: string,
  chunks: Parameters<typeof validateChunk>[0]['chunk'][],
): Promise<Reason | undefined> {
  try {
    for (const chunk of chunks) await validateChunk({ importId, chunk }, world, world.feeds);
    const { decision, weigh, partitions } = await reviewImport({ importId }, world, world.feeds);
    if (decision === 'dry-run') await weighAndDecide(world, importId, partitions);
    if (decision !== 'forward') return undefined;
    await waitForTurn(world, importId);
    const decided = weigh ? await weighAndDecide(world, importId, partitions) : undefined;
    if (decided?.decision === 'canary') return await sendCanaries(world, importId, decided);
    if (decided && decided.decision !== 'forward') return undefined;
    for (const partition of partitions) await forward(world, importId, partition);
    return undefined;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { code: error.code, message: error.message };
  }
}

async function weighAndDecide(
  world: World,
  importId: string,
  partitions: readonly number[],
): Promise<DecideOutput> {
  for (const partition of partitions) {
    await weighPartition({ importId, partition }, world, forwardSettings(world));
  }
  return decideImport({ importId, partitions: [...partitions] }, world, world.feeds);
}

async function sendCanaries(
  world: World,
  importId: string,
  { canary, approvalSeconds }: DecideOutput,
): Promise<Reason> {
  for (const partition of canary) {
    const settings = { ...forwardSettings(world), secondsBetweenLookups: 0.1, readBackSeconds: 60 };
    await sendCanary({ importId, partition }, world, settings);
  }
  const record = await world.imports.find(importId);
  if (record) await awaitApproval(record, { taskToken: 'token', approvalSeconds }, world);
  return AWAITS;
}

/** No other import is running: an import that waits for another one waits until its time is up. */
async function waitForTurn(world: World, importId: string): Promise<void> {
  for (let waitedSeconds = 0; ; ) {
    const { turn, waitSeconds } = await awaitTurn(
      { importId, waitedSeconds },
      { ...world, metrics: memoryMetrics(), tasks: memoryWaitingTasks() },
      2,
    );
    if (turn) return;
    waitedSeconds = waitSeconds;
    await world.clock.sleep(waitSeconds);
  }
}

async function forward(world: World, importId: string, partition: number): Promise<void> {
  for (let calls = 0; calls < 1_000; calls++) {
    const answer = await forwardPartition({ importId, partition }, world, forwardSettings(world));
    if (answer.status !== 'more') return;
    await world.clock.sleep(answer.waitSeconds);
  }
  throw new Error('Forward does not end');
}
