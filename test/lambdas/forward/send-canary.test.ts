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

const settings = () => ({ ...forwardSettings(world), secondsBetweenLookups: 1 });
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
  it('sends what was picked and no more, leaving no checkpoint', async () => {
    expect(await decide()).toMatchObject({ decision: 'canary', canary: [0] });
    expect(await send()).toEqual({ operations: 2, rows: 2, refused: 0, requests: 1 });
    expect(world.customerIo.events.size).toBe(2);
    expect(await world.imports.checkpoints(importId)).toEqual([]);
  });

  it('leaves the rest to Forward, which counts all as delivered and sends nothing twice', async () => {
    await decide();
    await send();
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 5 });
    expect(world.customerIo.requests.map(({ items }) => items.length)).toEqual([2, 3]);
  });

  it('sends nothing again when it is called again', async () => {
    await decide();
    await send();
    expect(await send()).toMatchObject({ operations: 2, rows: 2 });
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('goes by what was recorded a moment ago: nothing of it passes for refused, or is sent again', async () => {
    await decide();
    const { seen } = world;
    // DynamoDB's reads may miss the newest writes unless they are told not to.
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

  it('asks for patience while Customer.io is unwell, and is complete when it is called again', async () => {
    await decide();
    world.customerIo.failNext(new DeferError('unavailable', 'unwell'), { times: 5 });
    await expect(send()).rejects.toThrow(DeferError);
    expect(await send()).toMatchObject({ operations: 2 });
    expect(world.customerIo.events.size).toBe(2);
  });

  it('ends where credentials are refused: the reason is noted, what was accepted counts, nothing passes for refused', async () => {
    await decide();
    world.customerIo.failNext(new PausedError('credentials', 'Mend them.'));
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
  it('keeps the picks of an execution that starts over: what they sent is seen, and others would be more', async () => {
    await decide();
    await send();
    expect(await decide()).toMatchObject({ decision: 'canary' });
    await send();
    expect(world.customerIo.events.size).toBe(2);
  });

  it('picks none where the import has begun to forward', async () => {
    await forwardAll(world, importId);
    expect(await decide()).toMatchObject({ decision: 'forward', canary: [] });
  });
});

describe('sendCanary, of a feed that asks for its canary to be read back', () => {
  const readBack = FeedsSchema.parse({
    workspace: 'main',
    feeds: {
      events: { ...events, canary: { size: 2, readBack: true } },
      people: { ...people, canary: { size: 2, readBack: true } },
    },
  });

  it('asks for the people of its events, and whether they are there is all that counts', async () => {
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

  it('does not ask for whom Customer.io refused', async () => {
    world = aWorld({ feeds: readBack });
    importId = await importPeople(world, '1,,gold', '2,,silver', '3,,gold');
    await decide();
    world.customerIo.decline(isAbout('1'));
    expect(await send()).toMatchObject({ operations: 1, refused: 1, readBack: { people: 1, differing: 0 } });
    expect(world.profiles.asked).toEqual(['2']);
  });

  it('does not ask without the option', async () => {
    await decide();
    expect(await send()).not.toHaveProperty('readBack');
    expect(world.profiles.asked).toEqual([]);
  });
});
