// The current code reads what the version of 2026-11-25 stored.
import { describe, expect, it } from '@jest/globals';
import { summaryKey } from '../../lambdas/contracts/object-keys.ts';
import { ImportSummarySchema, ReportSchema } from '../../lambdas/contracts/report.ts';
import { EXECUTIONS, STORED_STEPS, storedAfter, storedAfterStep } from '../builders/stored-recording.ts';
import { importNow, importOf } from '../builders/stored-result.ts';

describe('the imports table of the version of 2026-11-25', () => {
  it('has the record of an import that was only registered', async () => {
    const { ports } = await storedAfterStep('orders-1', 'split');
    expect(await ports.imports.find('orders-20261103T090000-d7fcbf1c')).toEqual({
      importId: 'orders-20261103T090000-d7fcbf1c',
      feed: 'orders',
      kind: 'events',
      state: 'splitting',
      execution: 'orders-1',
      source: {
        bucket: 'bucket',
        key: 'incoming/orders/tuesday.csv',
        versionId: 'v1',
        bytes: expect.any(Number),
      },
      arrivedAt: Date.UTC(2026, 10, 3, 9),
      registeredAt: Date.UTC(2026, 10, 3, 9),
      after: [],
      waitsUntil: Date.UTC(2026, 10, 3, 13),
      rollUp: 'order_placed',
    });
  });

  it.each([
    ['carts-1', 'validate', 'validating', undefined],
    ['carts-1', 'review', 'waiting', undefined],
    ['carts-1', 'await-turn', 'forwarding', undefined],
    ['carts-1', 'report', 'awaiting-approval', undefined],
    ['people-1', 'report', 'completed', undefined],
    ['people-2', 'report', 'paused', 'credentials_refused'],
    ['people-3', 'report', 'held', 'too_many_rejects'],
    ['failed-1', 'report', 'failed', 'object_gone'],
    ['refused-1', 'split', 'splitting', 'unknown_feed'],
    ['signups-6', 'report', 'held', 'unusual_volume'],
  ])('has the state and the reason of %s after %s', async (execution, step, state, reason) => {
    const { ports } = await storedAfterStep(execution, step);
    const record = await ports.imports.find(importOf(execution));
    expect(record).toMatchObject({ state, execution });
    expect(record?.reason?.code).toBe(reason);
  });

  it('has the approval, the stages and the imports that an import did not wait for', async () => {
    const { ports } = await storedAfter(STORED_STEPS.length);
    const find = async (execution: string) => ports.imports.find(importOf(execution));
    expect(await find('dry-run-1')).toMatchObject({ dryRun: true, notified: 'completed' });
    expect(await find('people-3-approved')).toMatchObject({ approved: true });
    expect(await find('carts-3')).toMatchObject({
      approvalToken: `token of ${importOf('carts-3')}`,
      skippedWait: [expect.objectContaining({ feed: 'people' })],
      stages: [
        { state: 'validating', at: expect.any(Number) },
        { state: 'waiting', at: expect.any(Number) },
        { state: 'forwarding', at: expect.any(Number) },
        { state: 'awaiting-approval', at: expect.any(Number) },
        { state: 'forwarding', at: expect.any(Number) },
      ],
    });
  });

  it('has the import whose turn it is', async () => {
    const { ports } = await storedAfterStep('orders-1', 'forward');
    const { version, active } = await ports.imports.turns();
    expect(active).toEqual([expect.objectContaining({ feed: 'orders', kind: 'events', forwarding: true })]);
    expect(await ports.imports.takeTurn(importOf('carts-1'), version - 1)).toBe(false);
    expect(await ports.imports.takeTurn(importOf('carts-1'), version)).toBe(true);
    expect(version).toBe(7);
  });

  it('has the checkpoint of a partition that is open, paused or done', async () => {
    const open = await storedAfterStep('orders-1', 'forward');
    const { epoch, checkpoint } = await open.ports.imports.claimPartition(importOf('orders-1'), 0);
    expect(epoch).toBe(2);
    expect(checkpoint).toMatchObject({
      status: 'open',
      position: 5,
      tally: { outcomes: expect.objectContaining({ delivered: 6 }), requests: 1, retries: 0 },
    });
    const paused = await storedAfterStep('people-2', 'report');
    expect(
      (await paused.ports.imports.checkpoints(importOf('people-2'))).map(({ status }) => status),
    ).toEqual(['paused', 'paused', 'done']);
    const done = await storedAfterStep('carts-2', 'report', 2);
    const tallies = (await done.ports.imports.checkpoints(importOf('carts-2'))).map(({ tally }) => tally);
    expect(tallies.flatMap(({ duplicates }) => Object.keys(duplicates)).sort()).toEqual(['under_7_days']);
    expect(tallies.reduce((sum, { conflicts }) => sum + conflicts, 0)).toBe(1);
    expect(tallies.flatMap(({ keptBack }) => keptBack.map(({ outcome, rows }) => [outcome, rows]))).toEqual([
      ['suppressed', 2],
      ['suppressed', 1],
    ]);
  });

  it('has the past imports of a feed, the newest first', async () => {
    const { ports } = await storedAfter(STORED_STEPS.length);
    const carts = await ports.imports.history('carts', 10);
    expect(carts.map(({ importId }) => importId)).toEqual(
      ['carts-4', 'carts-3', 'carts-2', 'carts-1'].map(importOf),
    );
    expect(carts.at(-1)).toMatchObject({
      state: 'completed',
      rows: 13,
      outcomes: { delivered: 7, duplicate: 1, unchanged: 0, rejected: 3, held: 0, suppressed: 1, expired: 1 },
      flows: { 'cart-recovery': { '24h': 1, '1d-30d': 1 } },
    });
    const [memberships] = await ports.imports.history('memberships', 1);
    expect(memberships?.columns).toEqual([
      { name: 'id', kind: 'text' },
      { name: 'company_id', kind: 'text' },
      { name: 'role', kind: 'text' },
      { name: 'score', kind: 'number' },
    ]);
  });
});

describe('the work objects of the version of 2026-11-25', () => {
  it('are of every kind', async () => {
    const { objects } = await storedAfter(STORED_STEPS.length);
    const kinds = objects.keys('work/').map((key) => key.split('/')[2]);
    expect([...new Set(kinds)].sort()).toEqual([
      'canary',
      'decision.json',
      'failure.json',
      'held',
      'identity',
      'input',
      'partitions',
      'plan.json',
      'refusals',
      'rejects',
      'review.json',
      'valid',
      'weighed',
    ]);
  });
});

describe('reports of the version of 2026-11-25', () => {
  it('are valid, and so are their summaries', async () => {
    const { objects } = await storedAfter(STORED_STEPS.length);
    const ended = EXECUTIONS.filter((execution) => !/^visits-[ab]$/.test(execution)).map(importOf);
    for (const importId of new Set(ended)) {
      const key = objects.keys('reports/').find((one) => one.endsWith(`/${importId}/report.json`));
      const report = ReportSchema.parse(JSON.parse(objects.text(key ?? '')));
      const summary = objects.text(summaryKey(Date.parse(report.arrivedAt), importId));
      const { state, rows, outcomes } = report;
      expect(ImportSummarySchema.parse(JSON.parse(summary))).toMatchObject({
        importId,
        state,
        rows,
        outcomes,
      });
    }
  });

  it('stay on the page of imports that the current version makes', async () => {
    const pipeline = await storedAfter(STORED_STEPS.length);
    await importNow(pipeline, 'incoming/visits/manifest', '{"entries":[]}');
    const page = pipeline.objects.text('reports/index.html');
    for (const execution of ['carts-1', 'orders-1', 'people-2', 'failed-1', 'dry-run-1'])
      expect(page).toContain(importOf(execution));
  });
});
