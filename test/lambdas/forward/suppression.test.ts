import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { DeferError } from '../../../lambdas/domain/errors.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { aWorld, drop, forwardAll, outcomesIn, prepare, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const rule = { event: 'checkout_started', by: 'order_placed', within: '7d' };
const feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    orders: { ...events, remembers: ['order_placed'] },
    carts: { ...events, suppress: [rule] },
    local: { ...events, suppress: [rule] },
    both: { ...events, remembers: ['order_placed'], suppress: [rule] },
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
const at = (day: number, hour = 12) => `2025-12-${String(day).padStart(2, '0')}T${hour}:00:00Z`;
const cart = (id: string, person: string, time: string) => `${id},checkout_started,${time},${person}`;
const order = (id: string, person: string, time: string) => `${id},order_placed,${time},${person}`;

async function forward(feed: string, ...lines: readonly string[]) {
  const importId = await prepare(
    world,
    await drop(world, `incoming/${feed}/file.csv`, csv(HEADER, ...lines)),
  );
  await forwardAll(world, importId);
  return outcomesIn(world, importId);
}
const sent = (name: string) =>
  [...world.customerIo.events.values()]
    .filter((event) => event.name === name)
    .map(({ identifiers }) => identifiers.id);

describe('a cart', () => {
  it('is not sent where the same file tells that its person bought afterwards', async () => {
    const outcomes = await forward(
      'both',
      cart('c1', 'ann', at(20)),
      cart('c2', 'bob', at(20)),
      order('o1', 'ann', at(21)),
    );
    expect(outcomes).toEqual({ delivered: 2, suppressed: 1 });
    expect(sent('checkout_started')).toEqual(['bob']);
  });

  it('is not sent where an earlier import told that its person bought afterwards', async () => {
    await forward('orders', order('o1', 'ann', at(21)), order('o2', 'bob', at(19)));
    const outcomes = await forward('carts', cart('c1', 'ann', at(20)), cart('c2', 'bob', at(20)));
    expect(outcomes).toEqual({ delivered: 1, suppressed: 1 });
    expect(sent('checkout_started')).toEqual(['bob']);
  });

  it('is sent where the order came later than the rule minds', async () => {
    await forward('orders', order('o1', 'ann', at(29)));
    expect(await forward('carts', cart('c1', 'ann', at(20)))).toEqual({ delivered: 1 });
  });

  it('is still told from a buyer’s when a redrive finds the order delivered by itself', async () => {
    const lines = [order('o1', 'ann', at(21))];
    await forward('orders', ...lines);
    await forward('orders', ...lines);
    expect(await forward('carts', cart('c1', 'ann', at(20)))).toEqual({ suppressed: 1 });
  });

  it('is not sent by a worker who takes over where another, who had sent the order, was stopped', async () => {
    const carts = Array.from({ length: 1_200 }, (_, n) => cart(`c${n}`, 'ann', at(20)));
    const other = Array.from({ length: 1_200 }, (_, n) => `v${n},visited,${at(19)},ann`);
    const importId = await prepare(
      world,
      await drop(
        world,
        'incoming/local/file.csv',
        csv(HEADER, ...carts, ...other, order('o1', 'ann', at(21))),
      ),
    );
    world.customerIo.failNext(new DeferError('unavailable', 'away'), { times: 5 });
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1_201, suppressed: 1_200 });
    expect(sent('checkout_started')).toEqual([]);
  });

  it('is asked about in the seen table only where the feed has a rule', async () => {
    await forward('orders', cart('c1', 'ann', at(20)));
    expect(sent('checkout_started')).toEqual(['ann']);
  });
});

describe('an order', () => {
  it('leaves before the carts of its person', async () => {
    await forward('both', cart('c1', 'ann', at(10)), order('o1', 'ann', at(25)));
    expect(
      world.customerIo.requests.flatMap(({ items }) => items.map((item) => 'name' in item && item.name)),
    ).toEqual(['order_placed', 'checkout_started']);
  });

  it('is kept out of post-purchase where the same rows tell that it was cancelled', async () => {
    const lines = [`${order('o1', 'ann', at(20))},${at(21)}`, `${order('o2', 'ann', at(20))},`];
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
