import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../local/customerio/faults.ts';
import { sendBatch, start } from './running-stand-in.ts';
import { event, NEW_YEAR, ulid } from './track-items.ts';

const BATCH = [event({ id: 'ann' }, { id: ulid(1) }), event({ id: 'bob' }, { id: ulid(2) })];

async function startWith(...faults: readonly Fault[]) {
  const standIn = await start();
  standIn.inject(...faults);
  const held = () => [...standIn.workspace.events()].map(({ id }) => id);
  return { standIn, held };
}

describe('a fault before the request is read', () => {
  it.each<[Fault, number, Record<string, string>]>([
    [{ kind: 'throttle' }, 429, {}],
    [{ kind: 'throttle', retryAfter: 2 }, 429, { 'retry-after': '2' }],
    [
      { kind: 'throttle', retryAfter: 'Thu, 01 Jan 2026 00:00:02 GMT' },
      429,
      { 'retry-after': 'Thu, 01 Jan 2026 00:00:02 GMT' },
    ],
    [{ kind: 'serverError', status: 500 }, 500, {}],
    [{ kind: 'serverError', status: 502 }, 502, {}],
    [{ kind: 'serverError', status: 503 }, 503, {}],
    [{ kind: 'serverError', status: 504 }, 504, {}],
    [{ kind: 'tooLarge' }, 413, {}],
    [
      { kind: 'redirect', status: 307, location: 'https://track-eu.example/api/v2/batch' },
      307,
      { location: 'https://track-eu.example/api/v2/batch' },
    ],
  ])('%j answers %d with a page that is not JSON, and applies nothing', async (fault, status, headers) => {
    const { standIn, held } = await startWith(fault);
    const response = await sendBatch(standIn, BATCH);
    expect(response.status).toBe(status);
    expect(response.text).toMatch(/^<html>/);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
    expect(response.headers.has('retry-after')).toBe('retry-after' in headers);
    expect(held()).toEqual([]);
  });

  it('unauthorized answers 401', async () => {
    const { standIn, held } = await startWith({ kind: 'unauthorized' });
    expect((await sendBatch(standIn, BATCH)).status).toBe(401);
    expect(held()).toEqual([]);
  });

  it('badRequest answers 400 for the whole batch', async () => {
    const { standIn, held } = await startWith({ kind: 'badRequest' });
    const response = await sendBatch(standIn, BATCH);
    expect(response.status).toBe(400);
    expect(response.json.errors[0]).not.toHaveProperty('batch_index');
    expect(held()).toEqual([]);
  });

  it('resetBeforeApplying resets the connection, and applies nothing', async () => {
    const { standIn, held } = await startWith({ kind: 'resetBeforeApplying' });
    await expect(sendBatch(standIn, BATCH)).rejects.toThrow('fetch failed');
    expect(held()).toEqual([]);
  });
});

describe('a fault after the request is applied', () => {
  it('resetAfterApplying resets the connection, and the ids deduplicate a repetition', async () => {
    const { standIn, held } = await startWith({ kind: 'resetAfterApplying' });
    await expect(sendBatch(standIn, BATCH)).rejects.toThrow('fetch failed');
    expect(held()).toEqual([ulid(1), ulid(2)]);
    await sendBatch(standIn, BATCH);
    expect(held()).toEqual([ulid(1), ulid(2)]);
    expect(standIn.workspace.counts.ignoredDuplicateEvents).toBe(2);
  });

  it('emptyBody answers 200 without a body', async () => {
    const { standIn, held } = await startWith({ kind: 'emptyBody' });
    expect(await sendBatch(standIn, BATCH)).toMatchObject({ status: 200, text: '' });
    expect(held()).toEqual([ulid(1), ulid(2)]);
  });

  it('hang answers late', async () => {
    const { standIn, held } = await startWith({ kind: 'hang', milliseconds: 20 });
    expect(await sendBatch(standIn, BATCH)).toMatchObject({ status: 200 });
    expect(held()).toEqual([ulid(1), ulid(2)]);
  });

  it.each([undefined, 600_000])(
    'hang of %p milliseconds ends when the stand-in closes',
    async (milliseconds) => {
      const { standIn, held } = await startWith(
        milliseconds === undefined ? { kind: 'hang' } : { kind: 'hang', milliseconds },
      );
      const unanswered = expect(sendBatch(standIn, BATCH)).rejects.toThrow();
      while (standIn.requests.length === 0) await new Promise(setImmediate);
      await standIn.close();
      await unanswered;
      expect(held()).toEqual([ulid(1), ulid(2)]);
    },
  );
});

describe('a fault that distorts a refusal', () => {
  it('errorsOn200 refuses the first item with a 200', async () => {
    const { standIn, held } = await startWith({ kind: 'errorsOn200' });
    const response = await sendBatch(standIn, BATCH);
    expect(response.status).toBe(200);
    expect(response.json.errors).toMatchObject([{ batch_index: 0 }]);
    expect(held()).toEqual([ulid(2)]);
  });

  it.each([
    ['absent', { reason: 'invalid', field: 'name', message: 'name is invalid' }],
    ['outOfRange', { batch_index: 2, reason: 'invalid', field: 'name', message: 'name is invalid' }],
    ['missingField', { batch_index: 0, reason: 'invalid' }],
  ] as const)('omitBatchIndex refuses the first item with an index or field %s', async (as, error) => {
    const { standIn, held } = await startWith({ kind: 'omitBatchIndex', as });
    const response = await sendBatch(standIn, BATCH);
    expect(response.status).toBe(207);
    expect(response.json).toEqual({ errors: [error] });
    expect(held()).toEqual([ulid(2)]);
  });

  it('quoteItem refuses the first item, and repeats the whole item in its message', async () => {
    const { standIn, held } = await startWith({ kind: 'quoteItem' });
    const response = await sendBatch(standIn, BATCH);
    expect(response.status).toBe(207);
    const [error] = response.json.errors as { batch_index: number; message: string }[];
    expect(error).toMatchObject({ batch_index: 0, message: expect.stringContaining(ulid(1)) });
    expect(held()).toEqual([ulid(2)]);
  });

  it('acceptAndDrop answers 200, applies nothing, and counts the dropped items', async () => {
    const { standIn, held } = await startWith({ kind: 'acceptAndDrop' });
    expect(await sendBatch(standIn, BATCH)).toMatchObject({ status: 200, text: '{}\n' });
    expect(held()).toEqual([]);
    expect(standIn.workspace.damage.acceptedButDropped).toBe(2);
  });
});

describe('inject', () => {
  it('applies faults to requests in order, each to the given number of requests', async () => {
    const { standIn } = await startWith({ kind: 'serverError', status: 503, times: 2 }, { kind: 'throttle' });
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await sendBatch(standIn, BATCH)).status);
    expect(statuses).toEqual([503, 503, 429, 200]);
  });

  it('keeps a fault until a request matches its text', async () => {
    const { standIn, held } = await startWith(
      { kind: 'badRequest', whenBodyIncludes: '"bob"', times: Infinity },
      { kind: 'throttle' },
    );
    const send = async (...items: readonly unknown[]) => (await sendBatch(standIn, items)).status;
    expect(await send(...BATCH)).toBe(400);
    expect(await send(BATCH[0])).toBe(429);
    expect(await send(BATCH[0])).toBe(200);
    expect(await send(BATCH[1])).toBe(400);
    expect(held()).toEqual([ulid(1)]);
  });

  it('returns a function that removes faults that no request has got', async () => {
    const { standIn } = await startWith();
    const takeBack = standIn.inject({ kind: 'throttle', times: Infinity });
    const statuses = [(await sendBatch(standIn, BATCH)).status];
    takeBack();
    statuses.push((await sendBatch(standIn, BATCH)).status);
    expect(statuses).toEqual([429, 200]);
  });
});

describe('limitRate', () => {
  it('answers 200 to requests over the rate, and drops their items', async () => {
    let now = NEW_YEAR * 1000;
    const standIn = await start({ now: () => now });
    standIn.limitRate(2);
    const send = async (id: number) =>
      (await sendBatch(standIn, [event({ id: 'ann' }, { id: ulid(id) })])).status;
    expect([await send(1), await send(2), await send(3)]).toEqual([200, 200, 200]);
    now += 500;
    await send(4);
    standIn.limitRate(undefined);
    await send(5);
    expect([...standIn.workspace.events()].map(({ id }) => id)).toEqual([1, 2, 4, 5].map(ulid));
    expect(standIn.workspace.damage.acceptedButDropped).toBe(1);
  });
});
