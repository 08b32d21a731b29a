// The sums are the same in whichever files and order the orders arrive, however often, and wherever a worker crashes.
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { SeenItem } from '../../../lambdas/domain/delivery/seen-item.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import { personHashOf, rememberedKeyOf, seenKeysOf } from '../../../lambdas/forward/seen-keys.ts';
import {
  aWorld,
  drop,
  forwardAll,
  forwardSettings,
  isAbout,
  outcomesIn,
  prepare,
  tallyIn,
  type World,
} from '../../builders/world.ts';
import { Crash, type CrashKind, crashAt } from '../../fakes/crashing-ports.ts';
import { csv } from '../../integration/csv.ts';

const columns = { total: { type: 'number' } } as const;
const rollUp = { event: 'order_placed', value: 'total' };
const feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    orders: { ...events, columns, rollUp },
    backfill: { ...events, columns, rollUp, mode: 'backfill' },
  },
});
const HEADER = 'event_id,event_name,timestamp,customer_id,total';

interface Order {
  readonly id: number;
  readonly person: string;
  readonly day: number;
  readonly cents: number;
}
const seconds = (day: number) => Date.UTC(2025, 10, 1 + day) / 1000;
const line = ({ id, person, day, cents }: Order) =>
  `o${id},order_placed,${seconds(day)},${person},${(cents / 100).toFixed(2)}`;

let world: World;
beforeEach(() => {
  world = aWorld({ feeds });
});

let files = 0;
async function onItsWay(to: World, orders: readonly Order[], feed = 'orders'): Promise<string> {
  to.clock.advance(60);
  return prepare(to, await drop(to, `incoming/${feed}/${files++}.csv`, csv(HEADER, ...orders.map(line))));
}
async function importOrders(to: World, orders: readonly Order[], feed = 'orders'): Promise<string> {
  const importId = await onItsWay(to, orders, feed);
  await forwardAll(to, importId);
  return importId;
}
const profile = (id: string, of = world) => of.customerIo.people.get(id)?.attributes;
const identifies = () =>
  world.customerIo.requests.flatMap(({ items }) => items).filter(({ action }) => action === 'identify');
const ANN: readonly Order[] = [
  { id: 1, person: 'ann', day: 3, cents: 1010 },
  { id: 2, person: 'ann', day: 1, cents: 2020 },
  { id: 3, person: 'ann', day: 7, cents: 3 },
];

/** Calls Forward until it is done. Each call crashes as the list says. @returns the number of effects of the last call. */
async function finish(
  to: World,
  importId: string,
  crashes: readonly (readonly [number, CrashKind])[] = [],
): Promise<number> {
  for (let calls = 0; ; calls++) {
    const [at, kind] = crashes[calls] ?? [];
    const { ports, effects } = crashAt({ ...to }, at, kind);
    const [end] = await Promise.allSettled([
      forwardPartition({ importId, partition: 0 }, ports, forwardSettings(to)),
    ]);
    if (end.status === 'fulfilled' && end.value.status === 'done') return effects();
    if (end.status === 'rejected' && !(end.reason instanceof Crash)) throw end.reason;
  }
}

describe('the orders of a person', () => {
  it('are on the profile as exact sums, in one identify after the events', async () => {
    const importId = await importOrders(world, ANN);
    expect(profile('ann')).toEqual({
      first_order_date: seconds(1),
      last_order_date: seconds(7),
      total_orders: 3,
      lifetime_value: 30.33,
    });
    expect(identifies()).toHaveLength(1);
    expect(world.customerIo.requests.at(-1)?.items).toMatchObject([{ action: 'identify' }]);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3 });
  });

  describe('after a loss of the seen table or its key, as docs/operator-runbook.md says', () => {
    const [day1, day2] = [ANN.slice(0, 1), ANN.slice(1)];
    const all = {
      first_order_date: seconds(1),
      last_order_date: seconds(7),
      total_orders: 3,
      lifetime_value: 30.33,
    };
    const otherKey = {
      seenKeys: seenKeysOf('main', 'another key'),
      rememberedKey: rememberedKeyOf('main', 'another key'),
      personHash: personHashOf('main', 'another key'),
    };
    const backUp = async () => [...(await world.seen.find([...world.seen.items.keys()])).values()];
    const restore = async (backup: readonly SeenItem[]) => {
      await world.seen.forget([...world.seen.items.keys()]);
      await world.seen.record(backup);
      expect(world.seen.items.size).toBe(backup.length);
    };

    it.each([
      ['once', [day2]],
      ['with a file that was imported before the restored time', [day1, day2]],
      ['in another order', [day2, day1]],
      ['as one full export', [ANN]],
    ])('are exact when the table is restored and the later files are dropped again, %s', async (_, again) => {
      await importOrders(world, day1);
      const backup = await backUp();
      await importOrders(world, day2);
      await restore(backup);
      for (const orders of again) await importOrders(world, orders);
      expect(profile('ann')).toEqual(all);
      expect(world.customerIo.events.size).toBe(3);
    });

    it('are exact when all orders are dropped again, if nothing can be restored', async () => {
      await importOrders(world, ANN);
      await restore([]);
      await importOrders(world, ANN);
      expect(profile('ann')).toEqual(all);
      expect(world.customerIo.events.size).toBe(3);
    });

    it('are exact when the key is restored and the files imported under the other key are dropped again', async () => {
      await importOrders(world, day1);
      await forwardAll(world, await onItsWay(world, day2), otherKey);
      expect(profile('ann')).toMatchObject({ total_orders: 2 });
      await importOrders(world, day2);
      expect(profile('ann')).toEqual(all);
      expect(world.customerIo.events.size).toBe(3);
    });
  });

  it('need no request when they are repeated', async () => {
    await importOrders(world, ANN);
    const requests = world.customerIo.requests.length;
    await importOrders(world, ANN);
    expect(world.customerIo.requests).toHaveLength(requests);
  });

  it('add up over all feeds that count them', async () => {
    await importOrders(world, ANN.slice(0, 2), 'backfill');
    await importOrders(world, ANN);
    expect(profile('ann')).toMatchObject({ total_orders: 3, lifetime_value: 30.33 });
  });

  it('count once each if an earlier import continues after a later one', async () => {
    const first = await onItsWay(world, ANN.slice(0, 2));
    world.customerIo.decline((item) => item.action === 'event' && item.timestamp === seconds(1));
    await finish(world, first);
    world.customerIo.decline(() => false);
    await importOrders(world, ANN.slice(2));
    await world.imports.saveCheckpoint(first, 0, (await world.imports.claimPartition(first, 0)).epoch, {
      plan: 'older',
      position: 0,
      status: 'open',
      tally: await tallyIn(world, first),
    });
    await finish(world, first);
    expect(profile('ann')).toMatchObject({ total_orders: 3, lifetime_value: 30.33 });
  });

  it('are on the profile although reads may miss what was recorded a moment ago', async () => {
    const { seen } = world;
    const before = new Map(await seen.find([]));
    const lagging: World = {
      ...world,
      seen: { ...seen, find: async (keys, reading) => (reading ? seen.find(keys, reading) : before) },
    };
    await importOrders(lagging, ANN);
    expect(profile('ann')).toMatchObject({ total_orders: 3, lifetime_value: 30.33 });
  });

  it('are sent later if Customer.io declines the person, and count no row twice', async () => {
    world.customerIo.decline((item) => item.action === 'identify' && isAbout('ann')(item));
    const importId = await importOrders(world, ANN.slice(0, 2));
    expect(await tallyIn(world, importId)).toMatchObject({
      refusedFurther: 1,
      outcomes: { delivered: 2, rejected: 0 },
    });
    world.customerIo.decline(() => false);
    await importOrders(world, ANN.slice(2));
    expect(profile('ann')).toMatchObject({ total_orders: 3 });
  });

  it.each(['lost', 'unheard'] as const)(
    'have the same sums, whichever effect is %s in a crash',
    async (kind) => {
      const orders = [...ANN, { id: 9, person: 'bob', day: 4, cents: 5 }];
      const effects = await finish(world, await onItsWay(world, orders));
      for (let at = 1; at <= effects; at++) {
        const other = aWorld({ feeds });
        await finish(other, await onItsWay(other, orders), [[at, kind]]);
        expect({ at, ann: profile('ann', other), bob: profile('bob', other) }).toEqual({
          at,
          ann: profile('ann'),
          bob: profile('bob'),
        });
      }
    },
  );

  it('have the same sums in any files, repeated and interrupted in any way', async () => {
    const order = (id: number) =>
      fc.record({
        id: fc.constant(id),
        person: fc.constantFrom('ann', 'bob'),
        day: fc.nat({ max: 50 }),
        cents: fc.nat({ max: 100_000 }),
      });
    const orders = fc.tuple(...Array.from({ length: 8 }, (_, n) => order(n)));
    const scenario = orders.chain((all) =>
      fc.record({
        all: fc.constant(all),
        files: fc.array(
          fc.record({
            part: fc.subarray([...all], { minLength: 1 }),
            crashes: fc.array(
              fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom<CrashKind>('lost', 'unheard')),
              { maxLength: 3 },
            ),
          }),
          { maxLength: 10 },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ all, files: parts }) => {
        const other = aWorld({ feeds });
        for (const { part, crashes } of [...parts, { part: [...all], crashes: [] }])
          await finish(other, await onItsWay(other, part), crashes);
        for (const person of new Set(all.map((one) => one.person))) {
          const own = all.filter((one) => one.person === person);
          const days = own.map(({ day }) => seconds(day));
          expect(profile(person, other)).toEqual({
            first_order_date: Math.min(...days),
            last_order_date: Math.max(...days),
            total_orders: own.length,
            lifetime_value: own.reduce((sum, { cents }) => sum + cents, 0) / 100,
          });
        }
      }),
      { numRuns: 30 },
    );
  });
});
