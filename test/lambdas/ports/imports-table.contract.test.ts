// One suite for the fake and for the real adapter: who owns an import, whose turn it is, who may write a checkpoint.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import type { TerminalState } from '../../../lambdas/contracts/report.ts';
import { tallyOf } from '../../../lambdas/domain/delivery/tally.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import type { Checkpoint, ImportsTable } from '../../../lambdas/ports/imports-table.ts';
import { anImport } from '../../builders/import.ts';
import { memoryClient } from '../../fakes/memory-dynamodb.ts';
import { memoryImportsTable } from '../../fakes/memory-imports-table.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { IMPORTS_KEYS, type RunningDynamoDb, runDynamoDb } from '../running-dynamodb.ts';

let dynamodb: RunningDynamoDb;
beforeAll(async () => {
  dynamodb = await runDynamoDb();
});
afterAll(() => dynamodb.close());

const SUBJECTS: readonly (readonly [string, () => Promise<ImportsTable>])[] = [
  ['in memory', async () => memoryImportsTable()],
  [
    'in DynamoDB',
    async () => dynamoImportsTable(dynamodb.client, await dynamodb.table(...IMPORTS_KEYS), () => NEW_YEAR),
  ],
  [
    "in the simulator's DynamoDB",
    async () => dynamoImportsTable(memoryClient('imports', IMPORTS_KEYS), 'imports', () => NEW_YEAR),
  ],
];

const newImport = (change: Partial<ImportRecord> = {}) => anImport({ state: 'splitting', ...change });
const RACERS = Array.from({ length: 50 }, (_, racer) => racer);
const REASON = { code: 'credentials', message: 'Mend them.' };

describe.each(SUBJECTS)('an imports table %s', (_, open) => {
  let table: ImportsTable;
  beforeEach(async () => {
    table = await open();
  });

  const active = async () => (await table.turns()).active.map(({ importId }) => importId);
  const endAs = async (state: TerminalState) => {
    await table.register(newImport(), false);
    await table.finish(newImport().importId, state, state === 'completed' ? undefined : REASON);
  };

  describe('register', () => {
    it('lets one of 50 executions have the import', async () => {
      const answers = await Promise.all(
        RACERS.map((racer) => table.register(newImport({ execution: `execution-${racer}` }), false)),
      );
      expect(answers.filter((answer) => answer === 'registered')).toHaveLength(1);
      const winner = `execution-${answers.indexOf('registered')}`;
      expect(await table.find(newImport().importId)).toMatchObject({ execution: winner });
    });

    it('lets the same execution try again', async () => {
      expect(await table.register(newImport(), false)).toBe('registered');
      expect(await table.register(newImport(), false)).toBe('registered');
      expect(await active()).toEqual([newImport().importId]);
    });

    it.each(['completed', 'held', 'failed', 'paused'] as const)(
      'does not let its own execution begin again what ended %s',
      async (state) => {
        await endAs(state);
        expect(await table.register(newImport(), false)).toBe('taken');
        expect(await active()).toEqual([]);
      },
    );

    it.each([
      ['failed', 'registered'],
      ['paused', 'registered'],
      ['completed', 'taken'],
      ['held', 'taken'],
    ] as const)('answers a redrive of what ended %s with %s', async (state, answer) => {
      await endAs(state);
      expect(await table.register(newImport({ execution: 'another' }), true)).toBe(answer);
    });

    it.each([
      ['held', 'registered'],
      ['completed', 'taken'],
      ['failed', 'taken'],
      ['paused', 'taken'],
    ] as const)('answers the approval of what ended %s with %s', async (state, answer) => {
      await endAs(state);
      const approved = newImport({ execution: 'another', approved: true });
      expect(await table.register(approved, false)).toBe(answer);
    });

    it('keeps a dry run out of the active imports', async () => {
      expect(await table.register(newImport({ dryRun: true }), false)).toBe('registered');
      expect(await active()).toEqual([]);
      expect(await table.find(newImport().importId)).toMatchObject({ dryRun: true });
    });

    it.each(['splitting', 'validating', 'waiting', 'forwarding'] as const)(
      'refuses a redrive of what is still %s',
      async (state) => {
        await table.register(newImport(), false);
        await table.setState(newImport().importId, state);
        expect(await table.register(newImport({ execution: 'another' }), true)).toBe('taken');
      },
    );

    it('refuses a second execution that does not redrive, also after a failure', async () => {
      await endAs('failed');
      expect(await table.register(newImport({ execution: 'another' }), false)).toBe('taken');
    });

    it('lets one of 50 redrives have the import, which starts afresh and active', async () => {
      await endAs('paused');
      const answers = await Promise.all(
        RACERS.map((racer) => table.register(newImport({ execution: `redrive-${racer}` }), true)),
      );
      expect(answers.filter((answer) => answer === 'registered')).toHaveLength(1);
      const record = await table.find(newImport().importId);
      expect(record).toMatchObject({ state: 'splitting' });
      expect(record?.reason).toBeUndefined();
      expect(await active()).toEqual([newImport().importId]);
    });
  });

  describe('find', () => {
    it('gives the record as it was registered', async () => {
      const record = newImport({ source: { bucket: 'b', key: 'k', versionId: 'v', bytes: 3 } });
      await table.register(record, false);
      expect(await table.find(record.importId)).toEqual(record);
    });

    it('gives nothing for an import that is not known', async () => {
      expect(await table.find('nobody-knows-it')).toBeUndefined();
    });

    it('shows whom the import did not wait for, until it is taken up again', async () => {
      const goneAhead = [{ feed: 'orders', importIds: ['orders-1'], because: 'time-up' as const }];
      await table.register(newImport(), false);
      await table.setGoneAhead(newImport().importId, goneAhead);
      expect(await table.find(newImport().importId)).toEqual({ ...newImport(), wentAheadOf: goneAhead });
      await table.finish(newImport().importId, 'failed', REASON);
      await table.register(newImport({ execution: 'another' }), true);
      expect((await table.find(newImport().importId))?.wentAheadOf).toBeUndefined();
    });

    it('shows state and reason as they change', async () => {
      await table.register(newImport(), false);
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

  describe('finish', () => {
    it('sets the terminal state with its reason, and gives the turn back', async () => {
      await table.register(newImport(), false);
      await table.takeTurn(newImport().importId, (await table.turns()).version);
      await table.finish(newImport().importId, 'paused', REASON);
      expect(await table.find(newImport().importId)).toMatchObject({ state: 'paused', reason: REASON });
      expect(await active()).toEqual([]);
    });

    it('takes an older reason away where there is none', async () => {
      await table.register(newImport(), false);
      await table.setReason(newImport().importId, REASON);
      await table.finish(newImport().importId, 'completed', undefined);
      expect((await table.find(newImport().importId))?.reason).toBeUndefined();
    });

    it('leaves other imports their turns', async () => {
      for (const importId of ['a', 'b']) await table.register(newImport({ importId }), false);
      for (const importId of ['a', 'b']) await table.takeTurn(importId, (await table.turns()).version);
      await table.finish('a', 'completed', undefined);
      expect((await table.turns()).active).toMatchObject([{ importId: 'b', forwarding: true }]);
    });

    it('may be asked twice', async () => {
      await table.register(newImport(), false);
      await table.finish(newImport().importId, 'completed', undefined);
      await table.finish(newImport().importId, 'completed', undefined);
      expect(await table.find(newImport().importId)).toMatchObject({ state: 'completed' });
      expect(await active()).toEqual([]);
    });
  });

  describe('turns', () => {
    it('are empty at first', async () => {
      expect(await table.turns()).toEqual({ version: 0, active: [] });
    });

    it('name every import that has not ended, and who forwards', async () => {
      const waits = { after: ['orders'], waitsUntil: 99, rollUp: 'order_placed' };
      const people = newImport({ importId: 'a', feed: 'people', kind: 'people', arrivedAt: 1, ...waits });
      const events = newImport({ importId: 'b', feed: 'events', kind: 'events', arrivedAt: 2, ...waits });
      await table.register(events, false);
      await table.register(people, false);
      await table.takeTurn('a', 0);
      expect((await table.turns()).active).toEqual([
        { importId: 'a', feed: 'people', kind: 'people', arrivedAt: 1, ...waits, forwarding: true },
        { importId: 'b', feed: 'events', kind: 'events', arrivedAt: 2, ...waits, forwarding: false },
      ]);
    });

    it('can be taken by one of 50 who saw the same version', async () => {
      for (const racer of RACERS) await table.register(newImport({ importId: `import-${racer}` }), false);
      const { version } = await table.turns();
      const answers = await Promise.all(RACERS.map((racer) => table.takeTurn(`import-${racer}`, version)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      const { active: after } = await table.turns();
      expect(after.filter(({ forwarding }) => forwarding)).toMatchObject([
        { importId: `import-${answers.indexOf(true)}` },
      ]);
    });

    it('cannot be taken on the word of an older version', async () => {
      for (const importId of ['a', 'b', 'c']) await table.register(newImport({ importId }), false);
      const first = await table.turns();
      expect(await table.takeTurn('a', first.version)).toBe(true);
      const second = await table.turns();
      expect(await table.takeTurn('b', first.version)).toBe(false);
      await table.finish('c', 'completed', undefined);
      expect(await table.takeTurn('b', second.version)).toBe(false);
      expect(await table.takeTurn('b', (await table.turns()).version)).toBe(true);
    });
  });

  describe('checkpoints', () => {
    const at = (position: number, rest: Partial<Checkpoint> = {}): Checkpoint => ({
      plan: 'plan-1',
      position,
      status: 'open',
      tally: tallyOf({ delivered: position }, { requests: 1, conflicts: 2 }),
      ...rest,
    });

    it('are handed to the next worker that claims the partition', async () => {
      const first = await table.claimPartition('i', 3);
      expect(first.checkpoint).toBeUndefined();
      await table.saveCheckpoint('i', 3, first.epoch, at(10));
      await table.saveCheckpoint('i', 3, first.epoch, at(20));
      const second = await table.claimPartition('i', 3);
      expect(second.checkpoint).toEqual(at(20));
      expect(second.epoch).toBeGreaterThan(first.epoch);
    });

    it('are refused from a worker whose partition another one has claimed', async () => {
      const late = await table.claimPartition('i', 0);
      const next = await table.claimPartition('i', 0);
      await table.saveCheckpoint('i', 0, next.epoch, at(5));
      await expect(table.saveCheckpoint('i', 0, late.epoch, at(99))).rejects.toMatchObject({
        name: 'SupersededError',
      });
      expect((await table.claimPartition('i', 0)).checkpoint).toEqual(at(5));
    });

    it('fence each partition for itself', async () => {
      const own = await table.claimPartition('i', 1);
      await table.claimPartition('i', 2);
      await table.claimPartition('other', 1);
      await table.saveCheckpoint('i', 1, own.epoch, at(1));
      expect((await table.claimPartition('i', 1)).checkpoint).toEqual(at(1));
    });

    it('give each of 50 claims an epoch of its own', async () => {
      const claims = await Promise.all(RACERS.map(() => table.claimPartition('i', 0)));
      expect(new Set(claims.map(({ epoch }) => epoch)).size).toBe(50);
    });

    it('are listed by partition, those merely claimed left out', async () => {
      for (const partition of [11, 2, 7]) {
        const { epoch } = await table.claimPartition('i', partition);
        if (partition !== 7) await table.saveCheckpoint('i', partition, epoch, at(partition));
      }
      const { epoch } = await table.claimPartition('other', 0);
      await table.saveCheckpoint('other', 0, epoch, at(1));
      expect(await table.checkpoints('i')).toEqual([at(2), at(11)]);
    });

    it('survive a redrive', async () => {
      await table.register(newImport(), false);
      const { importId } = newImport();
      const { epoch } = await table.claimPartition(importId, 0);
      await table.saveCheckpoint(importId, 0, epoch, at(4, { status: 'paused' }));
      await table.finish(importId, 'paused', REASON);
      await table.register(newImport({ execution: 'redrive' }), true);
      expect(await table.checkpoints(importId)).toEqual([at(4, { status: 'paused' })]);
    });
  });
});
