// Report reads the review, the decision and the failure of its own execution only.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Decided } from '../../../lambdas/domain/decision/decide.ts';
import { NOTHING_WEIGHED } from '../../../lambdas/domain/delivery/weighing.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { chunkFailure, readImport } from '../../../lambdas/report/read-import.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { importFiles } from '../../../lambdas/work/import-files.ts';
import { aWorld, importPeople, planIn, type World } from '../../builders/world.ts';

const FINDING = {
  code: 'unusual_volume',
  severity: 'warning',
  message: 'The file has 1 row.',
  rows: 1,
  share: 1,
  lines: [],
} as const;

let world: World;
let importId: string;
let decided: Decided;
beforeEach(async () => {
  world = aWorld();
  importId = await importPeople(world, 'ann,ann@example.com,pro');
  const { version, plannedAt } = planIn(world, importId);
  decided = {
    execution: 'execution-1',
    plan: version,
    plannedAt,
    decision: 'hold',
    weighed: { ...NOTHING_WEIGHED, wouldDeliver: 1 },
    findings: [FINDING],
    flows: [{ flow: 'trial', age: '24h', people: 1, verdict: 'unknown' }],
    picks: [],
    readBack: false,
  };
  await importFiles.decision.save(world.objects, decided, importId);
  const failure = { execution: 'execution-1', code: 'object_gone', message: 'The file is gone.' };
  await importFiles.chunkFailure.save(world.objects, failure, importId);
});

async function recordOf(execution: string): Promise<ImportRecord> {
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  return { ...record, execution };
}

describe('readImport', () => {
  it('has the decision of its own execution', async () => {
    const { soFar } = await readImport(await recordOf('execution-1'), world);
    expect(soFar).toMatchObject({
      decision: 'hold',
      weighed: { wouldDeliver: 1 },
      flows: [{ flow: 'trial' }],
    });
    expect(soFar.findings).toContainEqual(FINDING);
  });

  it('ignores the decision and the review of an earlier execution', async () => {
    const { soFar } = await readImport(await recordOf('execution-2'), world);
    expect(soFar).toMatchObject({ decision: undefined, weighed: undefined, flows: undefined });
    expect(soFar.findings).not.toContainEqual(FINDING);
  });
});

describe('an import whose review is of an earlier plan of its execution', () => {
  it('is not completed: without the review, no row is counted', async () => {
    await importFiles.decision.save(
      world.objects,
      { ...decided, execution: planIn(world, importId).execution, decision: 'forward' },
      importId,
    );
    const record = await recordOf(planIn(world, importId).execution);
    const review = await importFiles.review.find(world.objects, importId, planIn(world, importId));
    if (!review) throw new Error('no review');
    await importFiles.review.save(
      world.objects,
      { ...review, plannedAt: 1 },
      importId,
      planIn(world, importId),
    );
    expect((await reportImport(record, undefined, world)).output).toEqual({ state: 'failed' });
  });
});

describe('chunkFailure', () => {
  it('is the failure of its own execution, not that of an earlier one', async () => {
    expect(await chunkFailure(await recordOf('execution-1'), world.objects)).toEqual({
      code: 'object_gone',
      message: 'The file is gone.',
    });
    expect(await chunkFailure(await recordOf('execution-2'), world.objects)).toBeUndefined();
  });
});
