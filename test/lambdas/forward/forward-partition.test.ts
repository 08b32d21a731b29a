import { beforeEach, describe, expect, it } from '@jest/globals';
import { tallyOf } from '../../../lambdas/domain/delivery/tally.ts';
import { SupersededError } from '../../../lambdas/domain/errors.ts';
import {
  aWorld,
  declinedIn,
  forwardAll,
  importEvents,
  importPeople,
  isAbout,
  order,
  outcomesIn,
  tallyIn,
  type World,
} from '../../builders/world.ts';
import { rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

describe('events', () => {
  it('are delivered, recorded and counted', async () => {
    const importId = await importEvents(world, ...rows(3, (n) => order(n)));
    expect(await forwardAll(world, importId)).toEqual([{ status: 'done', waitSeconds: 0 }]);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3 });
    expect(world.customerIo.events.size).toBe(3);
    expect(world.seen.delivered.size).toBe(3);
  });

  it('are sent in the order of their times, whatever their order in the file', async () => {
    const at = (time: string, id: string) => `ann,visit,2025-12-${time}T10:00:00Z,${id},1`;
    await forwardAll(
      world,
      await importEvents(world, at('03', 'third'), at('01', 'first'), at('02', 'second')),
    );
    const times = [...world.customerIo.events.values()].map(({ timestamp }) => timestamp);
    expect(times).toHaveLength(3);
    expect(times).toEqual([...times].sort());
  });

  it('that the file repeats are duplicates, and conflicts if they differ', async () => {
    const importId = await importEvents(world, order(1), order(2), order(1), order(2, 99));
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2, duplicate: 2, conflicts: 1 });
    const amounts = [...world.customerIo.events.values()].map(({ attributes }) => attributes.amount);
    expect(amounts).toEqual(['5', '5']);
  });

  it('with the same key are one event, also of two people: the first in the file is sent', async () => {
    const importId = await importEvents(world, order(1), order(1).replace('c1,', 'c2,'));
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1, duplicate: 1, conflicts: 1 });
    expect(world.customerIo.requests.flatMap(({ items }) => items)).toMatchObject([
      { identifiers: { id: 'c1' } },
    ]);
  });

  it('that an earlier file delivered need no request', async () => {
    await forwardAll(world, await importEvents(world, order(1), order(2)));
    world.clock.advance(60);
    const again = await importEvents(world, order(1), order(2, 99));
    await forwardAll(world, again);
    expect(await outcomesIn(world, again)).toEqual({ duplicate: 2, conflicts: 1 });
    expect(world.customerIo.requests).toHaveLength(1);
  });
});

describe('people', () => {
  it('are sent with the attributes of their last row', async () => {
    const importId = await importPeople(world, 'ann,a@x.io,free', 'bob,b@x.io,free', 'ann,,pro');
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3 });
    expect(world.customerIo.people.get('ann')?.attributes).toEqual({ email: 'a@x.io', plan: 'pro' });
  });

  it('without changes need no request, and the others are sent', async () => {
    await forwardAll(world, await importPeople(world, 'ann,a@x.io,free', 'bob,b@x.io,free'));
    world.clock.advance(60);
    const next = await importPeople(world, 'ann,a@x.io,free', 'bob,b@x.io,pro', 'cleo,c@x.io,pro');
    await forwardAll(world, next);
    expect(await outcomesIn(world, next)).toEqual({ unchanged: 1, delivered: 2 });
    expect(world.customerIo.requests[1]?.items).toHaveLength(2);
  });
});

describe('declined items', () => {
  it('are rejected and stored with the message, and never recorded as seen', async () => {
    world.customerIo.decline(isAbout('c2'));
    const importId = await importEvents(world, ...rows(3, (n) => order(n)));
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2, rejected: 1 });
    expect(world.seen.delivered.size).toBe(2);
    expect(declinedIn(world, importId)).toEqual([{ row: 3, rows: 1, message: 'this item is wrong' }]);
  });

  it('are sent again by the next file, because they were never delivered', async () => {
    world.customerIo.decline(() => true);
    await forwardAll(world, await importEvents(world, order(1)));
    world.customerIo.decline(() => false);
    world.clock.advance(60);
    const next = await importEvents(world, order(1));
    await forwardAll(world, next);
    expect(await outcomesIn(world, next)).toEqual({ delivered: 1 });
  });
});

describe('the checkpoint', () => {
  const elsewhere = { plan: 'another plan', position: 2, status: 'open' } as const;

  it('of another plan is ignored, because its position is meaningless', async () => {
    const importId = await importEvents(world, ...rows(3, (n) => order(n)));
    const { epoch } = await world.imports.claimPartition(importId, 0);
    const tally = tallyOf({ delivered: 2 });
    await world.imports.saveCheckpoint(importId, 0, epoch, { ...elsewhere, tally });
    await forwardAll(world, importId);
    expect(world.customerIo.events.size).toBe(3);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3 });
  });

  it('can be lost without another request: what this import delivered counts as delivered', async () => {
    const importId = await importEvents(world, ...rows(3, (n) => order(n)), order(3));
    await forwardAll(world, importId);
    const { epoch } = await world.imports.claimPartition(importId, 0);
    await world.imports.saveCheckpoint(importId, 0, epoch, { ...elsewhere, tally: tallyOf({}) });
    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3, duplicate: 1 });
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('of a partition that is done stops a further call', async () => {
    const importId = await importEvents(world, order(1));
    await forwardAll(world, importId);
    const before = await tallyIn(world, importId);
    expect(await forwardAll(world, importId)).toEqual([{ status: 'done', waitSeconds: 0 }]);
    expect(await tallyIn(world, importId)).toEqual(before);
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('cannot be saved by a worker whose partition another worker has claimed', async () => {
    const importId = await importEvents(world, ...rows(1_500, (n) => order(n)));
    let isFirst = true;
    const { postBatch } = world.customerIo;
    const overtaken = async (body: string, items: number) => {
      const reply = await postBatch(body, items);
      if (isFirst) {
        isFirst = false;
        await forwardAll(world, importId);
      }
      return reply;
    };
    const slow = { ...world, customerIo: { ...world.customerIo, postBatch: overtaken } };
    await expect(forwardAll(slow, importId)).rejects.toThrow(SupersededError);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1_500 });
  });
});

describe('a bug', () => {
  it('is thrown unchanged, and the checkpoint does not change', async () => {
    const bug = new TypeError('a bug');
    const importId = await importEvents(world, order(1));
    world.customerIo.failNext(bug);
    await expect(forwardAll(world, importId)).rejects.toBe(bug);
    expect(await world.imports.checkpoints(importId)).toEqual([]);
  });
});
