// What Forward sends about people that earlier imports delivered, and what it records.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import { importFile } from '../../builders/import-file.ts';
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

const byEmail = { ...people, identifiers: [{ as: 'email', columns: ['email'] }] } as const;
const company = { objectTypeId: '1', objectId: { column: 'company' } } as const;
const feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    people,
    others: people,
    letters: byEmail,
    refresh: { ...people, action: 'update' },
    delete: { ...people, action: 'delete' },
    changes: { ...people, actionFrom: { column: 'op', values: { d: 'delete', u: 'update' } } },
    suppress: { ...people, action: 'suppress' },
    unsuppress: { ...people, action: 'unsuppress' },
    companies: { kind: 'objects', ...company, action: 'delete' },
    closed: { kind: 'objects', ...company, actionFrom: { column: 'op', values: { d: 'delete' } } },
    leavers: { kind: 'relationships', identifiers: people.identifiers, ...company, action: 'remove' },
    looked: { ...people, canary: { size: 1, readBack: true } },
  },
});

let world: World;
beforeEach(() => {
  world = aWorld({ feeds });
});

let files = 0;
/** @returns outcomes, and the action with the attributes of each item that was sent. */
async function send(feed: string, ...lines: readonly string[]) {
  world.clock.advance(60);
  const before = world.customerIo.requests.length;
  const body = csv(...lines);
  const importId = await prepare(world, await drop(world, `incoming/${feed}/${files++}.csv`, body));
  await forwardAll(world, importId);
  return { outcomes: await outcomesIn(world, importId), sent: sentAfter(before) };
}
const sentAfter = (requests: number) =>
  world.customerIo.requests
    .slice(requests)
    .flatMap(({ items }) => items)
    .map((item) => ('attributes' in item ? { ...item.attributes } : item.action));

describe('a later import', () => {
  it.each([
    ['deletion', 'delete', ['id', '7'], 'delete'],
    ['deletion by a column', 'changes', ['id,op', '7,d'], 'delete'],
    ['suppression', 'suppress', ['id', '7'], 'suppress'],
    ['end of a suppression', 'unsuppress', ['id', '7'], 'unsuppress'],
    ['deletion of an object', 'companies', ['company', 'acme'], 'delete'],
    ['deletion of an object by a column', 'closed', ['company,op', 'acme,d'], 'delete'],
    ['update', 'refresh', ['id,plan', '7,gold'], { plan: 'gold', _update: true }],
    ['update by a column', 'changes', ['id,plan,op', '7,gold,u'], { plan: 'gold', _update: true }],
    ['removal of a relationship', 'leavers', ['id,company', '7,acme'], 'delete_relationships'],
  ])('sends the same %s again', async (_, feed, lines, expected) => {
    for (let night = 0; night < 3; night++)
      expect(await send(feed, ...lines)).toEqual({ outcomes: { delivered: 1 }, sent: [expected] });
  });

  it('sends the whole row after a deletion, under every identifier of the deleted row', async () => {
    await send('people', 'id,plan', '7,gold');
    await send('letters', 'email,plan', 'ann@example.com,gold');
    await send('delete', 'id,email', '7,ann@example.com');
    expect((await send('people', 'id,plan', '7,gold')).sent).toEqual([{ plan: 'gold' }]);
    expect((await send('letters', 'email,plan', 'ann@example.com,gold')).sent).toEqual([{ plan: 'gold' }]);
  });

  it('sends the attributes of an update again in the next whole row', async () => {
    await send('people', 'id,plan,city', '7,gold,Bern');
    await send('refresh', 'id,plan', '7,gold');
    expect((await send('people', 'id,plan,city', '7,gold,Bern')).sent).toEqual([{ plan: 'gold' }]);
  });

  it('takes what Customer.io declined for unknown', async () => {
    world.customerIo.decline(() => true);
    expect(await send('people', 'id,plan', '7,gold')).toMatchObject({ outcomes: { rejected: 1 } });
    world.customerIo.decline(() => false);
    expect((await send('people', 'id,plan', '7,gold')).sent).toEqual([{ plan: 'gold' }]);
  });

  it('weighs what it would send: people who did not change are unchanged in a dry run', async () => {
    await send('people', 'id,plan', '7,gold');
    await send('others', 'id,points', '7,5');
    world.clock.advance(60);
    const dry = await importFile(world, 'dry-run/people/dry.csv', csv('id,plan', '7,gold', '8,gold'));
    expect(dry?.report.dryRun).toMatchObject({ wouldDeliver: 1 });
    expect(dry?.report.outcomes).toMatchObject({ unchanged: 1 });
    expect(dry?.items).toEqual([]);
  });

  it('sends as a canary only what differs', async () => {
    await send('people', 'id,plan,city', '7,gold,Bern');
    world.clock.advance(60);
    const canary = await importFile(world, 'incoming/looked/file.csv', csv('id,plan,city', '7,free,Bern'));
    expect(canary?.items.map((item) => ('attributes' in item ? item.attributes : item))).toEqual([
      { plan: 'free' },
    ]);
    expect((await send('people', 'id,plan,city', '7,free,Bern')).outcomes).toEqual({ unchanged: 1 });
  });
});

describe('after a crash', () => {
  const FILE = ['id,plan,city', '7,gold,Bern', '8,free,Thun'] as const;

  it('anywhere, Customer.io gets the differences, and the next file is unchanged', async () => {
    for (let at = 1, crashed = true; crashed; at++) {
      world = aWorld({ feeds });
      await send('people', FILE[0], '7,free,Bern', '8,free,Thun');
      world.clock.advance(60);
      const importId = await prepare(world, await drop(world, 'incoming/people/crash.csv', csv(...FILE)));
      const before = world.customerIo.requests.length;
      const { ports } = crashAt(world, at, at % 2 === 0 ? 'lost' : 'unheard');
      crashed = await forwardPartition({ importId, partition: 0 }, ports, forwardSettings(world)).then(
        () => false,
        (error) => error instanceof Crash,
      );
      await forwardAll(world, importId);
      expect(new Set(sentAfter(before).map((sent) => JSON.stringify(sent)))).toEqual(
        new Set(['{"plan":"gold"}']),
      );
      expect(await outcomesIn(world, importId)).toEqual({ delivered: 1, unchanged: 1 });
      expect(await send('people', ...FILE)).toEqual({ outcomes: { unchanged: 2 }, sent: [] });
    }
  });
});
