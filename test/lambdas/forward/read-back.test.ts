import { beforeEach, describe, expect, it } from '@jest/globals';
import { appApi } from '../../../lambdas/adapters/app-api.ts';
import { DeferError, PausedError } from '../../../lambdas/domain/errors.ts';
import type { Operation } from '../../../lambdas/domain/operations/operation.ts';
import { readBack } from '../../../lambdas/forward/read-back.ts';
import type { Answers } from '../../../local/customerio/unverified.ts';
import { personOperation } from '../../builders/operation.ts';
import { aWorld, type World } from '../../builders/world.ts';
import { sendBatch, start } from '../../local/customerio/running-stand-in.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

/** Customers 1 to `count`, delivered. */
async function delivered(count: number): Promise<Operation[]> {
  const operations = Array.from({ length: count }, (_, n) =>
    personOperation({ plan: 'gold' }, { person: `id:c${n + 1}` }),
  );
  await world.customerIo.postBatch(`{"batch":[${operations.map(({ item }) => item).join()}]}`, count);
  return operations;
}

const settings = ({ seconds = 900, apart = 1 } = {}) => ({
  secondsBetweenLookups: apart,
  readBackSeconds: 60,
  deadline: world.clock.now() + seconds * 1000,
});
const ask = (operations: readonly Operation[], options?: Parameters<typeof settings>[0]) =>
  readBack(operations, world, settings(options));

describe('readBack', () => {
  it('looks up up to 100 people with a request if nothing differs, within its share of the rate', async () => {
    const operations = await delivered(250);
    const slept = world.clock.slept.length;
    const answer = await ask(operations, { apart: 2 });
    expect(answer).toEqual({ people: 250, missing: 0, differing: 0, attributes: [], unread: 0 });
    expect(world.profiles.requests).toEqual([100, 100, 50]);
    expect(world.profiles.asked).toEqual(operations.map((_, n) => `c${n + 1}`));
    expect(world.clock.slept.slice(slept)).toEqual([2, 2, 2]);
  });

  it('looks up again only people that are missing', async () => {
    const operations = await delivered(2);
    world.profiles.tell('c2', undefined, 2);
    expect(await ask(operations)).toMatchObject({ people: 2, missing: 0, differing: 0 });
    expect(world.profiles.asked).toEqual(['c1', 'c2', 'c2', 'c2']);
  });

  it('finds what Customer.io shows only after a minute', async () => {
    const operations = await delivered(1);
    world.profiles.tell('c1', undefined, 6);
    expect(await ask(operations, { apart: 0 })).toMatchObject({ missing: 0, differing: 0 });
    expect(world.clock.slept.slice(-6)).toEqual([1, 2, 5, 10, 20, 22]);
  });

  it('stops after a minute, and names the attributes that differ', async () => {
    const operations = await delivered(1);
    world.profiles.tell('c1', { plan: 'free' });
    const began = world.clock.now();
    expect(await ask(operations, { apart: 0 })).toMatchObject({
      differing: 1,
      attributes: [{ name: 'plan', people: 1 }],
    });
    expect(world.profiles.asked).toHaveLength(7);
    expect(world.clock.now() - began).toBe(60_000);
  });

  it('waits as long as Customer.io asks for', async () => {
    const operations = await delivered(1);
    world.profiles.failNext(new DeferError('customerio_unavailable', 'slow', { retryAfterSeconds: 20 }));
    expect(await ask(operations)).toMatchObject({ people: 1, unread: 0 });
    expect(world.clock.slept).toContain(20);
  });

  it('reports the cause if Customer.io stays unavailable, and does not look up the others', async () => {
    const operations = await delivered(5);
    world.profiles.failNext(new DeferError('customerio_unavailable', 'The App API answers 503.'), 99);
    expect(await ask(operations)).toMatchObject({ unread: 5, because: 'The App API answers 503.' });
    expect(world.profiles.requests).toEqual([5, 5, 5]);
  });

  it('looks up no more people if the key is missing or refused', async () => {
    const operations = await delivered(5);
    world.profiles.failNext(new PausedError('app_api', 'The App API refuses the appApiKey (401).'));
    expect(await ask(operations)).toMatchObject({
      unread: 5,
      because: 'The App API refuses the appApiKey (401).',
    });
    expect(world.profiles.requests).toHaveLength(1);
  });

  it('keeps its results when time runs out', async () => {
    const operations = await delivered(250);
    expect(await ask(operations, { seconds: 32 })).toEqual({
      people: 250,
      missing: 0,
      differing: 0,
      attributes: [],
      unread: 50,
      because: 'There was no time left to look up everyone.',
    });
  });
});

describe.each(['id', 'any'] as const)(
  'readBack, of a Customer.io that finds many people by: %s',
  (bulkLookup) => {
    const people = ['ann', 'bob', 'cyd'].map((name) =>
      personOperation({ plan: 'gold' }, { person: `email:${name}@example.com` }),
    );

    async function ofStandIn(answers: Partial<Answers> = {}) {
      const standIn = await start({
        appApiKey: 'app',
        now: world.clock.now,
        answers: { bulkLookup, readableAfter: 40, ...answers },
      });
      const profiles = appApi({ origin: standIn.url, key: async () => 'app', now: world.clock.now });
      await sendBatch(
        standIn,
        people.slice(0, 2).map(({ item }) => JSON.parse(item)),
      );
      const answer = await readBack(people, { profiles, clock: world.clock }, settings({ apart: 1 }));
      return { answer, standIn };
    }

    it('finds each person by e-mail address after a delay, and who is missing', async () => {
      const { answer, standIn } = await ofStandIn();
      expect(answer).toMatchObject({ people: 3, missing: 1, differing: 0, unread: 0 });
      const many = standIn.requests.filter(({ path }) => path === '/v1/customers/attributes');
      expect(many.length).toBeGreaterThan(0);
    });
  },
);
