// What the contract suites do not cover: a call of several writes that ends after some of them.
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoImportsTable, type ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { NO_TALLY } from '../../../lambdas/domain/delivery/tally.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { anImport, aPastImport } from '../../builders/import.ts';
import { IMPORTS_KEYS } from '../../fakes/table-keys.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { type RunningDynamoDb, runDynamoDb } from '../running-dynamodb.ts';

const newImport = (change: Partial<ImportRecord> = {}) => anImport({ state: 'splitting', ...change });
const HOUR = 60 * 60 * 1000;
const { importId } = newImport();

let dynamodb: RunningDynamoDb;
let mortal: DynamoDBClient;
let now: number;
let name: string;
let table: ImportsTable;
beforeAll(async () => {
  dynamodb = await runDynamoDb();
});
afterAll(() => dynamodb.close());
beforeEach(async () => {
  now = NEW_YEAR;
  name = await dynamodb.table(...IMPORTS_KEYS);
  table = dynamoImportsTable(dynamodb.client, name, () => now);
  mortal = new DynamoDBClient({
    endpoint: dynamodb.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterEach(() => mortal.destroy());

/** Stops the work at its `at`-th command, before (`lost`) or after (`unheard`) DynamoDB has executed it. */
async function interrupt(at: number, kind: string, work: (table: ImportsTable) => Promise<unknown>) {
  let commands = 0;
  mortal.middlewareStack.add((next) => async (args) => {
    commands++;
    if (commands >= at && kind === 'lost') throw new Error('died');
    const result = await next(args);
    if (commands >= at) throw new Error('died');
    return result;
  });
  await expect(work(dynamoImportsTable(mortal, name, () => now))).rejects.toThrow('died');
}

const active = async () => (await table.turns()).active.map((one) => one.importId);

describe('register', () => {
  it.each([
    [1, 'lost'],
    [1, 'unheard'],
    [2, 'lost'],
    [2, 'unheard'],
  ])('interrupted at write %i (%s), is completed by the same execution', async (at, kind) => {
    await interrupt(at, kind, (mortalTable) => mortalTable.register(newImport()));
    expect(await table.register(newImport())).toBe('registered');
    expect(await table.find(importId)).toEqual(newImport());
    expect(await active()).toEqual([importId]);
  });
});

describe('finish', () => {
  const MOMENTS = [1, 2, 3].flatMap((at) => ['lost', 'unheard'].map((kind) => [at, kind] as const));
  beforeEach(async () => {
    await table.register(newImport());
    await table.takeTurn(importId, 0);
  });

  it.each(MOMENTS)(
    'interrupted at write %i (%s), leaves no ended import that blocks others',
    async (at, kind) => {
      await interrupt(at, kind, (mortalTable) => mortalTable.finish(importId, 'completed', undefined));
      const hasEnded = (await table.find(importId))?.state === 'completed';
      if (hasEnded) expect(await active()).toEqual([]);
      expect(hasEnded).toBe(at === 3 && kind === 'unheard');
    },
  );

  it.each(MOMENTS)('interrupted at write %i (%s), is completed by a second call', async (at, kind) => {
    await interrupt(at, kind, (mortalTable) => mortalTable.finish(importId, 'completed', undefined));
    await table.finish(importId, 'completed', undefined);
    expect(await table.find(importId)).toMatchObject({ state: 'completed' });
    expect(await active()).toEqual([]);
    expect(await table.register(newImport({ importId: 'next' }))).toBe('registered');
    expect((await table.turns()).active).toMatchObject([{ importId: 'next', forwarding: false }]);
  });
});

describe('setNotified', () => {
  it('is kept until the import is registered again', async () => {
    await table.register(newImport());
    await table.finish(importId, 'failed', undefined);
    await table.setNotified(importId, 'failed');
    expect(await table.find(importId)).toMatchObject({ state: 'failed', notified: 'failed' });
    await table.register(newImport({ execution: 'another' }), { redrive: true });
    expect(await table.find(importId)).not.toHaveProperty('notified');
  });
});

describe('an import that has ended', () => {
  it('is not reopened by a function that outlives its execution', async () => {
    await table.register(newImport());
    await table.finish(importId, 'failed', undefined);
    await table.setState(importId, 'waiting');
    expect(await table.find(importId)).toMatchObject({ state: 'failed' });
  });
});

describe('DynamoDB that is throttled', () => {
  const record = newImport();
  const checkpoint = { plan: 'plan', position: 0, status: 'open', tally: NO_TALLY } as const;
  const CALLS: readonly (readonly [string, (busy: ImportsTable) => Promise<unknown>])[] = [
    ['register', (busy) => busy.register(record)],
    ['find', (busy) => busy.find(importId)],
    ['setState', (busy) => busy.setState(importId, 'validating')],
    ['setReason', (busy) => busy.setReason(importId, { code: 'x', message: 'x' })],
    ['finish', (busy) => busy.finish(importId, 'completed', undefined)],
    ['turns', (busy) => busy.turns()],
    ['takeTurn', (busy) => busy.takeTurn(importId, 0)],
    ['claimPartition', (busy) => busy.claimPartition(importId, 0)],
    ['saveCheckpoint', (busy) => busy.saveCheckpoint(importId, 0, 1, checkpoint)],
    ['checkpoints', (busy) => busy.checkpoints(importId)],
  ];
  const failing = (error: string) => {
    mortal.middlewareStack.add(() => async () => {
      throw Object.assign(new Error('not now'), { name: error });
    });
    return dynamoImportsTable(mortal, name, () => now);
  };

  it.each(CALLS)('defers: %s', async (_, call) => {
    await expect(call(failing('ThrottlingException'))).rejects.toMatchObject({
      name: 'DeferError',
      code: 'dynamodb_throttled',
      cause: { name: 'ThrottlingException' },
    });
  });

  it.each(CALLS)('does not defer after another error: %s', async (_, call) => {
    await expect(call(failing('AccessDeniedException'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('turns', () => {
  it('leave out an import whose execution cannot run any more', async () => {
    await table.register(newImport());
    now += 47 * HOUR;
    expect(await active()).toEqual([importId]);
    now += 2 * HOUR;
    expect(await active()).toEqual([]);
  });

  it('have more imports than one page of DynamoDB', async () => {
    const feed = 'f'.repeat(10_000);
    const ids = Array.from({ length: 150 }, (_, index) => `import-${String(index).padStart(4, '0')}`);
    for (const id of ids) await table.register(newImport({ importId: id, feed }));
    expect(await active()).toEqual(ids);
  });
});

describe('stored items', () => {
  const put = (item: object) =>
    dynamodb.client.send(new PutItemCommand({ TableName: name, Item: marshall(item) }));
  const get = async (key: object) => {
    const { Item = {} } = await dynamodb.client.send(
      new GetItemCommand({ TableName: name, Key: marshall(key) }),
    );
    return unmarshall(Item);
  };

  it('have the attribute names of the version of 2026-11-25', async () => {
    const skippedWait = [{ feed: 'people', importIds: ['people-1'], because: 'time-up' as const }];
    await table.register(newImport());
    await table.setSkippedWait(importId, skippedWait);
    await table.setNotified(importId, 'paused');
    const { after, waitsUntil, feed, kind, arrivedAt, ...rest } = newImport();
    expect(await get({ importId, item: 'import' })).toEqual({
      ...{ ...rest, after, waitsUntil, feed, kind, arrivedAt },
      item: 'import',
      wentAheadOf: skippedWait,
      told: 'paused',
    });
    expect(await get({ importId: '#active', item: importId })).toEqual({
      ...{ importId: '#active', item: importId, feed, kind, arrivedAt, after, waitsUntil },
      until: NEW_YEAR + 48 * HOUR,
    });
  });

  it('may have attributes that a newer version adds', async () => {
    await put({ ...newImport(), item: 'import', newer: 1 });
    expect(await table.find(importId)).toEqual(newImport());
    const { feed, kind, arrivedAt, after, waitsUntil } = newImport();
    const entry = { feed, kind, arrivedAt, after, waitsUntil };
    await put({ importId: '#active', item: importId, ...entry, until: now + HOUR, newer: 1 });
    expect((await table.turns()).active).toEqual([{ importId, ...entry, asksUntil: 0, forwarding: false }]);
    const checkpoint = { plan: 'plan', position: 3, status: 'open', tally: NO_TALLY };
    await put({ importId, item: 'partition#00000', epoch: 1, checkpoint: { ...checkpoint, newer: 1 } });
    expect(await table.checkpoints(importId)).toEqual([{ ...checkpoint, partition: 0 }]);
    const past = aPastImport({ endedAt: now });
    await put({ importId: '#history#orders', item: past.importId, past: { ...past, newer: 1 } });
    expect(await table.history('orders', 1)).toEqual([past]);
  });

  it('that lack what every version writes are an error, not an import', async () => {
    await put({ importId, item: 'import', reason: { code: 'x', message: 'x' } });
    await expect(table.find(importId)).rejects.toMatchObject({ name: 'ZodError' });
  });
});
