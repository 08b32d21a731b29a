import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { weighedKey } from '../../../lambdas/contracts/object-keys.ts';
import { type Weighed, WeighedPartSchema } from '../../../lambdas/domain/delivery/weighing.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { weighPartition } from '../../../lambdas/forward/weigh-partition.ts';
import {
  aWorld,
  drop,
  forwardAll,
  forwardSettings,
  importEvents,
  importPeople,
  order,
  planIn,
  prepare,
  type World,
} from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

async function weigh(importId: string): Promise<Weighed> {
  await weighPartition({ importId, partition: 0 }, world, forwardSettings(world));
  const key = weighedKey(importId, planIn(world, importId), 0);
  return WeighedPartSchema.parse(JSON.parse(world.objects.text(key))).weighed;
}

describe('weighPartition', () => {
  it('counts new, duplicate and conflicting rows as Forward does', async () => {
    await forwardAll(world, await importEvents(world, order(1), order(2)));
    const importId = await importEvents(world, order(1), order(2, 6), order(3), order(4), order(4));
    const weighed = await weigh(importId);
    expect(weighed).toMatchObject({ wouldDeliver: 2, operations: 2, requests: 1, lookedUp: 4 });
    expect(weighed.tally).toMatchObject({ outcomes: { duplicate: 3, delivered: 0 }, conflicts: 1 });
  });

  it('counts people without changes', async () => {
    await forwardAll(world, await importPeople(world, 'ann,,gold', 'bob,,gold'));
    const weighed = await weigh(await importPeople(world, 'ann,,gold', 'bob,,silver'));
    expect(weighed).toMatchObject({ wouldDeliver: 1, tally: { outcomes: { unchanged: 1 } } });
  });

  it('sends, marks and remembers nothing, and claims no partition', async () => {
    const importId = await importEvents(world, order(1), order(2));
    await weigh(importId);
    expect(world.customerIo.requests).toEqual([]);
    expect(world.seen.items.size).toBe(0);
    expect(await world.imports.checkpoints(importId)).toEqual([]);
  });

  it('has the same result when it is called again', async () => {
    const importId = await importEvents(world, order(1), order(2));
    expect(await weigh(importId)).toEqual(await weigh(importId));
  });

  it('counts the requests that Forward needs', async () => {
    const lines = Array.from({ length: 1_001 }, (_, n) => order(n));
    const importId = await importEvents(world, ...lines);
    const { requests } = await weigh(importId);
    await forwardAll(world, importId);
    expect(world.customerIo.requests).toHaveLength(requests);
  });

  it('counts people without a later order for a winback flow, also by orders of an earlier import', async () => {
    const winback = { event: 'order_placed', without: 'order_placed', ages: ['60d-90d'] };
    const orders = { ...events, remembers: ['order_placed'], flows: { winback } };
    world = aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { events: orders } }) });
    await forwardAll(world, await importEvents(world, order(1)));
    const long = '2025-10-25T10:00:00Z';
    const old = [1, 2].map((n) => `c${n},order_placed,${long},old-${n},5`);
    expect(await weigh(await importEvents(world, ...old))).toMatchObject({
      flows: { winback: { '60d-90d': 1 } },
    });
  });

  it.each([
    ['an order', ['o1,ann,5,,'], ['o1,ann,5,5,'], 1],
    ['two orders, one with two new events', ['o1,ann,5,,', 'o2,bob,5,,'], ['o1,ann,5,5,x', 'o2,bob,5,,'], 1],
    ['an order that the file has twice', ['o1,ann,5,,'], ['o1,ann,5,,', 'o1,ann,5,5,'], 1],
    ['the order of another person', ['o1,ann,5,,'], ['o1,ann,5,,', 'o2,bob,5,5,'], 0],
    ['a new order', [], ['o1,ann,5,5,'], 0],
    ['an order and a refund that were delivered', ['o1,ann,5,5,'], ['o1,ann,5,5,'], 0],
  ])('counts old rows with a new further event: %s', async (_, before, now, expected) => {
    const also = ['refunded', 'cancelled'].map((column) => ({
      ...{ name: `order_${column}`, when: { column }, time: 'file' as const, key: [['order_id']] },
    }));
    const orders = {
      ...{ kind: 'events' as const, identifiers: [{ as: 'id' as const, columns: ['customer_id'] }] },
      ...{ event: { name: 'order_placed' }, time: { column: 'at' }, key: [['order_id']], also },
    };
    world = aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { orders } }) });
    const header = 'at,order_id,customer_id,total,refunded,cancelled';
    const bring = async (lines: readonly string[]) => {
      const file = csv(header, ...lines.map((line) => `2025-12-31T10:00:00Z,${line}`));
      return prepare(world, await drop(world, 'incoming/orders/file.csv', file));
    };
    if (before.length > 0) await forwardAll(world, await bring(before));
    expect(await weigh(await bring(now))).toMatchObject({ oldWithNews: expected });
  });
});
