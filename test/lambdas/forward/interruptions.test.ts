// Interruptions of Forward without a crash: time, an outage, refused credentials.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { tallyOf } from '../../../lambdas/domain/delivery/tally.ts';
import { DeferError, PausedError } from '../../../lambdas/domain/errors.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import {
  aWorld,
  forwardAll,
  forwardSettings,
  importEvents,
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

describe('an invocation', () => {
  it('ends before its time runs out, and the next one continues where it stopped', async () => {
    world = aWorld({ secondsPerRequest: 20 });
    const importId = await importEvents(world, ...rows(7_500, (n) => order(n)));
    const answers = await forwardAll(world, importId, { secondsToDeadline: 90 });
    expect(answers.map(({ status }) => status)).toEqual(['more', 'done']);
    expect(world.customerIo.requests).toHaveLength(5);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 7_500 });
  });

  it('never sends a request so late that it could last longer than the invocation', async () => {
    world = aWorld({ secondsPerRequest: 20 });
    world.customerIo.chokeOn(isAbout('c1700'));
    const importId = await importEvents(world, ...rows(2_000, (n) => order(n)));
    let more = true;
    let calls = 0;
    for (; more; calls++) {
      const settings = forwardSettings(world, { deadline: world.clock.now() + 300_000 });
      const answer = await forwardPartition({ importId, partition: 0 }, world, settings);
      expect(world.customerIo.requests.at(-1)?.at).toBeLessThanOrEqual(settings.deadline - 30_000);
      more = answer.status === 'more';
    }
    expect(calls).toBeGreaterThan(1);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1_999, rejected: 1 });
  });

  it('settles some items each time, also if every item is declined without its index', async () => {
    world = aWorld({ secondsPerRequest: 1 });
    world.customerIo.chokeOn(() => true);
    const importId = await importEvents(world, ...rows(300, (n) => order(n)));
    const answers = await forwardAll(world, importId, { secondsToDeadline: 120 });
    expect(answers.length).toBeGreaterThan(3);
    expect(await outcomesIn(world, importId)).toEqual({ rejected: 300 });
    expect(world.seen.delivered.size).toBe(0);
  });

  it('keeps the time between requests from the previous invocation', async () => {
    world = aWorld({ secondsPerRequest: 0.2 });
    world.customerIo.failNext(new DeferError('unwell', 'Not now.'), { times: 7 });
    world.customerIo.chokeOn(isAbout('c1234'));
    const importId = await importEvents(world, ...rows(3_000, (n) => order(n)));
    await forwardAll(world, importId, { secondsBetweenRequests: 2, secondsToDeadline: 60 });
    const times = world.customerIo.requests.map(({ at }) => at);
    const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(2_000);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2_999, rejected: 1 });
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
    const importId = await importEvents(world, order(1));
    const deadline = world.clock.now() + 60_000;
    const settings = forwardSettings(world, { deadline });
    expect(await forwardPartition({ importId, partition: 0 }, world, settings)).toEqual({
      status: 'more',
      waitSeconds: wait,
    });
  });

  it('loses nothing, and its requests are counted', async () => {
    world.customerIo.failNext(new DeferError('unwell', 'Not now.'), { times: 12, applied: true });
    const importId = await importEvents(world, ...rows(3, (n) => order(n)));
    const answers = await forwardAll(world, importId);
    expect(answers.map(({ status }) => status)).toEqual(['more', 'more', 'done']);
    expect(await tallyIn(world, importId)).toEqual(
      tallyOf({ delivered: 3 }, { deliveredGroups: 3, requests: 13, retries: 10 }),
    );
  });
});

describe('refused credentials', () => {
  it('pause the import with the reason, and keep what was delivered', async () => {
    const importId = await importEvents(world, ...rows(2_000, (n) => order(n)));
    const paused = new PausedError('credentials', 'Fix them.');
    const { postBatch } = world.customerIo;
    const failing = {
      ...world.customerIo,
      postBatch: (body: string, items: number) =>
        items < 1_500 ? Promise.reject(paused) : postBatch(body, items),
    };
    expect(await forwardAll({ ...world, customerIo: failing }, importId)).toEqual([
      { status: 'paused', waitSeconds: 0 },
    ]);
    const [checkpoint] = await world.imports.checkpoints(importId);
    expect(checkpoint).toMatchObject({ status: 'paused', position: 1_500, tally: { requests: 2 } });
    expect(await world.imports.find(importId)).toMatchObject({
      reason: { code: 'credentials', message: 'Fix them.' },
    });

    await forwardAll(world, importId);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2_000 });
    expect(world.customerIo.events.size).toBe(2_000);
  });
});
