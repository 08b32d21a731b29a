// One suite over both stores: which execution owns an import, and how its record changes.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import type { TerminalState } from '../../../lambdas/contracts/report.ts';
import { SupersededError } from '../../../lambdas/domain/errors.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { anImport } from '../../builders/import.ts';
import { importsTables } from './imports-tables.ts';

const newImport = (change: Partial<ImportRecord> = {}) => anImport({ state: 'splitting', ...change });
const RACERS = Array.from({ length: 50 }, (_, racer) => racer);
const REASON = { code: 'credentials', message: 'Fix them.' };

describe.each(importsTables())('the records %s', (_, open) => {
  let table: ImportsTable;
  beforeEach(async () => {
    table = await open();
  });

  const active = async () => (await table.turns()).active.map(({ importId }) => importId);
  const endAs = async (state: TerminalState) => {
    await table.register(newImport());
    await table.finish(newImport().importId, state, state === 'completed' ? undefined : REASON);
  };

  describe('register', () => {
    it('gives the import to one of 50 executions', async () => {
      const answers = await Promise.all(
        RACERS.map((racer) => table.register(newImport({ execution: `execution-${racer}` }))),
      );
      expect(answers.filter((answer) => answer === 'registered')).toHaveLength(1);
      const winner = `execution-${answers.indexOf('registered')}`;
      expect(await table.find(newImport().importId)).toMatchObject({ execution: winner });
    });

    it('lets the same execution retry', async () => {
      expect(await table.register(newImport())).toBe('registered');
      expect(await table.register(newImport())).toBe('registered');
      expect(await active()).toEqual([newImport().importId]);
    });

    it.each(['completed', 'held', 'failed', 'paused'] as const)(
      'does not let its own execution restart an import that ended %s',
      async (state) => {
        await endAs(state);
        expect(await table.register(newImport())).toBe('taken');
        expect(await active()).toEqual([]);
      },
    );

    it.each([
      ['failed', 'registered'],
      ['paused', 'registered'],
      ['completed', 'taken'],
      ['held', 'taken'],
    ] as const)('answers a redrive of an import that ended %s with %s', async (state, answer) => {
      await endAs(state);
      expect(await table.register(newImport({ execution: 'another' }), { redrive: true })).toBe(answer);
    });

    it.each([
      ['held', 'registered'],
      ['completed', 'taken'],
      ['failed', 'taken'],
      ['paused', 'taken'],
    ] as const)('answers the approval of an import that ended %s with %s', async (state, answer) => {
      await endAs(state);
      const approved = newImport({ execution: 'another', approved: true });
      expect(await table.register(approved)).toBe(answer);
    });

    it('keeps a dry run out of the active imports', async () => {
      expect(await table.register(newImport({ dryRun: true }))).toBe('registered');
      expect(await active()).toEqual([]);
      expect(await table.find(newImport().importId)).toMatchObject({ dryRun: true });
    });

    it.each(['splitting', 'validating', 'waiting', 'forwarding'] as const)(
      'refuses a redrive of an import that is still %s',
      async (state) => {
        await table.register(newImport());
        await table.setState(newImport().importId, state);
        expect(await table.register(newImport({ execution: 'another' }), { redrive: true })).toBe('taken');
      },
    );

    it('refuses a second execution that does not redrive, also after a failure', async () => {
      await endAs('failed');
      expect(await table.register(newImport({ execution: 'another' }))).toBe('taken');
    });

    it('gives the import to one of 50 redrives, and it starts again as active', async () => {
      await endAs('paused');
      const answers = await Promise.all(
        RACERS.map((racer) =>
          table.register(newImport({ execution: `redrive-${racer}` }), { redrive: true }),
        ),
      );
      expect(answers.filter((answer) => answer === 'registered')).toHaveLength(1);
      const record = await table.find(newImport().importId);
      expect(record).toMatchObject({ state: 'splitting' });
      expect(record?.reason).toBeUndefined();
      expect(await active()).toEqual([newImport().importId]);
    });
  });

  describe('find', () => {
    it('returns the record as it was registered', async () => {
      const record = newImport({ source: { bucket: 'b', key: 'k', versionId: 'v', bytes: 3 } });
      await table.register(record);
      expect(await table.find(record.importId)).toEqual(record);
    });

    it('returns undefined for an unknown import', async () => {
      expect(await table.find('unknown')).toBeUndefined();
    });

    it('has the waits that the import skipped, until it is registered again', async () => {
      const skippedWait = [{ feed: 'orders', importIds: ['orders-1'], because: 'time-up' as const }];
      await table.register(newImport());
      await table.setSkippedWait(newImport().importId, skippedWait);
      expect(await table.find(newImport().importId)).toEqual({ ...newImport(), skippedWait });
      await table.finish(newImport().importId, 'failed', REASON);
      await table.register(newImport({ execution: 'another' }), { redrive: true });
      expect((await table.find(newImport().importId))?.skippedWait).toBeUndefined();
    });

    it('has the state and the reason as they change', async () => {
      await table.register(newImport());
      await table.setState(newImport().importId, 'forwarding');
      await table.setReason(newImport().importId, REASON);
      expect(await table.find(newImport().importId)).toEqual({
        ...newImport(),
        state: 'forwarding',
        reason: REASON,
        stages: [{ state: 'forwarding', at: expect.any(Number) }],
      });
    });
  });

  describe('awaitApproval', () => {
    it('releases the turn and keeps the token; the import stays active, so that later ones wait', async () => {
      const record = newImport();
      await table.register(record);
      await table.takeTurn(record.importId, 0);
      await table.awaitApproval(record.importId, 'token');
      expect(await table.find(record.importId)).toMatchObject({
        state: 'awaiting-approval',
        approvalToken: 'token',
      });
      const { active } = await table.turns();
      expect(active).toEqual([expect.objectContaining({ importId: record.importId, forwarding: false })]);
    });

    it('fails if the import has ended because its execution was aborted', async () => {
      const record = newImport();
      await table.register(record);
      await table.finish(record.importId, 'failed', undefined);
      await expect(table.awaitApproval(record.importId, 'token')).rejects.toThrow(SupersededError);
      expect(await table.find(record.importId)).toMatchObject({ state: 'failed' });
    });
  });

  describe('finish', () => {
    it('sets the terminal state with its reason, and releases the turn', async () => {
      await table.register(newImport());
      await table.takeTurn(newImport().importId, (await table.turns()).version);
      await table.finish(newImport().importId, 'paused', REASON);
      expect(await table.find(newImport().importId)).toMatchObject({ state: 'paused', reason: REASON });
      expect(await active()).toEqual([]);
    });

    it('removes an older reason if there is no new one', async () => {
      await table.register(newImport());
      await table.setReason(newImport().importId, REASON);
      await table.finish(newImport().importId, 'completed', undefined);
      expect((await table.find(newImport().importId))?.reason).toBeUndefined();
    });

    it('leaves the turns of other imports as they are', async () => {
      for (const importId of ['a', 'b']) await table.register(newImport({ importId }));
      for (const importId of ['a', 'b']) await table.takeTurn(importId, (await table.turns()).version);
      await table.finish('a', 'completed', undefined);
      expect((await table.turns()).active).toMatchObject([{ importId: 'b', forwarding: true }]);
    });

    it('can be called twice', async () => {
      await table.register(newImport());
      await table.finish(newImport().importId, 'completed', undefined);
      await table.finish(newImport().importId, 'completed', undefined);
      expect(await table.find(newImport().importId)).toMatchObject({ state: 'completed' });
      expect(await active()).toEqual([]);
    });
  });

  it('is not ended, and gets no reason, by an execution that a redrive has replaced', async () => {
    const { importId, execution } = newImport();
    await table.register(newImport());
    await table.finish(importId, 'paused', undefined, { execution });
    await table.register(newImport({ execution: 'redrive' }), { redrive: true });
    const before = [await table.find(importId), await table.turns()];
    await table.setReason(importId, REASON, execution);
    await expect(table.finish(importId, 'failed', REASON, { execution })).rejects.toMatchObject({
      code: 'superseded',
    });
    expect([await table.find(importId), await table.turns()]).toEqual(before);
    await table.setReason(importId, REASON, 'redrive');
    await table.finish(importId, 'failed', REASON, { execution: 'redrive' });
    expect(await table.find(importId)).toMatchObject({ state: 'failed', reason: REASON });
  });

  it('is ended only by the last call of Report', async () => {
    const { importId, execution } = newImport();
    await table.register(newImport());
    const first = { execution, reportCall: await table.claimReport(importId, execution) };
    const last = { execution, reportCall: await table.claimReport(importId, execution) };
    const before = [await table.find(importId), await table.turns()];
    await expect(table.finish(importId, 'completed', undefined, first)).rejects.toThrow(SupersededError);
    expect([await table.find(importId), await table.turns()]).toEqual(before);
    await table.finish(importId, 'failed', REASON, last);
    expect(await table.find(importId)).toMatchObject({ state: 'failed', reason: REASON });
  });

  it.each(['failed', 'paused', 'held'] as const)(
    'is not begun again by its own execution after it ended as %s',
    async (state) => {
      await table.register(newImport());
      await table.finish(newImport().importId, state, REASON);
      const again = newImport({ approved: true });
      expect(await table.register(again, { redrive: true })).toBe('taken');
      expect(await table.find(again.importId)).toMatchObject({ state, reason: REASON });
    },
  );

  it('is claimed by no Report after its end, or after another execution has it', async () => {
    const { importId, execution } = newImport();
    await table.register(newImport());
    await expect(table.claimReport(importId, 'another')).rejects.toThrow(SupersededError);
    await table.finish(importId, 'failed', REASON);
    await expect(table.claimReport(importId, execution)).rejects.toThrow(SupersededError);
  });
});
