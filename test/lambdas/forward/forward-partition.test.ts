import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusalsPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { OUTCOMES } from '../../../lambdas/contracts/report.ts';
import type { Item } from '../../../lambdas/domain/delivery/item.ts';
import { DeferError, PausedError, SupersededError } from '../../../lambdas/domain/errors.ts';
import { tallyOf } from '../../../lambdas/domain/report/tally.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import {
  aWorld,
  drop,
  forwardAll,
  forwardSettings,
  prepare,
  tallyIn,
  type World,
} from '../../builders/world.ts';
import { csv, rows } from '../../integration/csv.ts';

const EVENTS = 'customer_id,event_name,timestamp,event_id,amount';
const PEOPLE = 'id,email,plan';
const order = (n: number, amount = 5) => `c${n},order_placed,2025-12-31T10:00:00Z,o${n},${amount}`;

/** Tells items about the person with this id. */
const isAbout = (id: string) => (item: Item) => 'id' in item.identifiers && item.identifiers.id === id;

let world: World;
beforeEach(() => {
  world = aWorld();
});

/** Takes a file up to Forward. */
const importEvents = async (...lines: readonly string[]) =>
  prepare(world, await drop(world, 'incoming/events/file.csv', csv(EVENTS, ...lines)));
const importPeople = async (...lines: readonly string[]) =>
  prepare(world, await drop(world, 'incoming/people/file.csv', csv(PEOPLE, ...lines)));

/** Outcomes that are not 0, with conflicts. */
const outcomesOf = async (importId: string) => {
  const { outcomes, conflicts } = await tallyIn(world, importId);
  const counts = [...OUTCOMES.map((outcome) => [outcome, outcomes[outcome]]), ['conflicts', conflicts]];
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
};

describe('events', () => {
  it('are delivered, recorded and counted', async () => {
    const importId = await importEvents(...rows(3, (n) => order(n)));
    expect(await forwardAll(world, importId)).toEqual([{ status: 'done', waitSeconds: 0 }]);
    expect(await outcomesOf(importId)).toEqual({ delivered: 3 });
    expect(world.customerIo.events.size).toBe(3);
    expect(world.seen.items.size).toBe(3);
  });

  it('leave in the order of their times, whatever their order in the file', async () => {
    const at = (time: string, id: string) => `ann,visit,2025-12-${time}T10:00:00Z,${id},1`;
    await forwardAll(world, await importEvents(at('03', 'third'), at('01', 'first'), at('02', 'second')));
    const times = [...world.customerIo.events.values()].map(({ timestamp }) => timestamp);
    expect(times).toHaveLength(3);
    expect(times).toEqual([...times].sort());
  });

  it('that the file repeats are duplicates, and conflicts where they differ', async () => {
    const importId = await importEvents(order(1), order(2), order(1), order(2, 99));
    await forwardAll(world, importId);
    expect(await outcomesOf(importId)).toEqual({ delivered: 2, duplicate: 2, conflicts: 1 });
    const amounts = [...world.customerIo.events.values()].map(({ attributes }) => attributes.amount);
    expect(amounts).toEqual(['5', '5']);
  });

  it('that an earlier file brought cost no request', async () => {
    await forwardAll(world, await importEvents(order(1), order(2)));
    world.clock.advance(60);
    const again = await importEvents(order(1), order(2, 99));
    await forwardAll(world, again);
    expect(await outcomesOf(again)).toEqual({ duplicate: 2, conflicts: 1 });
    expect(world.customerIo.requests).toHaveLength(1);
  });
});

describe('people', () => {
  it('are sent as their last row says', async () => {
    const importId = await importPeople('ann,a@x.io,free', 'bob,b@x.io,free', 'ann,,pro');
    await forwardAll(world, importId);
    expect(await outcomesOf(importId)).toEqual({ delivered: 3 });
    expect(world.customerIo.people.get('ann')?.attributes).toEqual({ email: 'a@x.io', plan: 'pro' });
  });

  it('who have not changed cost no request, and the others are sent', async () => {
    await forwardAll(world, await importPeople('ann,a@x.io,free', 'bob,b@x.io,free'));
    world.clock.advance(60);
    const next = await importPeople('ann,a@x.io,free', 'bob,b@x.io,pro', 'cleo,c@x.io,pro');
    await forwardAll(world, next);
    expect(await outcomesOf(next)).toEqual({ unchanged: 1, delivered: 2 });
    expect(world.customerIo.requests[1]?.items).toHaveLength(2);
  });
});

describe('refused items', () => {
  it('are rejected and noted with the message, and never recorded as seen', async () => {
    world.customerIo.refuse(isAbout('c2'));
    const importId = await importEvents(...rows(3, (n) => order(n)));
    await forwardAll(world, importId);
    expect(await outcomesOf(importId)).toEqual({ delivered: 2, rejected: 1 });
    expect(world.seen.items.size).toBe(2);
    const [note] = world.objects.keys().filter((key) => key.startsWith(refusalsPrefix(importId)));
    expect(JSON.parse(world.objects.text(note ?? ''))).toEqual([
      { row: 3, rows: 1, message: 'this item is wrong' },
    ]);
  });

  it('are sent again by the next file: they were never delivered', async () => {
    world.customerIo.refuse(() => true);
    await forwardAll(world, await importEvents(order(1)));
    world.customerIo.refuse(() => false);
    world.clock.advance(60);
    const next = await importEvents(order(1));
    await forwardAll(world, next);
    expect(await outcomesOf(next)).toEqual({ delivered: 1 });
  });
});

describe('time', () => {
  it('running out ends an invocation early, and the next goes on where it stopped', async () => {
    world = aWorld({ secondsPerRequest: 20 });
    const importId = await importEvents(...rows(5_000, (n) => order(n)));
    const answers = await forwardAll(world, importId, { secondsToDeadline: 90 });
    expect(answers.map(({ status }) => status)).toEqual(['more', 'done']);
    expect(world.customerIo.requests).toHaveLength(5);
    expect(await outcomesOf(importId)).toEqual({ delivered: 5_000 });
  });

  it('never lets a request leave so late that it could outlive its invocation', async () => {
    world = aWorld({ secondsPerRequest: 20 });
    world.customerIo.chokeOn(isAbout('c1700'));
    const importId = await importEvents(...rows(2_000, (n) => order(n)));
    let more = true;
    let calls = 0;
    for (; more; calls++) {
      const settings = forwardSettings(world, { deadline: world.clock.now() + 300_000 });
      const answer = await forwardPartition({ importId, partition: 0 }, world, settings);
      expect(world.customerIo.requests.at(-1)?.at).toBeLessThanOrEqual(settings.deadline - 30_000);
      more = answer.status === 'more';
    }
    expect(calls).toBeGreaterThan(1);
    expect(await outcomesOf(importId)).toEqual({ delivered: 1_999, rejected: 1 });
  });

  it('suffices in the end, also where every single item is refused without a word which', async () => {
    world = aWorld({ secondsPerRequest: 1 });
    world.customerIo.chokeOn(() => true);
    const importId = await importEvents(...rows(300, (n) => order(n)));
    const answers = await forwardAll(world, importId, { secondsToDeadline: 120 });
    expect(answers.length).toBeGreaterThan(3);
    expect(await outcomesOf(importId)).toEqual({ rejected: 300 });
    expect(world.seen.items.size).toBe(0);
  });

  it('between two requests is kept from call to call', async () => {
    world = aWorld({ secondsPerRequest: 0.2 });
    world.customerIo.failNext(new DeferError('unwell', 'Not now.'), { times: 7 });
    world.customerIo.chokeOn(isAbout('c1234'));
    const importId = await importEvents(...rows(3_000, (n) => order(n)));
    await forwardAll(world, importId, { secondsBetweenRequests: 2, secondsToDeadline: 60 });
    const times = world.customerIo.requests.map(({ at }) => at);
    const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(2_000);
    expect(await outcomesOf(importId)).toEqual({ delivered: 2_999, rejected: 1 });
  });
});

describe('an outage', () => {
  it.each([
    [undefined, 60, 'a minute'],
    [5, 60, 'a minute at least'],
    [600.5, 601, 'as long as Retry-After asks for'],
    [1e9, 3_600, 'an hour at most'],
  ])('with Retry-After %s makes the workflow wait %i s: %s', async (retryAfterSeconds, wait, _because) => {
    world.customerIo.failNext(new DeferError('unwell', 'Not now.', { retryAfterSeconds }), { times: 5 });
    const importId = await importEvents(order(1));
    const deadline = world.clock.now() + 60_000;
    const settings = forwardSettings(world, { deadline });
    expect(await forwardPartition({ importId, partition: 0 }, world, settings)).toEqual({
      status: 'more',
      waitSeconds: wait,
    });
  });

  it('loses nothing, and what it cost in requests is counted', async () => {
    world.customerIo.failNext(new DeferError('unwell', 'Not now.'), { times: 12, applied: true });
    const importId = await importEvents(...rows(3, (n) => order(n)));
    const answers = await forwardAll(world, importId);
    expect(answers.map(({ status }) => status)).toEqual(['more', 'more', 'done']);
    expect(await tallyIn(world, importId)).toEqual(tallyOf({ delivered: 3 }, { requests: 13 }));
  });
});

describe('refused credentials', () => {
  it('pause the import with their reason, and keep what was delivered', async () => {
    const importId = await importEvents(...rows(1_500, (n) => order(n)));
    const paused = new PausedError('credentials', 'Mend them.');
    const { postBatch } = world.customerIo;
    const failing = {
      ...world.customerIo,
      postBatch: (body: string, items: number) =>
        items < 1_000 ? Promise.reject(paused) : postBatch(body, items),
    };
    expect(await forwardAll({ ...world, customerIo: failing }, importId)).toEqual([
      { status: 'paused', waitSeconds: 0 },
    ]);
    const [checkpoint] = await world.imports.checkpoints(importId);
    expect(checkpoint).toMatchObject({ status: 'paused', position: 1_000, tally: { requests: 2 } });
    expect(await world.imports.find(importId)).toMatchObject({
      reason: { code: 'credentials', message: 'Mend them.' },
    });

    await forwardAll(world, importId);
    expect(await outcomesOf(importId)).toEqual({ delivered: 1_500 });
    expect(world.customerIo.events.size).toBe(1_500);
  });
});

describe('the checkpoint', () => {
  const elsewhere = { plan: 'another plan', position: 2, status: 'open' } as const;

  it('of another plan is ignored: its positions mean nothing', async () => {
    const importId = await importEvents(...rows(3, (n) => order(n)));
    const { epoch } = await world.imports.claimPartition(importId, 0);
    const tally = tallyOf({ delivered: 2 });
    await world.imports.saveCheckpoint(importId, 0, epoch, { ...elsewhere, tally });
    await forwardAll(world, importId);
    expect(world.customerIo.events.size).toBe(3);
    expect(await outcomesOf(importId)).toEqual({ delivered: 3 });
  });

  it('once lost costs no request: what this import delivered is known, and counts as delivered', async () => {
    const importId = await importEvents(...rows(3, (n) => order(n)), order(3));
    await forwardAll(world, importId);
    const { epoch } = await world.imports.claimPartition(importId, 0);
    await world.imports.saveCheckpoint(importId, 0, epoch, { ...elsewhere, tally: tallyOf({}) });
    await forwardAll(world, importId);
    expect(await outcomesOf(importId)).toEqual({ delivered: 3, duplicate: 1 });
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('of a partition that is done makes a further call do nothing', async () => {
    const importId = await importEvents(order(1));
    await forwardAll(world, importId);
    const before = await tallyIn(world, importId);
    expect(await forwardAll(world, importId)).toEqual([{ status: 'done', waitSeconds: 0 }]);
    expect(await tallyIn(world, importId)).toEqual(before);
    expect(world.customerIo.requests).toHaveLength(1);
  });

  it('cannot be written by a worker whose partition another one has taken over', async () => {
    const importId = await importEvents(...rows(1_500, (n) => order(n)));
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
    expect(await outcomesOf(importId)).toEqual({ delivered: 1_500 });
  });
});

describe('a bug', () => {
  it('is passed on untouched, and the checkpoint stays as it was', async () => {
    const bug = new TypeError('a bug');
    const importId = await importEvents(order(1));
    world.customerIo.failNext(bug);
    await expect(forwardAll(world, importId)).rejects.toBe(bug);
    expect(await world.imports.checkpoints(importId)).toEqual([]);
  });
});
