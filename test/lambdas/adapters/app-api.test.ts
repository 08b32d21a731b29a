import { describe, expect, it } from '@jest/globals';
import { type AppApiSettings, appApi } from '../../../lambdas/adapters/app-api.ts';
import type { Fault } from '../../../local/customerio/faults.ts';
import type { StandIn, StandInOptions } from '../../../local/customerio/stand-in.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { CREDENTIALS, sendBatch, start } from '../../local/customerio/running-stand-in.ts';
import { identify } from '../../local/customerio/track-items.ts';

const KEY = 'app-key';

async function standInWith(people: readonly unknown[], options: Partial<StandInOptions> = {}) {
  const standIn = await start({ ...CREDENTIALS, appApiKey: KEY, ...options });
  if (people.length > 0) await sendBatch(standIn, people);
  return standIn;
}

const connect = ({ url }: StandIn, differing: Partial<AppApiSettings> = {}) =>
  appApi({
    origin: url,
    key: async () => KEY,
    now: () => NEW_YEAR,
    timeoutMilliseconds: 300_000,
    ...differing,
  });

describe('attributesOf', () => {
  it('returns all attributes, as texts, with the key of the App API', async () => {
    const standIn = await standInWith([
      identify({ id: 'ada' }, { email: 'ada@example.test', seats: 3, vip: true, address: { city: 'Ulm' } }),
    ]);
    expect(await connect(standIn).attributesOf({ id: 'ada' })).toMatchObject({
      id: 'ada',
      email: 'ada@example.test',
      seats: '3',
      vip: 'true',
      address: '{"city":"Ulm"}',
    });
  });

  it.each([
    [{ id: 'a/b c?d=%&#é' }, 'signs that mean something in an address'],
    [{ email: 'ada+news@example.test' }, 'an e-mail address'],
    [{ phone: '+4915112345678' }, 'a phone number'],
  ])('asks for %j by its kind: %s', async (person, _because) => {
    const standIn = await standInWith([identify(person, { plan: 'gold' })], { identifiers: { phone: true } });
    expect(await connect(standIn).attributesOf(person)).toMatchObject({ plan: 'gold' });
  });

  it('returns undefined if there is no such person', async () => {
    expect(await connect(await standInWith([])).attributesOf({ id: 'ada' })).toBeUndefined();
  });

  it.each<[string, Fault]>([
    ['a server error', { kind: 'serverError', status: 503 }],
    ['silence', { kind: 'hang' }],
    ['a reset', { kind: 'resetBeforeApplying' }],
    ['200 with an empty body', { kind: 'emptyBody' }],
  ])('is deferred by %s', async (_, fault) => {
    const standIn = await standInWith([identify({ id: 'ada' })]);
    standIn.inject(fault);
    // A busy machine may need long for an answer, but silence lasts forever.
    const customerIo = connect(standIn, fault.kind === 'hang' ? { timeoutMilliseconds: 150 } : {});
    await expect(customerIo.attributesOf({ id: 'ada' })).rejects.toMatchObject({ name: 'DeferError' });
  });

  it('is deferred by throttling, for the time that Retry-After says', async () => {
    const standIn = await standInWith([]);
    standIn.inject({ kind: 'throttle', retryAfter: 7 });
    await expect(connect(standIn).attributesOf({ id: 'ada' })).rejects.toMatchObject({
      name: 'DeferError',
      retryAfterSeconds: 7,
    });
  });

  it('is throttled by the stand-in above ten requests a second', async () => {
    const customerIo = connect(await standInWith([], { now: () => NEW_YEAR }));
    for (let n = 0; n < 10; n++) expect(await customerIo.attributesOf({ id: 'ada' })).toBeUndefined();
    await expect(customerIo.attributesOf({ id: 'ada' })).rejects.toThrow('429');
  });

  it.each<[string, Fault | undefined, Partial<AppApiSettings>, RegExp]>([
    ['a key that is refused', undefined, { key: async () => 'other' }, /refuses the appApiKey \(401\)/],
    ['a redirect', { kind: 'redirect', status: 301, location: 'http://127.0.0.1:1/' }, {}, /301/],
    ['a request that is refused', { kind: 'badRequest' }, {}, /400/],
  ])('stops at %s', async (_, fault, settings, message) => {
    const standIn = await standInWith([identify({ id: 'ada' })]);
    if (fault) standIn.inject(fault);
    const asking = connect(standIn, settings).attributesOf({ id: 'ada' });
    await expect(asking).rejects.toMatchObject({ name: 'PausedError', code: 'app_api' });
    await expect(asking).rejects.toThrow(message);
    await expect(asking).rejects.not.toThrow(/ada/);
  });

  it.each([undefined, ''])('sends no request if the key in the secret is %j', async (missing) => {
    const standIn = await standInWith([]);
    const asking = connect(standIn, { key: async () => missing }).attributesOf({ id: 'ada' });
    await expect(asking).rejects.toMatchObject({ name: 'PausedError', code: 'app_api' });
    expect(standIn.requests).toEqual([]);
  });

  it('reads the key again after it was refused, and only then', async () => {
    const standIn = await standInWith([identify({ id: 'ada' })]);
    const asked: boolean[] = [];
    const customerIo = connect(standIn, {
      key: async ({ fresh }) => {
        asked.push(fresh);
        return fresh ? KEY : 'old';
      },
    });
    await expect(customerIo.attributesOf({ id: 'ada' })).rejects.toThrow();
    expect(await customerIo.attributesOf({ id: 'ada' })).toBeDefined();
    expect(asked).toEqual([false, true]);
  });
});

describe('attributesOfMany', () => {
  const everyone = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `c${n}` }));

  it('returns 100 people with one request, in their order, and undefined for who does not exist', async () => {
    const people = everyone(100);
    const standIn = await standInWith(
      people
        .slice(1)
        .map((person, n) => identify(person, { n }))
        .toReversed(),
    );
    const found = await connect(standIn).attributesOfMany(people);
    expect(found.map((one) => one?.n)).toEqual([undefined, ...people.slice(1).map((_, n) => `${n}`)]);
    expect(
      standIn.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1')),
    ).toHaveLength(1);
  });

  it('compares e-mail addresses without case, and returns no one else', async () => {
    const standIn = await standInWith(
      [identify({ email: 'Ada@example.test' }, { n: 1 }), identify({ id: 'bob@example.test' }, { n: 2 })],
      { answers: { bulkLookup: 'any' } },
    );
    const asked = [{ email: 'bob@example.test' }, { email: 'ada@EXAMPLE.test' }];
    expect(await connect(standIn).attributesOfMany(asked)).toMatchObject([undefined, { n: '1' }]);
    standIn.answer({ bulkLookup: 'id' });
    expect(await connect(standIn).attributesOfMany(asked)).toEqual([undefined, undefined]);
  });

  it('finds no one if Customer.io refuses another identifier than id, and stops if it refuses ids', async () => {
    const standIn = await standInWith([]);
    standIn.inject({ kind: 'badRequest', times: 2 });
    expect(await connect(standIn).attributesOfMany([{ email: 'ada@example.test' }])).toEqual([undefined]);
    await expect(connect(standIn).attributesOfMany([{ id: 'ada' }])).rejects.toMatchObject({
      code: 'app_api',
    });
  });

  it.each<[string, Fault]>([
    ['a server error', { kind: 'serverError', status: 503 }],
    ['200 with an empty body', { kind: 'emptyBody' }],
  ])('is deferred by %s', async (_, fault) => {
    const standIn = await standInWith([]);
    standIn.inject(fault);
    await expect(connect(standIn).attributesOfMany([{ id: 'ada' }])).rejects.toMatchObject({
      name: 'DeferError',
    });
  });
});
