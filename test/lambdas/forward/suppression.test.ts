import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { DeferError } from '../../../lambdas/domain/errors.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import {
  aWorld,
  drop,
  forwardAll,
  forwardSettings,
  outcomesIn,
  prepare,
  type World,
} from '../../builders/world.ts';
import { Crash, crashAt } from '../../fakes/crashing-ports.ts';
import { csv } from '../../integration/csv.ts';

const rule = { event: 'checkout_started', by: 'order_placed', within: '7d' };
const feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    orders: { ...events, remembers: ['order_placed'] },
    carts: { ...events, suppress: [rule] },
    local: { ...events, suppress: [rule] },
    both: { ...events, remembers: ['order_placed'], suppress: [rule] },
    refunds: {
      ...events,
      event: { name: 'order_placed' },
      also: [{ name: 'order_refunded', when: { column: 'event_name' }, time: 'file', key: [['event_id']] }],
    },
    'after-refunds': { ...events, suppress: [{ ...rule, by: 'order_refunded' }] },
    'post-purchase': {
      ...events,
      suppress: [{ event: 'order_placed', by: 'order_cancelled', within: '30d', of: 'rows' }],
      also: [
        {
          name: 'order_cancelled',
          when: { column: 'cancelled' },
          time: { column: 'cancelled' },
          key: [['event_id']],
        },
      ],
    },
  },
});

let world: World;
beforeEach(() => {
  world = aWorld({ feeds });
});

const HEADER = 'event_id,event_name,timestamp,customer_id';
const time = (day: number, hour = 12) => `2025-12-${String(day).padStart(2, '0')}T${hour}:00:00Z`;
const cart = (id: string, person: string, when: string) => `${id},checkout_started,${when},${person}`;
const order = (id: string, person: string, when: string) => `${id},order_placed,${when},${person}`;

async function forward(feed: string, ...lines: readonly string[]) {
  const importId = await prepare(
    world,
    await drop(world, `incoming/${feed}/file.csv`, csv(HEADER, ...lines)),
  );
  await forwardAll(world, importId);
  return outcomesIn(world, importId);
}
/** The names of the events in the order in which they were sent. */
const namesSent = () =>
  world.customerIo.requests.flatMap(({ items }) => items.map((item) => 'name' in item && item.name));
const sent = (name: string) =>
  [...world.customerIo.events.values()]
    .filter((event) => event.name === name)
    .map(({ identifiers }) => identifiers.id);

describe('a cart', () => {
  it('is not sent if a later order of the person is in the same file', async () => {
    const outcomes = await forward(
      'both',
      cart('c1', 'ann', time(20)),
      cart('c2', 'bob', time(20)),
      order('o1', 'ann', time(21)),
    );
    expect(outcomes).toEqual({ delivered: 2, suppressed: 1 });
    expect(sent('checkout_started')).toEqual(['bob']);
  });

  it('is not sent if an earlier import delivered a later order of the person', async () => {
    await forward('orders', order('o1', 'ann', time(21)), order('o2', 'bob', time(19)));
    const outcomes = await forward('carts', cart('c1', 'ann', time(20)), cart('c2', 'bob', time(20)));
    expect(outcomes).toEqual({ delivered: 1, suppressed: 1 });
    expect(sent('checkout_started')).toEqual(['bob']);
  });

  it('is sent if the order is later than the time of the rule', async () => {
    await forward('orders', order('o1', 'ann', time(29)));
    expect(await forward('carts', cart('c1', 'ann', time(20)))).toEqual({ delivered: 1 });
  });

  it('is not sent after the order was imported twice', async () => {
    const lines = [order('o1', 'ann', time(21))];
    await forward('orders', ...lines);
    await forward('orders', ...lines);
    expect(await forward('carts', cart('c1', 'ann', time(20)))).toEqual({ suppressed: 1 });
  });

  it('is not sent if it is old, and the person ordered many times since', async () => {
    const orders = Array.from({ length: 40 }, (_, n) =>
      order(`o${n}`, 'ann', `${1_700_000_000 + n * 900_000}`),
    );
    await forward('orders', ...orders);
    const outcomes = await forward('carts', cart('c1', 'ann', `${1_700_000_000 - 60}`));
    expect(outcomes).toEqual({ suppressed: 1 });
  });

  it('is not sent by a worker that continues after another worker has sent the order', async () => {
    const carts = Array.from({ length: 1_200 }, (_, n) => cart(`c${n}`, 'ann', time(20)));
    const other = Array.from({ length: 1_200 }, (_, n) => `v${n},visited,${time(19)},ann`);
    const importId = await prepare(
      world,
      await drop(
        world,
        'incoming/local/file.csv',
        csv(HEADER, ...carts, ...other, order('o1', 'ann', time(21))),
      ),
    );
    world.customerIo.failNext(new DeferError('unavailable', 'away'), { times: 5 });
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1_201, suppressed: 1_200 });
    expect(sent('checkout_started')).toEqual([]);
  });

  it.each(['lost', 'unheard'] as const)(
    'is not sent after the order was delivered, whichever effect was %s in a crash',
    async (kind) => {
      for (let at = 1, crashed = true; crashed; at++) {
        world = aWorld({ feeds });
        const body = csv(HEADER, order('o1', 'ann', time(21)));
        const importId = await prepare(world, await drop(world, 'incoming/orders/file.csv', body));
        const { ports } = crashAt({ ...world }, at, kind);
        const call = forwardPartition({ importId, partition: 0 }, ports, forwardSettings(world));
        const [end] = await Promise.allSettled([call]);
        crashed = end.status === 'rejected';
        if (end.status === 'rejected' && !(end.reason instanceof Crash)) throw end.reason;
        await forwardAll(world, importId);
        expect({ at, ...(await forward('carts', cart('c1', 'ann', time(20)))) }).toEqual({
          at,
          suppressed: 1,
        });
      }
    },
  );

  it('is sent if the feed has no rule', async () => {
    await forward('orders', cart('c1', 'ann', time(20)));
    expect(sent('checkout_started')).toEqual(['ann']);
  });
});

describe('an order', () => {
  it('is sent before the carts of its person', async () => {
    await forward('both', cart('c1', 'ann', time(10)), order('o1', 'ann', time(25)));
    expect(namesSent()).toEqual(['order_placed', 'checkout_started']);
  });

  it('is sent before other events of its person if other feeds depend on it', async () => {
    await forward('orders', cart('c1', 'ann', time(10)), order('o1', 'ann', time(25)));
    expect(namesSent()).toEqual(['order_placed', 'checkout_started']);
  });

  it('is not sent if the same rows have its cancellation', async () => {
    const lines = [`${order('o1', 'ann', time(20))},${time(21)}`, `${order('o2', 'ann', time(20))},`];
    const body = csv(`${HEADER},cancelled`, ...lines);
    const importId = await prepare(world, await drop(world, 'incoming/post-purchase/file.csv', body));
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1, suppressed: 1 });
    expect([...world.customerIo.events.values()].map(({ name }) => name).sort()).toEqual([
      'order_cancelled',
      'order_placed',
    ]);
  });
});

describe('a rule that is added after the orders were delivered', () => {
  const before = FeedsSchema.parse({
    workspace: 'main',
    feeds: { orders: events, refunds: feeds.feeds.refunds, other: events },
  });
  const withRule = () => {
    world = { ...world, feeds };
  };
  beforeEach(() => {
    world = aWorld({ feeds: before });
  });
  const carts = (...people: readonly string[]) =>
    people.map((person) => cart(`c-${person}`, person, time(20)));

  it.each([
    ['the same file', 'orders', 'orders', order('o1', 'ann', time(21)), 'duplicate'],
    ['a file of another feed', 'orders', 'both', order('o1', 'ann', time(21)), 'duplicate'],
    ['a file with a corrected time', 'orders', 'orders', order('o1', 'ann', time(22)), 'conflict'],
  ])('holds after the next full export: %s', async (_, first, again, line, outcome) => {
    await forward(first, order('o1', 'ann', time(21)));
    withRule();
    expect(await forward('carts', cart('early', 'ann', time(20)))).toEqual({ delivered: 1 });
    expect(await forward(again, line, order('o2', 'bob', time(21)))).toEqual({
      delivered: 1,
      duplicate: 1,
      ...(outcome === 'conflict' ? { conflicts: 1 } : {}),
    });
    expect(await forward('carts', ...carts('ann', 'bob', 'cyd'))).toEqual({ delivered: 1, suppressed: 2 });
    expect(sent('checkout_started')).toEqual(['ann', 'cyd']);
  });

  it('uses the time at which an event without a time of its own was delivered', async () => {
    const now = new Date(world.clock.now()).toISOString();
    await forward('refunds', order('o1', 'ann', time(1)));
    withRule();
    await world.clock.sleep(20 * 24 * 3600);
    await forward('refunds', order('o1', 'ann', time(1)));
    expect(await forward('after-refunds', cart('c1', 'ann', now))).toEqual({ suppressed: 1 });
    const later = new Date(world.clock.now() - 3_600_000).toISOString();
    expect(await forward('after-refunds', cart('c2', 'ann', later))).toEqual({ delivered: 1 });
  });

  it('costs a write for each order once, and not every night', async () => {
    await forward('orders', order('o1', 'ann', time(21)), order('o2', 'bob', time(21)));
    withRule();
    const recorded: number[] = [];
    const { seen } = world;
    world = {
      ...world,
      seen: {
        ...seen,
        record: (items) => {
          if (items.length > 0) recorded.push(items.length);
          return seen.record(items);
        },
      },
    };
    await forward('orders', order('o1', 'ann', time(21)), order('o2', 'bob', time(21)));
    expect(recorded).toEqual([2, 2]);
    await forward('orders', order('o1', 'ann', time(21)), order('o2', 'bob', time(21)));
    expect(recorded).toEqual([2, 2]);
  });

  it.each(['lost', 'unheard'] as const)(
    'holds also if an effect of that import is %s in a crash',
    async (kind) => {
      for (let at = 1, crashed = true; crashed; at++) {
        world = aWorld({ feeds: before });
        await forward('orders', order('o1', 'ann', time(21)));
        withRule();
        const body = csv(HEADER, order('o1', 'ann', time(21)));
        const importId = await prepare(world, await drop(world, 'incoming/orders/again.csv', body));
        const { ports } = crashAt({ ...world }, at, kind);
        const call = forwardPartition({ importId, partition: 0 }, ports, forwardSettings(world));
        const [end] = await Promise.allSettled([call]);
        crashed = end.status === 'rejected';
        if (end.status === 'rejected' && !(end.reason instanceof Crash)) throw end.reason;
        await forwardAll(world, importId);
        expect({ at, ...(await forward('carts', ...carts('ann'))) }).toEqual({ at, suppressed: 1 });
      }
    },
  );
});

describe('a rule of a feed that sends both events', () => {
  it.each([
    [
      'the order, then the cart',
      [order('o1', 'ann', time(21))],
      [cart('c1', 'ann', time(20))],
      { suppressed: 1 },
    ],
    ['a newer cart', [order('o1', 'ann', time(21))], [cart('c1', 'ann', time(22))], { delivered: 1 }],
    [
      'both twice',
      [order('o1', 'ann', time(21)), cart('c1', 'ann', time(20))],
      [cart('c1', 'ann', time(20)), cart('c2', 'ann', time(19)), order('o1', 'ann', time(21))],
      { suppressed: 2, duplicate: 1 },
    ],
  ])('holds in a later file: %s', async (_, first, second, outcomes) => {
    await forward('local', ...first);
    expect(await forward('local', ...second)).toEqual(outcomes);
  });

  it('holds although reads may miss what was recorded a moment ago', async () => {
    const { seen } = world;
    const none = await seen.find([]);
    const orders = Array.from({ length: 3_000 }, (_, n) => order(`o${n}`, 'ann', time(9 + (n % 8))));
    const lagging: World = {
      ...world,
      seen: { ...seen, find: async (keys, reading) => (reading ? seen.find(keys, reading) : none) },
    };
    const body = csv(HEADER, ...orders, order('late', 'ann', time(21)));
    const importId = await prepare(lagging, await drop(lagging, 'incoming/local/file.csv', body));
    await forwardAll(lagging, importId);
    expect(await forward('local', cart('c1', 'ann', time(20)), cart('c2', 'ann', time(8)))).toEqual({
      suppressed: 2,
    });
  });
});
