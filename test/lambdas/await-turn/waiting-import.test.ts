// An import that waits with the token of its task, until an import that ends wakes it.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { awaitTurn } from '../../../lambdas/await-turn/await-turn.ts';
import { TURN_SECONDS } from '../../../lambdas/contracts/workflow.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { wakeNext } from '../../../lambdas/work/turns.ts';
import { anImport } from '../../builders/import.ts';
import { crashAt } from '../../fakes/crashing-ports.ts';
import { memoryMetrics } from '../../fakes/memory-metrics.ts';
import { memoryImportsTable } from '../../fakes/memory-tables.ts';
import { type MemoryWaitingTasks, memoryWaitingTasks } from '../../fakes/memory-waiting-tasks.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';

const metrics = memoryMetrics();
let imports: ImportsTable;
let clock: VirtualClock;
let tasks: MemoryWaitingTasks;
beforeEach(() => {
  clock = virtualClock();
  tasks = memoryWaitingTasks();
  imports = memoryImportsTable(clock.now);
});

const register = (importId: string, change: Partial<ImportRecord> = {}) =>
  imports.register(anImport({ importId, feed: importId, state: 'waiting', ...change }));
const TURN = { turn: true, waitSeconds: 0 };

describe('an import with a token', () => {
  const EXECUTION = anImport().execution;
  const LATER = { turn: false, waitSeconds: TURN_SECONDS };
  let tokens = 0;
  const askWith = async (importId: string, importsAtOnce = 2, waitSeconds = TURN_SECONDS) => {
    const taskToken = `token-${++tokens}`;
    const call = { importId, execution: EXECUTION, taskToken, waitSeconds, waitedSeconds: waitSeconds };
    await awaitTurn(call, { imports, tasks, clock, metrics }, importsAtOnce);
    return taskToken;
  };
  const answerTo = (token: string) => tasks.answered.find(({ taskToken }) => taskToken === token)?.output;
  const end = async (importId: string, importsAtOnce = 2) => {
    await imports.finish(importId, 'completed', undefined);
    await wakeNext({ imports, tasks, clock, metrics }, importsAtOnce);
  };

  it('sends the token back if it is its turn', async () => {
    await register('orders');
    expect(answerTo(await askWith('orders'))).toEqual(TURN);
  });

  it('waits until the import before it ends, which wakes it to ask again', async () => {
    await register('first', { feed: 'orders', arrivedAt: 1 });
    await register('second', { feed: 'orders', arrivedAt: 2 });
    await register('third', { feed: 'orders', arrivedAt: 3 });
    await askWith('first');
    const [second, third] = [await askWith('second'), await askWith('third')];
    expect([answerTo(second), answerTo(third)]).toEqual([undefined, undefined]);
    await end('first');
    expect([answerTo(second), answerTo(third)]).toEqual([LATER, undefined]);
    expect(answerTo(await askWith('second'))).toEqual(TURN);
  });

  it('is woken once for each free place, the oldest first', async () => {
    for (const [n, id] of ['a', 'b', 'z', 'y', 'x'].entries()) await register(id, { arrivedAt: n });
    await askWith('a');
    await askWith('b');
    const [x, y, z] = [await askWith('x'), await askWith('y'), await askWith('z')];
    await end('a');
    expect([x, y, z].map(answerTo)).toEqual([undefined, undefined, LATER]);
    await end('b');
    expect([x, y, z].map(answerTo)).toEqual([undefined, LATER, LATER]);
  });

  it('cannot be overtaken by a later import while it is on its way', async () => {
    for (const [n, id] of ['a', 'b', 'c'].entries()) await register(id, { arrivedAt: n });
    await askWith('a', 1);
    await askWith('b', 1);
    await end('a', 1);
    expect(answerTo(await askWith('c', 1))).toBeUndefined();
    expect(answerTo(await askWith('b', 1))).toEqual(TURN);
  });

  it('loses its place if it does not ask again within a minute after it was woken', async () => {
    for (const [n, id] of ['a', 'b', 'c'].entries()) await register(id, { arrivedAt: n });
    await askWith('a', 1);
    await askWith('b', 1);
    await end('a', 1);
    clock.advance(60);
    expect(answerTo(await askWith('c', 1))).toEqual(TURN);
  });

  it('is woken by any import that asks, if no one woke it', async () => {
    for (const [n, id] of ['a', 'b', 'c'].entries()) await register(id, { arrivedAt: n });
    await askWith('a', 1);
    const b = await askWith('b', 1);
    await imports.finish('a', 'completed', undefined);
    await askWith('c', 1);
    expect(answerTo(b)).toEqual(LATER);
  });

  it('keeps no place while it awaits approval', async () => {
    for (const [n, id] of ['canary', 'b'].entries()) await register(id, { arrivedAt: n });
    await askWith('canary', 1);
    const b = await askWith('b', 1);
    await imports.awaitApproval('canary', 'approval');
    await wakeNext({ imports, tasks, clock, metrics }, 1);
    expect(answerTo(b)).toEqual(LATER);
    expect(answerTo(await askWith('b', 1))).toEqual(TURN);
    expect(tasks.answered.map(({ taskToken }) => taskToken)).not.toContain('approval');
  });

  it('is not woken, and keeps no place, after its task has timed out', async () => {
    for (const [n, id] of ['a', 'b', 'c'].entries()) await register(id, { arrivedAt: n });
    await askWith('a', 1);
    const b = await askWith('b', 1);
    clock.advance(TURN_SECONDS + 61);
    const c = await askWith('c', 1);
    await end('a', 1);
    expect([b, c].map(answerTo)).toEqual([undefined, LATER]);
  });

  it('of another execution stores no token', async () => {
    await register('orders', { execution: 'newer' });
    await expect(askWith('orders')).rejects.toThrow('is not active');
    expect((await imports.find('orders'))?.turnToken).toBeUndefined();
  });

  it('waits no longer than it waits for others', async () => {
    const waitsUntil = clock.now() + 100_000;
    await register('carts', { arrivedAt: clock.now(), after: ['orders'], waitsUntil });
    expect(answerTo(await askWith('carts'))).toEqual({ turn: false, waitSeconds: 100 });
    clock.advance(1);
    expect(answerTo(await askWith('carts', 2, 100))).toBeUndefined();
    clock.advance(99);
    expect(answerTo(await askWith('carts'))).toEqual(TURN);
  });

  it('waits longer each time that no one wakes it, up to an hour', async () => {
    await register('first', { feed: 'orders', arrivedAt: 1 });
    await register('second', { feed: 'orders', arrivedAt: 2 });
    const waits = [TURN_SECONDS];
    while (waits.length < 5) {
      const waitSeconds = waits.at(-1) ?? 0;
      const call = { importId: 'second', execution: EXECUTION, waitSeconds, waitedSeconds: waitSeconds };
      waits.push((await awaitTurn(call, { imports, tasks, clock, metrics }, 2)).waitSeconds);
    }
    expect(waits).toEqual([300, 1200, 3600, 3600, 3600]);
  });

  it.each([1, 2, 3, 4, 5, 6].flatMap((at) => [[at, 'lost'] as const, [at, 'unheard'] as const]))(
    'that is interrupted at effect %i (%s) takes its turn in the next call',
    async (at, kind) => {
      await register('orders');
      const { ports } = crashAt({ imports, tasks, clock }, at, kind);
      const call = { importId: 'orders', execution: EXECUTION, taskToken: 'first', waitedSeconds: 0 };
      await expect(awaitTurn(call, { ...ports, metrics }, 2)).rejects.toThrow('died');
      expect(answerTo(await askWith('orders'))).toEqual(TURN);
    },
  );
});
