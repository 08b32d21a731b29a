import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { awaitTurn } from '../../../lambdas/await-turn/await-turn.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { anImport, aPastImport } from '../../builders/import.ts';
import { crashAt } from '../../fakes/crashing-ports.ts';
import { type MemoryMetrics, memoryMetrics } from '../../fakes/memory-metrics.ts';
import { memoryImportsTable } from '../../fakes/memory-tables.ts';
import { type MemoryWaitingTasks, memoryWaitingTasks } from '../../fakes/memory-waiting-tasks.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';

let imports: ImportsTable;
let clock: VirtualClock;
let metrics: MemoryMetrics;
let tasks: MemoryWaitingTasks;
beforeEach(() => {
  clock = virtualClock();
  metrics = memoryMetrics();
  tasks = memoryWaitingTasks();
  imports = memoryImportsTable(clock.now);
});

const register = (importId: string, change: Partial<ImportRecord> = {}) =>
  imports.register(anImport({ importId, feed: importId, state: 'waiting', ...change }));
const ask = (importId: string, waitedSeconds = 0, importsAtOnce = 2) =>
  awaitTurn({ importId, waitedSeconds }, { imports, tasks, clock, metrics }, importsAtOnce);
const TURN = { turn: true, waitSeconds: 0 };

describe('an import', () => {
  it('takes its turn if nothing blocks it', async () => {
    await register('orders');
    expect(await ask('orders')).toEqual(TURN);
    expect(await imports.find('orders')).toMatchObject({ state: 'forwarding' });
    expect((await imports.turns()).active).toMatchObject([{ importId: 'orders', forwarding: true }]);
  });

  it('counts the imports that wait', async () => {
    await register('first', { feed: 'orders', arrivedAt: 1 });
    await register('second', { feed: 'orders', arrivedAt: 2 });
    await ask('first');
    await ask('second');
    expect(metrics.emitted.map(({ measures }) => measures)).toEqual([
      { imports_waiting: 2 },
      { imports_waiting: 1 },
    ]);
  });

  it('waits longer each time, up to a minute', async () => {
    await register('first', { feed: 'orders', arrivedAt: 1 });
    await register('second', { feed: 'orders', arrivedAt: 2 });
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      const { turn, waitSeconds } = await ask('second', waits.at(-1) ?? 0);
      expect(turn).toBe(false);
      waits.push(waitSeconds);
    }
    expect(waits[0]).toBe(5);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(60);
    expect(await imports.find('second')).toMatchObject({ state: 'waiting' });
  });

  it('takes its turn after earlier imports of its feed have ended', async () => {
    await register('first', { feed: 'orders', arrivedAt: 1 });
    await register('second', { feed: 'orders', arrivedAt: 2 });
    await ask('first');
    expect(await ask('second')).toMatchObject({ turn: false });
    await imports.finish('first', 'failed', { code: 'unfinished', message: 'Redrive it.' });
    expect(await ask('second')).toEqual(TURN);
  });

  it('of events waits for people that arrived earlier, not for those that arrived later', async () => {
    await register('early-people', { kind: 'people', arrivedAt: 1 });
    await register('events', { kind: 'events', arrivedAt: 2 });
    await register('late-people', { kind: 'people', arrivedAt: 3 });
    expect(await ask('events')).toMatchObject({ turn: false });
    await imports.finish('early-people', 'completed', undefined);
    expect(await ask('events')).toEqual(TURN);
  });

  it('waits for a free place', async () => {
    for (const importId of ['a', 'b', 'c']) await register(importId);
    expect([await ask('a'), await ask('b')]).toEqual([TURN, TURN]);
    expect(await ask('c')).toMatchObject({ turn: false });
    await imports.finish('a', 'completed', undefined);
    expect(await ask('c')).toEqual(TURN);
  });

  it('waits if another import takes the last place at the same time', async () => {
    for (const importId of ['a', 'b']) await register(importId);
    const answers = await Promise.all([ask('a', 0, 1), ask('b', 0, 1)]);
    expect(answers.map(({ turn }) => turn).sort()).toEqual([false, true]);
  });

  it('that asks again after a lost answer keeps its turn', async () => {
    for (const importId of ['a', 'b']) await register(importId);
    await ask('a', 0, 1);
    expect(await ask('a', 0, 1)).toEqual(TURN);
    expect(await ask('b', 0, 1)).toMatchObject({ turn: false });
  });

  it('keeps its turn, also if an import of people with an earlier arrival is registered', async () => {
    await register('events', { kind: 'events', arrivedAt: 2 });
    await ask('events');
    await register('people', { kind: 'people', arrivedAt: 1 });
    expect(await ask('events')).toEqual(TURN);
  });

  it('that is not registered is an error', async () => {
    await expect(ask('nobody')).rejects.toThrow('is not active');
  });
});

describe('an import that comes after another feed', () => {
  const night = () => clock.now();
  const registerCarts = () =>
    register('carts', { arrivedAt: night(), after: ['orders'], waitsUntil: night() + 4 * 3_600_000 });
  const endOrders = (state: 'completed' | 'failed') =>
    imports.remember('orders', aPastImport({ importId: 'orders-1', arrivedAt: night(), state }));

  it('takes its turn when the file of that feed has ended', async () => {
    await registerCarts();
    expect(await ask('carts')).toMatchObject({ turn: false });
    await endOrders('completed');
    expect(await ask('carts')).toEqual(TURN);
    expect((await imports.find('carts'))?.skippedWait).toBeUndefined();
  });

  it('takes its turn when that file has failed, and its record says so', async () => {
    await registerCarts();
    await endOrders('failed');
    expect(await ask('carts')).toEqual(TURN);
    expect((await imports.find('carts'))?.skippedWait).toEqual([
      { feed: 'orders', importIds: ['orders-1'], because: 'failed' },
    ]);
  });

  it('takes its turn when its waiting time is over, and its record says so', async () => {
    await registerCarts();
    clock.advance(4 * 3600 - 1);
    expect(await ask('carts')).toMatchObject({ turn: false });
    clock.advance(1);
    expect(await ask('carts')).toEqual(TURN);
    expect((await imports.find('carts'))?.skippedWait).toEqual([
      { feed: 'orders', importIds: [], because: 'time-up' },
    ]);
  });
});

describe('many imports', () => {
  it('never forward more than the limit, nor two of one feed', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `import-${String(n).padStart(2, '0')}`);
    for (const [n, id] of ids.entries()) await register(id, { feed: `feed-${n % 5}`, arrivedAt: n });
    let ended = 0;
    while (ended < ids.length) {
      await Promise.all((await imports.turns()).active.map(({ importId }) => ask(importId, 0, 3)));
      const forwarding = (await imports.turns()).active.filter((one) => one.forwarding);
      expect(forwarding.length).toBeGreaterThan(0);
      expect(forwarding.length).toBeLessThanOrEqual(3);
      expect(new Set(forwarding.map(({ feed }) => feed)).size).toBe(forwarding.length);
      for (const { importId } of forwarding) await imports.finish(importId, 'completed', undefined);
      ended += forwarding.length;
    }
    expect((await imports.turns()).active).toEqual([]);
  });
});

describe('a crash', () => {
  it.each([1, 2, 3].flatMap((at) => [[at, 'lost'] as const, [at, 'unheard'] as const]))(
    'at effect %i (%s) is completed by the next call',
    async (at, kind) => {
      await register('orders');
      const { ports } = crashAt({ imports, tasks, clock }, at, kind);
      await expect(
        awaitTurn({ importId: 'orders', waitedSeconds: 0 }, { ...ports, metrics }, 2),
      ).rejects.toThrow('died');
      expect(await ask('orders')).toEqual(TURN);
      expect(await imports.find('orders')).toMatchObject({ state: 'forwarding' });
    },
  );
});
