// What `forget` removes is what Forward has recorded.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { keysOfEvent, keysOfPerson } from '../../../cli/forget/keys-to-forget.ts';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { aWorld, drop, forwardAll, prepare, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

/** As in `forwardSettings` of test/builders/world.ts. */
const SECRET = 'secret';
const suppress = [{ event: 'checkout_started', by: 'order_placed', within: '7d' }];
const feedsOf = (more: object) =>
  FeedsSchema.parse({ workspace: 'main', feeds: { people, orders: { ...events, ...more } } });
/** The feed as it was when its file was imported. */
const feeds = feedsOf({ remembers: ['order_placed'] });

let world: World;
beforeEach(() => {
  world = aWorld({ feeds });
});

async function forward(feed: string, ...lines: readonly string[]): Promise<void> {
  const input = await drop(world, `incoming/${feed}/file.csv`, csv(...lines));
  await forwardAll(world, await prepare(world, input));
}
const forwardOrder = () =>
  forward('orders', 'event_id,event_name,timestamp,customer_id', 'o1,order_placed,2025-12-31T12:00:00Z,ann');
const ann = { as: 'id', value: 'ann' } as const;
const EVENT = { feed: 'orders', values: ['o1'], name: 'order_placed' };

describe('keysOfPerson', () => {
  it.each([
    ['remembers names', feeds],
    ['suppress names in `by`, also if no feed remembers it any more', feedsOf({ suppress })],
  ])('has the key of the remembered times of an event that %s', async (_, now) => {
    await forwardOrder();
    expect(world.seen.delivered.size).toBe(2);
    await world.seen.forget(keysOfPerson(now, ann, SECRET));
    expect([...world.seen.delivered.keys()]).toEqual(keysOfEvent(feeds, EVENT, SECRET));
  });

  it('has the key of the last delivered attributes', async () => {
    await forward('people', 'id,email', 'ann,ann@example.com');
    expect(world.seen.delivered.size).toBe(1);
    await world.seen.forget(keysOfPerson(feeds, { ...ann, value: ' ann ' }, SECRET));
    expect(world.seen.delivered.size).toBe(0);
  });

  it('has the key of the totals of an event', async () => {
    const summing = feedsOf({ rollUp: { event: 'order_placed', value: 'amount' } });
    world = aWorld({ feeds: summing });
    await forward(
      'orders',
      'event_id,event_name,timestamp,customer_id,amount',
      'o1,order_placed,2025-12-31T12:00:00Z,ann,5',
    );
    expect(world.seen.delivered.size).toBe(2);
    await world.seen.forget(keysOfPerson(summing, ann, SECRET));
    expect([...world.seen.delivered.keys()]).toEqual(keysOfEvent(summing, EVENT, SECRET));
    await forwardOrder();
    await world.seen.forget(keysOfPerson(feedsOf({}), { ...ann, events: ['order_placed'] }, SECRET));
    expect([...world.seen.delivered.keys()]).toEqual(keysOfEvent(summing, EVENT, SECRET));
  });

  it('has the keys of relationships with the objects that are named', async () => {
    const company = { objectTypeId: '1', objectId: { column: 'company' } };
    const related = FeedsSchema.parse({
      workspace: 'main',
      feeds: { members: { kind: 'relationships', identifiers: people.identifiers, ...company } },
    });
    world = aWorld({ feeds: related });
    await forward('members', 'id,company', 'ann,acme', 'ann,umbrella', 'bob,acme');
    expect(world.seen.delivered.size).toBe(3);
    await world.seen.forget(keysOfPerson(related, { ...ann, objects: ['acme', ' umbrella '] }, SECRET));
    expect(world.seen.delivered.size).toBe(1);
  });

  it('has no key of another person', async () => {
    await forwardOrder();
    await world.seen.forget(keysOfPerson(feeds, { ...ann, value: 'bob' }, SECRET));
    expect(world.seen.delivered.size).toBe(2);
  });
});
