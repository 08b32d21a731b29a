// The steps of all functions, called like their handlers do. A new function must be added here, or it does not compile.

import { awaitTurn } from '../../lambdas/await-turn/await-turn.ts';
import type { Environment, FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feed, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { ExpectFileInputSchema } from '../../lambdas/contracts/feed/waits.ts';
import { planKey } from '../../lambdas/contracts/object-keys.ts';
import {
  AwaitTurnInputSchema,
  type Chunk,
  DecideInputSchema,
  ForwardInputSchema,
  PLAN_AGAIN,
  ReportCallSchema,
  ReviewInputSchema,
  SplitInputSchema,
  ValidateInputSchema,
} from '../../lambdas/contracts/workflow.ts';
import { decideImport } from '../../lambdas/decide/decide-import.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import { PlanSchema } from '../../lambdas/domain/plan.ts';
import { expectFile } from '../../lambdas/expect-file/expect-file.ts';
import { forwardPartition } from '../../lambdas/forward/forward-partition.ts';
import {
  attributeHashesOf,
  personHashOf,
  rememberedKeyOf,
  seenKeysOf,
} from '../../lambdas/forward/seen-keys.ts';
import { sendCanary } from '../../lambdas/forward/send-canary.ts';
import { weighPartition } from '../../lambdas/forward/weigh-partition.ts';
import { secondsBetweenRequests } from '../../lambdas/forward/worker-rate.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { awaitApproval } from '../../lambdas/report/await-approval.ts';
import { findEndedImport, findRegistered } from '../../lambdas/report/find-ended-import.ts';
import { noteFailedItem } from '../../lambdas/report/note-failed-item.ts';
import { mustPlanAgain } from '../../lambdas/report/plan-again.ts';
import { reportImport } from '../../lambdas/report/report-import.ts';
import { sendNotice } from '../../lambdas/report/send-notice.ts';
import { wakeAfter } from '../../lambdas/report/wake-after.ts';
import { reviewImport } from '../../lambdas/review/review-import.ts';
import { splitImport } from '../../lambdas/split/split-import.ts';
import { validateChunk } from '../../lambdas/validate/validate-chunk.ts';
import { smallerPlan } from '../builders/smaller-plan.ts';
import { type Ports, SECRET } from './ports.ts';

/** What an invocation can use. */
export interface Call {
  readonly ports: Ports;
  readonly environment: Environment;
  readonly feeds: Feeds;
  /** Far fewer and smaller than Split makes, so that a dozen rows have several. */
  readonly partitions: number;
  readonly chunkBytes: number;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** The bucket behind the ports. Reading it is not an effect. */
  readonly bucket: ObjectStore;
  /** Called for each operation that Forward looks up. */
  readonly onSeenKey: (operation: Operation, key: SeenKey) => void;
}

export type Step = (input: unknown, call: Call) => Promise<unknown>;

const PLAN_NAME = planKey('').split('/').at(-1) ?? '';

export const STEPS: Readonly<Record<FunctionName, Step>> = {
  async split(input, { ports, environment, feeds, bucket, partitions, chunkBytes }) {
    const { PARTITIONS_AT_ONCE: partitionsAtOnce } = environment;
    let chunks: readonly Chunk[] = [];
    const write: ObjectStore['write'] = async (key, body, contentType) => {
      if (!key.endsWith(`/${PLAN_NAME}`)) return ports.objects.write(key, body, contentType);
      const whole = PlanSchema.parse(JSON.parse(String(body)));
      const groupBy = groupColumnOf(feeds.feeds[whole.feed]);
      const plan = await smallerPlan(whole, bucket, { chunkBytes, partitions, ...(groupBy && { groupBy }) });
      chunks = plan.chunks;
      return ports.objects.write(key, JSON.stringify(plan), contentType);
    };
    const small = { ...ports, objects: { ...ports.objects, write } };
    const output = await splitImport(SplitInputSchema.parse(input), small, { feeds, partitionsAtOnce });
    return output.status === 'split' ? { ...output, chunks } : output;
  },

  validate: (input, { ports, feeds }) => validateChunk(ValidateInputSchema.parse(input), ports, feeds),

  review: (input, { ports, feeds }) => reviewImport(ReviewInputSchema.parse(input), ports, feeds),

  decide: (input, { ports, feeds }) => decideImport(DecideInputSchema.parse(input), ports, feeds),

  'await-turn': (input, { ports, environment }) =>
    awaitTurn(AwaitTurnInputSchema.parse(input), ports, environment.IMPORTS_AT_ONCE),

  forward(input, { ports, environment, feeds, deadline, onSeenKey }) {
    const seenKeys = seenKeysOf(feeds.workspace, SECRET);
    const keys = {
      seenKeys: (operation: Operation) => {
        const key = seenKeys(operation);
        onSeenKey(operation, key);
        return key;
      },
      rememberedKey: rememberedKeyOf(feeds.workspace, SECRET),
      personHash: personHashOf(feeds.workspace, SECRET),
      attributeHashes: attributeHashesOf(feeds.workspace, SECRET),
    };
    const call = ForwardInputSchema.parse(input);
    if (call.mode === 'weigh') return weighPartition(call, ports, keys);
    const settings = {
      ...keys,
      secondsBetweenRequests: secondsBetweenRequests(environment.REQUESTS_PER_SECOND, environment),
      secondsBetweenLookups: 0,
      readBackSeconds: 60,
      deadline,
    };
    return (call.mode === 'canary' ? sendCanary : forwardPartition)(call, ports, settings);
  },

  'expect-file': (input, { ports }) => expectFile(ExpectFileInputSchema.parse(input), ports),

  async report(input, { ports, environment, feeds }) {
    const call = ReportCallSchema.parse(input);
    const { PIPELINE_NAME: pipeline, CONSOLE_URL: consoleUrl, IMPORTS_AT_ONCE: importsAtOnce } = environment;
    const settings = { pipeline, consoleUrl };
    if ('taskToken' in call) {
      const record = await findRegistered(call.importId, ports.imports);
      const report = await awaitApproval(record, call, ports);
      await wakeAfter(record, ports, importsAtOnce);
      await sendNotice(record, report, ports, settings);
      return { state: report.state };
    }
    if ('failed' in call) {
      await noteFailedItem(call, ports.imports);
      return {};
    }
    const ended = await findEndedImport(call, ports.imports, feeds, ports.clock.now());
    if (!ended) return { state: 'completed' };
    if (await mustPlanAgain(call, ended, ports.objects)) return { state: PLAN_AGAIN };
    const { output, report } = await reportImport(ended.record, ended.failure, ports);
    await wakeAfter(ended.record, ports, importsAtOnce);
    await sendNotice(ended.record, report, ports, settings);
    return output;
  },
};

/** The column of the feed's groups of rows. */
function groupColumnOf(feed: Feed | undefined): string | undefined {
  return feed?.kind === 'events' ? feed.groupBy?.column : undefined;
}
