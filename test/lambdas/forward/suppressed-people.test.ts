// Kind 17: what is about a person that a feed suppressed is not sent, and counts as suppressed.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { leads } from '../../../lambdas/domain/presets/leads.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import { weighPartition } from '../../../lambdas/forward/weigh-partition.ts';
import { importFiles } from '../../../lambdas/work/import-files.ts';
import {
  aWorld,
  drop,
  forwardAll,
  forwardSettings,
  outcomesIn,
  planIn,
  prepare,
  tallyIn,
  type World,
} from '../../builders/world.ts';
import { Crash, crashAt } from '../../fakes/crashing-ports.ts';
import { csv } from '../../integration/csv.ts';

const company = { objectTypeId: '1', objectId: { column: 'company' } } as const;
const feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    people,
    leads,
    events,
    'by-email': { ...events, identifiers: [{ as: 'email', columns: ['email'] }] },
    companies: { kind: 'relationships', identifiers: people.identifiers, ...company },
    suppress: { ...people, action: 'suppress' },
    unsuppress: { ...people, action: 'unsuppress' },
    delete: { ...people, action: 'delete' },
    refresh: { ...people, action: 'update' },
  },
});

let world: World;
beforeEach(() => {
  world = aWorld({ feeds });
});

let files = 0;
async function start(feed: string, ...lines: readonly string[]): Promise<string> {
  world.clock.advance(60);
  return prepare(world, await drop(world, `incoming/${feed}/${files++}.csv`, csv(...lines)));
}
async function forward(feed: string, ...lines: readonly string[]) {
  const importId = await start(feed, ...lines);
  await forwardAll(world, importId);
  return { importId, outcomes: await outcomesIn(world, importId) };
}
const sentAfter = (requests: number) =>
  world.customerIo.requests.slice(requests).flatMap(({ items }) => items);
const event = (id: string, who: string) => [
  'event_id,event_name,timestamp,customer_id',
  `${id},visited,1767100000,${who}`,
];

describe('a person that a feed suppressed', () => {
  it.each([
    ['an identify', 'people', ['id,plan', 'sup1,gold', 'other,gold']],
    ['an update', 'refresh', ['id,plan', 'sup1,gold', 'other,gold']],
    ['an event', 'events', [...event('e1', 'sup1'), 'e2,visited,1767100000,other']],
    ['a relationship', 'companies', ['id,company', 'sup1,7', 'other,7']],
    [
      'an event under the address of the row',
      'by-email',
      [
        'event_id,event_name,timestamp,email',
        'e1,visited,1767100000,Sup@x.example',
        'e2,visited,1767100000,other@x.example',
      ],
    ],
  ])('gets nothing: %s counts as suppressed', async (_, feed, lines) => {
    await forward('suppress', 'id,email', 'sup1,sup@x.example');
    const requests = world.customerIo.requests.length;
    const { importId, outcomes } = await forward(feed, ...lines);
    expect(outcomes).toEqual({ delivered: 1, suppressed: 1 });
    expect((await tallyIn(world, importId)).keptBack).toEqual([
      { outcome: 'suppressed', reason: 'the person is suppressed', rows: 1, lines: [2] },
    ]);
    expect(JSON.stringify(sentAfter(requests))).not.toMatch(/sup1|sup@/i);
  });

  it('is known before anything is sent', async () => {
    await forward('suppress', 'id', 'sup1');
    const importId = await start('events', ...event('e1', 'sup1'));
    await weighPartition({ importId, partition: 0 }, world, forwardSettings(world));
    const { weighed } = await importFiles.weighed.open(world.objects, importId, planIn(world, importId), 0);
    expect(weighed).toMatchObject({ wouldDeliver: 0, tally: { outcomes: { suppressed: 1 } } });
  });

  it('stays suppressed after a deletion, which is sent', async () => {
    await forward('suppress', 'id', 'sup1');
    expect((await forward('delete', 'id', 'sup1')).outcomes).toEqual({ delivered: 1 });
    expect((await forward('people', 'id,plan', 'sup1,gold')).outcomes).toEqual({ suppressed: 1 });
  });

  it('gets what was not sent as soon as a feed ends the suppression', async () => {
    await forward('suppress', 'id,email', 'sup1,sup@x.example');
    await forward('events', ...event('e1', 'sup1'));
    await forward('unsuppress', 'id,email', 'sup1,sup@x.example');
    expect((await forward('events', ...event('e1', 'sup1'))).outcomes).toEqual({ delivered: 1 });
    expect((await forward('people', 'id,plan', 'sup1,gold')).outcomes).toEqual({ delivered: 1 });
  });

  it.each(['lost', 'unheard'] as const)(
    'is known, whichever effect of the import is %s in a crash',
    async (kind) => {
      for (let at = 1, crashed = true; crashed; at++) {
        world = aWorld({ feeds });
        const importId = await start('suppress', 'id', 'sup1');
        const { ports } = crashAt({ ...world }, at, kind);
        const call = forwardPartition({ importId, partition: 0 }, ports, forwardSettings(world));
        const [end] = await Promise.allSettled([call]);
        crashed = end.status === 'rejected';
        if (end.status === 'rejected' && !(end.reason instanceof Crash)) throw end.reason;
        await forwardAll(world, importId);
        const { outcomes } = await forward('people', 'id,plan', 'sup1,gold');
        expect({ at, outcomes }).toEqual({ at, outcomes: { suppressed: 1 } });
      }
    },
  );

  it('is not known if Customer.io declined the suppression', async () => {
    world.customerIo.decline(() => true);
    await forward('suppress', 'id', 'sup1');
    world.customerIo.decline(() => false);
    expect((await forward('people', 'id,plan', 'sup1,gold')).outcomes).toEqual({ delivered: 1 });
  });
});

describe('a deletion, a suppression and its end', () => {
  it.each(['delete', 'suppress', 'unsuppress'])('is sent again in a later file: %s', async (feed) => {
    await forward(feed, 'id', '1', '2', '1');
    const requests = world.customerIo.requests.length;
    expect((await forward(feed, 'id', '1', '2')).outcomes).toEqual({ delivered: 2 });
    expect(sentAfter(requests)).toHaveLength(2);
  });
});

it('costs no look-up for what was delivered before', async () => {
  const asked: number[] = [];
  const { seen } = world;
  const counting = {
    ...seen,
    find: (...args: Parameters<typeof seen.find>) => {
      // Review reads the mark of the feed consistently.
      if (args[1] === undefined) asked.push(args[0].length);
      return seen.find(...args);
    },
  };
  await forward('events', ...event('e1', 'ann'));
  await forward('people', 'id,plan', 'ann,gold');
  world = { ...world, seen: counting };
  await forward('events', ...event('e1', 'ann'));
  await forward('people', 'id,plan', 'ann,gold');
  expect(asked.filter((keys) => keys > 0)).toEqual([1, 1]);
});
