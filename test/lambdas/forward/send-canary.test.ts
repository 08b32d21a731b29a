import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { canaryKey } from '../../../lambdas/contracts/object-keys.ts';
import { decideImport } from '../../../lambdas/decide/decide-import.ts';
import { type CanarySent, CanarySentSchema } from '../../../lambdas/domain/canary/canary.ts';
import { DeferError, PausedError } from '../../../lambdas/domain/errors.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { sendCanary } from '../../../lambdas/forward/send-canary.ts';
import { weighPartition } from '../../../lambdas/forward/weigh-partition.ts';
import {
  aWorld,
  forwardAll,
  forwardSettings,
  importEvents,
  importPeople,
  isAbout,
  order,
  outcomesIn,
  planIn,
  type World,
} from '../../builders/world.ts';

const feeds = FeedsSchema.parse({ workspace: 'main', feeds: { events: { ...events, canary: 2 } } });

let world: World;
let importId: string;
beforeEach(async () => {
  world = aWorld({ feeds });
  importId = await importEvents(world, ...[1, 2, 3, 4, 5].map((n) => order(n)));
});

const settings = () => ({ ...forwardSettings(world), secondsBetweenLookups: 1, readBackSeconds: 60 });
async function decide() {
  await weighPartition({ importId, partition: 0 }, world, forwardSettings(world));
  return decideImport({ importId, partitions: [0] }, world, world.feeds);
}
async function send(): Promise<CanarySent> {
  await sendCanary({ importId, partition: 0 }, world, settings());
  const key = canaryKey(importId, planIn(world, importId).version, 0);
  return CanarySentSchema.parse(JSON.parse(world.objects.text(key)));
}

describe('sendCanary', () => {
  it('sends the picked operations only, and saves no checkpoint', async () => {
    expect(await decide()).toMatchObject({ decision: 'canary', canary: [0] });
    expect(await send()).toEqual({ operations: 2, rows: 2, refused: 0, requests: 1 });
    expect(world.customerIo.events.size).toBe(2);
    expect(await world.imports.checkpoints(importId)).toEqual([]);
  });

  it('leaves the others to Forward, which counts all as delivered and sends none twice', async () => {
    await decide();
    await send();
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 5 });
    expect(world.customerIo.requests.map(({ items }) => items.length)).toEqual([2, 3]);
  });

  it('sends nothing when it is called again', async () => {
    await decide();
    await send();
    expect(await send()).toMatchObject({ operations: 2, rows: 2 });
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('reads what was recorded a moment ago, so that it is not reported as declined or sent again', async () => {
    await decide();
    const { seen } = world;
    // DynamoDB's reads may miss the newest writes, unless they are consistent.
    const stale: World = {
      ...world,
      seen: { ...seen, find: async (keys, reading) => (reading ? seen.find(keys) : new Map()) },
    };
    const call = () => sendCanary({ importId, partition: 0 }, stale, settings());
    await call();
    const key = canaryKey(importId, planIn(world, importId).version, 0);
    expect(JSON.parse(world.objects.text(key))).toEqual({ operations: 2, rows: 2, refused: 0, requests: 1 });
    await call();
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('is called again if Customer.io is unavailable, and then sends the rest', async () => {
    await decide();
    world.customerIo.failNext(new DeferError('unavailable', 'unwell'), { times: 5 });
    await expect(send()).rejects.toThrow(DeferError);
    expect(await send()).toMatchObject({ operations: 2 });
    expect(world.customerIo.events.size).toBe(2);
  });

  it('pauses if the credentials are refused, and reports no operation as declined', async () => {
    await decide();
    world.customerIo.failNext(new PausedError('credentials', 'Fix them.'));
    expect(await send()).toEqual({
      operations: 0,
      rows: 0,
      refused: 0,
      requests: 1,
      paused: true,
    });
    expect(await world.imports.find(importId)).toMatchObject({ reason: { code: 'credentials' } });
    expect(await send()).toEqual({ operations: 2, rows: 2, refused: 0, requests: 1 });
  });
});

describe('decideImport, of a feed with a canary', () => {
  it('keeps its picks in a new execution: other picks would send more operations', async () => {
    await decide();
    await send();
    expect(await decide()).toMatchObject({ decision: 'canary' });
    await send();
    expect(world.customerIo.events.size).toBe(2);
  });

  it('picks none after the import has started to forward', async () => {
    await forwardAll(world, importId);
    expect(await decide()).toMatchObject({ decision: 'forward', canary: [] });
  });
});

describe('sendCanary, of a feed with readBack', () => {
  const readBack = FeedsSchema.parse({
    workspace: 'main',
    feeds: {
      events: { ...events, canary: { size: 2, readBack: true } },
      people: { ...people, canary: { size: 2, readBack: true } },
    },
  });

  it('looks up the people of its events, and checks only whether they exist', async () => {
    world = aWorld({ feeds: readBack });
    importId = await importEvents(world, ...[1, 2, 3].map((n) => order(n)));
    await decide();
    world.profiles.tell('c1', undefined);
    expect(await send()).toMatchObject({
      operations: 2,
      readBack: { people: 2, missing: 1, differing: 0, unread: 0 },
    });
    expect(new Set(world.profiles.asked)).toEqual(new Set(['c1', 'c2']));
  });

  it('does not look up people that Customer.io declined', async () => {
    world = aWorld({ feeds: readBack });
    importId = await importPeople(world, '1,,gold', '2,,silver', '3,,gold');
    await decide();
    world.customerIo.decline(isAbout('1'));
    expect(await send()).toMatchObject({ operations: 1, refused: 1, readBack: { people: 1, differing: 0 } });
    expect(world.profiles.asked).toEqual(['2']);
  });

  it('does not look up people without the option', async () => {
    await decide();
    expect(await send()).not.toHaveProperty('readBack');
    expect(world.profiles.asked).toEqual([]);
  });
});
