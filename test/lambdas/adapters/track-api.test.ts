import { describe, expect, it } from '@jest/globals';
import { type TrackApiSettings, trackApi } from '../../../lambdas/adapters/track-api.ts';
import type { Answered } from '../../../lambdas/contracts/metrics.ts';
import { PausedError } from '../../../lambdas/domain/errors.ts';
import type { Fault } from '../../../local/customerio/faults.ts';
import type { StandIn } from '../../../local/customerio/stand-in.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { CREDENTIALS, start } from '../../local/customerio/running-stand-in.ts';
import { event, identify, ulid } from '../../local/customerio/track-items.ts';

/** Only for faults that never answer: a busy machine may need longer for any other answer. */
const IMPATIENT = { timeoutMilliseconds: 150 };
const patienceFor = (kind?: Fault['kind']) => (kind === 'hang' ? IMPATIENT : {});

const connect = ({ url }: StandIn, differing: Partial<TrackApiSettings> = {}) =>
  trackApi({
    origin: url,
    credentials: async () => CREDENTIALS,
    now: () => NEW_YEAR,
    timeoutMilliseconds: 300_000,
    ...differing,
  });

const ada = identify({ id: 'ada' }, { plan: 'pro' });
const bob = identify({ id: 'bob' });
const nameless = event({ id: 'cleo' }, { name: '' });

/** Posts items to a stand-in with these faults. */
async function post(items: readonly unknown[], ...faults: readonly Fault[]) {
  const standIn = await start();
  standIn.inject(...faults);
  const customerIo = connect(standIn, patienceFor(faults[0]?.kind));
  return { standIn, reply: customerIo.postBatch(JSON.stringify({ batch: items }), items.length) };
}

describe('a batch that is accepted', () => {
  it('is reported as accepted, and all of its items have arrived', async () => {
    const { standIn, reply } = await post([ada, bob]);
    expect(await reply).toEqual({ status: 'accepted', declined: [] });
    expect([...standIn.workspace.people()]).toHaveLength(2);
  });

  it('names each declined item by its place, and the others have arrived', async () => {
    const { standIn, reply } = await post([ada, nameless, bob, nameless]);
    expect(await reply).toEqual({
      status: 'accepted',
      declined: [
        { index: 1, message: expect.stringContaining('name') },
        { index: 3, message: expect.stringContaining('name') },
      ],
    });
    expect([...standIn.workspace.people()]).toHaveLength(2);
  });

  it('is not confused with one that has errors, also with status 200', async () => {
    const { reply } = await post([ada, bob], { kind: 'errorsOn200' });
    expect(await reply).toMatchObject({ status: 'accepted', declined: [{ index: 0 }] });
  });

  it('has the reason if an error has no message', async () => {
    const { reply } = await post([ada, bob], { kind: 'omitBatchIndex', as: 'missingField' });
    expect(await reply).toEqual({ status: 'accepted', declined: [{ index: 0, message: 'invalid' }] });
  });
});

describe('an answer that does not say which item is wrong', () => {
  it.each<[string, Fault]>([
    ['207 without an index', { kind: 'omitBatchIndex', as: 'absent' }],
    ['207 with an index outside of the batch', { kind: 'omitBatchIndex', as: 'outOfRange' }],
    ['400 for the whole batch', { kind: 'badRequest' }],
    ['413 with a page of HTML', { kind: 'tooLarge' }],
  ])('leaves the whole batch unresolved: %s', async (_, fault) => {
    const { reply } = await post([ada, bob], fault);
    expect(await reply).toEqual({ status: 'unresolved', message: expect.stringMatching(/./) });
  });
});

describe('an outcome that is unknown', () => {
  it.each<[string, Fault, string]>([
    ['a server error with a page of HTML', { kind: 'serverError', status: 500 }, 'customerio_unavailable'],
    ['a gateway without a server', { kind: 'serverError', status: 503 }, 'customerio_unavailable'],
    ['throttling', { kind: 'throttle' }, 'customerio_unavailable'],
    ['a reset before the batch was applied', { kind: 'resetBeforeApplying' }, 'customerio_unreachable'],
    ['a reset after the batch was applied', { kind: 'resetAfterApplying' }, 'customerio_unreachable'],
    ['silence', { kind: 'hang' }, 'customerio_unreachable'],
    ['200 with an empty body', { kind: 'emptyBody' }, 'customerio_unclear'],
  ])('is deferred and never counts as accepted: %s', async (_, fault, code) => {
    const { reply } = await post([ada], fault);
    await expect(reply).rejects.toMatchObject({ name: 'DeferError', code });
  });

  it('is deferred if the connection is refused', async () => {
    const standIn = await start();
    await standIn.close();
    await expect(connect(standIn).postBatch('{}', 0)).rejects.toMatchObject({ name: 'DeferError' });
  });

  it('does not prevent the next request', async () => {
    const standIn = await start();
    const body = JSON.stringify({ batch: [event({ id: 'ada' }, { id: ulid(1) })] });
    for (const kind of ['hang', 'resetAfterApplying', 'emptyBody'] as const) {
      standIn.inject({ kind });
      await expect(connect(standIn, patienceFor(kind)).postBatch(body, 1)).rejects.toMatchObject({
        name: 'DeferError',
      });
    }
    expect(await connect(standIn).postBatch(body, 1)).toEqual({ status: 'accepted', declined: [] });
    expect([...standIn.workspace.events()]).toHaveLength(1);
  });
});

describe('onAnswer', () => {
  it.each<[Answered, Fault | undefined]>([
    ['accepted', undefined],
    ['throttled', { kind: 'throttle' }],
    ['refused', { kind: 'badRequest' }],
    ['broken', { kind: 'serverError', status: 503 }],
    ['missing', { kind: 'hang' }],
  ])('is called with the answer %s and the time that it took', async (answered, fault) => {
    const standIn = await start();
    if (fault) standIn.inject(fault);
    const told: unknown[] = [];
    let now = NEW_YEAR;
    const customerIo = connect(standIn, {
      ...patienceFor(fault?.kind),
      now: () => now++,
      onAnswer: (...answer) => told.push(answer),
    });
    await customerIo.postBatch(JSON.stringify({ batch: [ada] }), 1).catch(() => undefined);
    expect(told).toEqual([[answered, 1]]);
  });

  it('is called for a batch that was accepted in part', async () => {
    const told: unknown[] = [];
    const standIn = await start();
    const customerIo = connect(standIn, { onAnswer: (answered) => told.push(answered) });
    await customerIo.postBatch(JSON.stringify({ batch: [ada, nameless] }), 2);
    expect(told).toEqual(['partial']);
  });
});

describe('Retry-After', () => {
  it.each([
    [7, 7, 'seconds'],
    [0, 0, 'none at all'],
    [new Date(NEW_YEAR + 90_000).toUTCString(), 90, 'a date'],
    [new Date(NEW_YEAR - 90_000).toUTCString(), 0, 'a date that is past'],
    ['soon', undefined, 'an undefined word'],
  ])('of %j is %s s: %s', async (retryAfter, seconds, _because) => {
    const { reply } = await post([ada], { kind: 'throttle', retryAfter });
    await expect(reply).rejects.toMatchObject({ name: 'DeferError', retryAfterSeconds: seconds });
  });
});

describe('credentials', () => {
  it('that are refused pause the import, and nothing has arrived', async () => {
    const { standIn, reply } = await post([ada], { kind: 'unauthorized' });
    await expect(reply).rejects.toMatchObject({ name: 'PausedError', code: 'credentials' });
    expect([...standIn.workspace.people()]).toEqual([]);
  });

  it('are sent as site id and API key', async () => {
    const standIn = await start({ siteId: 'ümläut', apiKey: 'k:e:y' });
    const customerIo = connect(standIn, { credentials: async () => ({ siteId: 'ümläut', apiKey: 'k:e:y' }) });
    expect(await customerIo.postBatch(JSON.stringify({ batch: [ada] }), 1)).toMatchObject({
      status: 'accepted',
    });
  });

  it('are read again after they were refused, and only then', async () => {
    const standIn = await start();
    const asked: boolean[] = [];
    const customerIo = connect(standIn, {
      credentials: async ({ fresh }) => {
        asked.push(fresh);
        return CREDENTIALS;
      },
    });
    standIn.inject({ kind: 'unauthorized' });
    const send = () => customerIo.postBatch(JSON.stringify({ batch: [ada] }), 1);
    await expect(send()).rejects.toThrow();
    await send();
    await send();
    expect(asked).toEqual([false, true, false]);
  });

  it('that were never stored send nothing, and are read again as well', async () => {
    const standIn = await start();
    const asked: boolean[] = [];
    const customerIo = connect(standIn, {
      credentials: async ({ fresh }) => {
        asked.push(fresh);
        throw new PausedError('credentials', 'Fill them in.');
      },
    });
    for (let n = 0; n < 2; n++) {
      await expect(customerIo.postBatch('{}', 0)).rejects.toMatchObject({ name: 'PausedError' });
    }
    expect(asked).toEqual([false, true]);
    expect(standIn.requests).toEqual([]);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 307, 308] as const)('%i pauses and is never followed', async (status) => {
    const elsewhere = await start();
    const { reply } = await post([ada], { kind: 'redirect', status, location: elsewhere.url });
    await expect(reply).rejects.toMatchObject({ name: 'PausedError', code: 'region' });
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('an address that accepts no batches', () => {
  it.each([
    [404, '/elsewhere'],
    [405, '/api/v1/customers/ada?'],
  ])('pauses on %i, because a retry would fail too', async (status, path) => {
    const standIn = await start();
    const customerIo = connect(standIn, { origin: standIn.url + path });
    await expect(customerIo.postBatch(JSON.stringify({ batch: [ada] }), 1)).rejects.toMatchObject({
      name: 'PausedError',
      code: 'endpoint',
      message: expect.stringContaining(`${status}`),
    });
    expect([...standIn.workspace.people()]).toEqual([]);
  });
});
