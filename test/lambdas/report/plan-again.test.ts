// A function of another version does not use a plan that it cannot read, and Report has the import planned again.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { partitionIndexKey, planKey, unreadPlanKey } from '../../../lambdas/contracts/object-keys.ts';
import { decideImport } from '../../../lambdas/decide/decide-import.ts';
import { ReplanError } from '../../../lambdas/domain/errors.ts';
import type { ImportRecord, Reason } from '../../../lambdas/domain/imports/import-record.ts';
import { PLAN_FORMAT } from '../../../lambdas/domain/plan-format.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import { sendCanary } from '../../../lambdas/forward/send-canary.ts';
import { weighPartition } from '../../../lambdas/forward/weigh-partition.ts';
import { awaitApproval } from '../../../lambdas/report/await-approval.ts';
import { mustPlanAgain } from '../../../lambdas/report/plan-again.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { validateChunk } from '../../../lambdas/validate/validate-chunk.ts';
import {
  aWorld,
  drop,
  FEEDS,
  forwardAll,
  forwardSettings,
  importEvents,
  order,
  outcomesIn,
  planIn,
  type World,
} from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const OTHER_FORMATS = [0, PLAN_FORMAT + 1, 1_000];

let world: World;
let importId: string;
beforeEach(async () => {
  world = aWorld();
  importId = await importEvents(world, order(1), order(2));
});

/** As if a version with another format had planned the import. */
async function changeFormat(format: number): Promise<void> {
  for (const key of [planKey(importId), partitionIndexKey(importId, planIn(world, importId), 0)]) {
    const stored = JSON.parse(world.objects.text(key));
    await world.objects.write(key, JSON.stringify({ ...stored, format }));
  }
}

async function recordIn(): Promise<ImportRecord> {
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  return record;
}

const STEPS: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'Validate',
    async () => {
      const [chunk] = planIn(world, importId).chunks;
      return chunk && validateChunk({ importId, chunk }, world, FEEDS);
    },
  ],
  ['Review', () => reviewImport({ importId }, world, FEEDS)],
  ['Weigh', () => weighPartition({ importId, partition: 0 }, world, forwardSettings(world))],
  ['Decide', () => decideImport({ importId, partitions: [0] }, world, FEEDS)],
  [
    'the canary',
    () =>
      sendCanary({ importId, partition: 0 }, world, {
        ...forwardSettings(world),
        secondsBetweenLookups: 0,
        readBackSeconds: 60,
      }),
  ],
  ['Forward', () => forwardPartition({ importId, partition: 0 }, world, forwardSettings(world))],
];

describe('a plan of another format', () => {
  it.each(STEPS.flatMap(([name, step]) => OTHER_FORMATS.map((format) => ({ name, format, step }))))(
    'is not used by $name: $format',
    async ({ step, format }) => {
      await changeFormat(format);
      const before = world.objects.keys();
      await expect(step()).rejects.toThrow(ReplanError);
      expect(world.objects.keys().filter((key) => !before.includes(key))).toEqual([unreadPlanKey(importId)]);
      expect(world.customerIo.requests).toEqual([]);
      expect(
        await mustPlanAgain({ importId }, { record: await recordIn(), failure: undefined }, world.objects),
      ).toBe(true);
    },
  );

  it('is not used by the report of a canary, which stays without approval', async () => {
    await changeFormat(PLAN_FORMAT + 1);
    const asked = { taskToken: 'token', approvalSeconds: 60 };
    await expect(awaitApproval(await recordIn(), asked, world)).rejects.toThrow(ReplanError);
    expect((await recordIn()).approvalToken).toBeUndefined();
  });

  it('counts nothing in the report of an execution that was aborted, and the message says to redrive', async () => {
    await changeFormat(PLAN_FORMAT + 1);
    const failure = {
      code: 'other_version',
      message: 'Continue the import with: npm run cli -- redrive IMPORT.',
    };
    const { report } = await reportImport(await recordIn(), failure, world);
    expect(report).toMatchObject({ state: 'failed', reason: failure, rows: 0, unfinished: 0 });
  });
});

describe('mustPlanAgain', () => {
  const asks = async (change: Partial<ImportRecord> = {}, failure?: Reason) =>
    mustPlanAgain({ importId }, { record: { ...(await recordIn()), ...change }, failure }, world.objects);

  it('is false for a plan of this version, also if an earlier one could not be read', async () => {
    expect(await asks()).toBe(false);
    const { execution, plannedAt } = planIn(world, importId);
    const note = (unread: object) => world.objects.write(unreadPlanKey(importId), JSON.stringify(unread));
    await note({ execution, plannedAt: plannedAt - 1 });
    expect(await asks()).toBe(false);
    await note({ execution: 'execution-0', plannedAt });
    expect(await asks()).toBe(false);
    await note({ execution, plannedAt });
    expect(await asks()).toBe(true);
  });

  it.each<[string, Partial<ImportRecord>, string | undefined]>([
    ['the import has ended', { state: 'failed' }, undefined],
    ['another execution planned it', { execution: 'execution-2' }, undefined],
    ['Split refused the file after it was registered again', { registeredAt: 1 }, undefined],
    ['the canary was rejected', { state: 'awaiting-approval' }, 'canary_rejected'],
    ['no one approved the canary', { state: 'awaiting-approval' }, 'approval_timed_out'],
  ])('is false if %s', async (_, change, code) => {
    await changeFormat(PLAN_FORMAT + 1);
    expect(await asks(change, code === undefined ? undefined : { code, message: '' })).toBe(false);
    expect(await asks()).toBe(true);
  });

  it('is false for an execution that ended without Report: only the workflow can go back', async () => {
    await changeFormat(PLAN_FORMAT + 1);
    const ended = { record: await recordIn(), failure: undefined };
    const detail = { executionArn: 'execution-1', status: 'ABORTED', input: '{}' } as const;
    const call = { 'detail-type': 'Step Functions Execution Status Change', detail } as const;
    expect(await mustPlanAgain(call, ended, world.objects)).toBe(false);
  });
});

describe('an import that is planned again', () => {
  it('sends what is left, and counts what the first plan delivered', async () => {
    const body = csv('customer_id,event_name,timestamp,event_id,amount', order(1), order(2), order(3));
    const input = await drop(world, 'incoming/events/other.csv', body);
    const plan = async () => {
      const split = await splitImport(input, world, { feeds: FEEDS, partitionsAtOnce: 1 });
      if (split.status !== 'split') throw new Error(split.status);
      for (const chunk of split.chunks)
        await validateChunk({ importId: split.importId, chunk }, world, FEEDS);
      await reviewImport(split, world, FEEDS);
      importId = split.importId;
    };
    await plan();
    await forwardAll(world, importId);
    await changeFormat(PLAN_FORMAT + 1);
    world.clock.advance(60);
    await plan();
    const posted = world.customerIo.requests.length;
    await forwardAll(world, importId);
    expect(world.customerIo.requests.length).toBe(posted);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3 });
    const { report } = await reportImport(await recordIn(), undefined, world);
    expect(report).toMatchObject({ state: 'completed', rows: 3, outcomes: { delivered: 3 } });
  });
});
