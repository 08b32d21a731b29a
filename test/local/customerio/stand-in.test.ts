import { describe, expect, it } from '@jest/globals';
import { authorization, send, sendBatch, start } from './running-stand-in.ts';
import { event, identify, ulid } from './track-items.ts';

const ANN = { id: 'ann' };

/** A batch whose JSON has exactly this length. */
function batchOf(bytes: number): string {
  const items = Array.from({ length: 20 }, (_, n) =>
    event(ANN, { id: ulid(n), attributes: { pad: 'x'.repeat(24_000) } }),
  );
  const short = JSON.stringify({ batch: items, pad: '' });
  return JSON.stringify({ batch: items, pad: 'x'.repeat(bytes - short.length) });
}

/** An entity whose JSON has exactly this length. */
function entityOf(bytes: number): string {
  const short = JSON.stringify(event(ANN, { attributes: { pad: '' } }));
  return JSON.stringify(event(ANN, { attributes: { pad: 'x'.repeat(bytes - short.length) } }));
}

describe('POST /api/v2/batch', () => {
  it('applies every item and answers {} with a line break, as Customer.io does', async () => {
    const standIn = await start();
    const response = await sendBatch(standIn, [identify(ANN, { plan: 'gold' }), event(ANN)]);
    expect(response.status).toBe(200);
    expect(response.text).toBe('{}\n');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect([...standIn.workspace.entries()]).toMatchObject([
      { type: 'person', id: 'ann', attributes: { plan: 'gold' } },
      { type: 'event', person: 'ann', name: 'order_placed' },
    ]);
  });

  it('answers 207 with 0-based indexes, and applies the valid items', async () => {
    const standIn = await start();
    const response = await sendBatch(standIn, [
      event(ANN, { name: '' }),
      event(ANN),
      event(ANN, { id: 'x', name: '' }),
    ]);
    expect(response.status).toBe(207);
    expect(response.json).toEqual({
      errors: [
        { batch_index: 0, reason: 'required', field: 'name', message: 'name is required' },
        { batch_index: 2, reason: 'required', field: 'name', message: 'name is required' },
        { batch_index: 2, reason: 'invalid', field: 'id', message: 'id must be a ULID' },
      ],
    });
    expect([...standIn.workspace.events()]).toHaveLength(1);
  });

  it('answers 207 even if no item is valid', async () => {
    expect((await sendBatch(await start(), [{}])).status).toBe(207);
  });

  it('refuses an item of more than 32,000 bytes, and applies the others', async () => {
    const standIn = await start();
    const response = await sendBatch(standIn, [
      event(ANN, { attributes: { pad: 'x'.repeat(32_000) } }),
      event(ANN),
    ]);
    expect(response.json.errors).toMatchObject([{ batch_index: 0, field: 'item' }]);
    expect([...standIn.workspace.events()]).toHaveLength(1);
  });

  it('accepts 500,000 bytes, and refuses a body with one byte more', async () => {
    const standIn = await start();
    expect((await send(standIn, '/api/v2/batch', { body: batchOf(500_001) })).status).toBe(400);
    expect([...standIn.workspace.events()]).toEqual([]);
    expect((await send(standIn, '/api/v2/batch', { body: batchOf(500_000) })).status).toBe(200);
    expect([...standIn.workspace.events()]).toHaveLength(20);
  });

  it.each([
    ['invalid JSON', '{"batch":[', 'body'],
    ['a byte order mark', '\uFEFF{"batch":[{}]}', 'body'],
    ['a body that is not UTF-8', Buffer.from('{"batch":["\xE9"]}', 'latin1'), 'body'],
    ['an array', '[]', 'batch'],
    ['no batch', '{}', 'batch'],
    ['a batch that is not an array', '{"batch":{}}', 'batch'],
    ['an empty batch', '{"batch":[]}', 'batch'],
  ])('answers 400 to %s', async (_, body, field) => {
    const response = await send(await start(), '/api/v2/batch', { body });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ reason: expect.any(String), field, message: expect.any(String) }],
    });
  });

  it('answers 400 to JSON with another content type', async () => {
    const headers = { 'content-type': 'text/plain' };
    const response = await send(await start(), '/api/v2/batch', { body: '{"batch":[{}]}', headers });
    expect(response.status).toBe(400);
  });
});

describe('POST /api/v2/entity', () => {
  it('applies one item', async () => {
    const standIn = await start();
    const response = await send(standIn, '/api/v2/entity', { body: JSON.stringify(event(ANN)) });
    expect(response.status).toBe(200);
    expect([...standIn.workspace.events()]).toHaveLength(1);
  });

  it('answers 400 without an index to an invalid item', async () => {
    const response = await send(await start(), '/api/v2/entity', {
      body: JSON.stringify(event(ANN, { name: '' })),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ reason: 'required', field: 'name', message: 'name is required' }],
    });
  });

  it('accepts 32,000 bytes, and refuses one more', async () => {
    const standIn = await start();
    expect((await send(standIn, '/api/v2/entity', { body: entityOf(32_001) })).status).toBe(400);
    expect((await send(standIn, '/api/v2/entity', { body: entityOf(32_000) })).status).toBe(200);
  });
});

describe('GET /api/v1/accounts/region', () => {
  it.each([
    ['us', 'https://track.customer.io'],
    ['eu', 'https://track-eu.customer.io'],
  ] as const)('answers the region %s', async (region, url) => {
    const response = await send(await start({ region }), '/api/v1/accounts/region', { method: 'GET' });
    expect(await response.json()).toEqual({ url, region, environment_id: expect.any(Number) });
  });
});

describe('authorization', () => {
  it.each([
    ['nothing', ''],
    ['another scheme', authorization().replace('Basic', 'Bearer')],
    ['another key', authorization({ siteId: 'site', apiKey: 'wrong' })],
    ['another site', authorization({ siteId: 'wrong', apiKey: 'key' })],
  ])('answers 401 to %s, and applies nothing', async (_, header) => {
    const standIn = await start();
    const body = JSON.stringify({ batch: [event(ANN)] });
    for (const [path, method] of [
      ['/api/v2/batch', 'POST'],
      ['/api/v1/customers/ann', 'DELETE'],
    ] as const) {
      const response = await send(standIn, path, { method, body, headers: { authorization: header } });
      expect(response.status).toBe(401);
    }
    expect(
      (await send(standIn, '/api/v1/accounts/region', { method: 'GET', headers: { authorization: header } }))
        .status,
    ).toBe(401);
    expect([...standIn.workspace.entries()]).toEqual([]);
  });

  it('fails until the right credentials are set', async () => {
    const standIn = await start();
    standIn.setCredentials({ siteId: 'site', apiKey: 'rotated' });
    expect((await sendBatch(standIn, [event(ANN)])).status).toBe(401);
    standIn.setCredentials({ siteId: 'site', apiKey: 'key' });
    expect((await sendBatch(standIn, [event(ANN)])).status).toBe(200);
  });
});

describe('other requests', () => {
  it('get 404 for an unknown path and 405 for a wrong method', async () => {
    const standIn = await start();
    expect((await send(standIn, '/api/v2/batches', { body: '{}' })).status).toBe(404);
    const response = await send(standIn, '/api/v1/customers/ann', { body: '{}' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('PUT, DELETE');
    expect((await send(standIn, '/api/v1/customers/%E9', { method: 'PUT', body: '{}' })).status).toBe(400);
  });
});

describe('requests', () => {
  it('are recorded with their items and their answers', async () => {
    let now = 1_000;
    const standIn = await start({ now: () => now });
    await sendBatch(standIn, [event(ANN), {}]);
    now += 5;
    standIn.inject({ kind: 'resetAfterApplying' });
    await expect(sendBatch(standIn, [event(ANN)])).rejects.toThrow();
    await send(standIn, '/api/v1/accounts/region?x=1', { method: 'GET' });
    expect(standIn.requests).toEqual([
      {
        method: 'POST',
        path: '/api/v2/batch',
        status: 207,
        bytes: expect.any(Number),
        items: 2,
        receivedAt: 1_000,
      },
      {
        method: 'POST',
        path: '/api/v2/batch',
        status: null,
        bytes: expect.any(Number),
        items: 1,
        receivedAt: 1_005,
      },
      { method: 'GET', path: '/api/v1/accounts/region', status: 200, bytes: 0, items: 0, receivedAt: 1_005 },
    ]);
  });

  it('are recorded with their bodies if the option is set', async () => {
    const standIn = await start({ recordBodies: true });
    await send(standIn, '/api/v2/entity', { body: '{"é":1}' });
    expect(standIn.requests).toMatchObject([{ body: '{"é":1}', bytes: 8 }]);
  });
});

describe('latencyMilliseconds', () => {
  it('delays every answer, but applies the items immediately', async () => {
    const standIn = await start({ latencyMilliseconds: 600_000 });
    const unanswered = expect(sendBatch(standIn, [event(ANN)])).rejects.toThrow();
    while (standIn.requests.length === 0) await new Promise(setImmediate);
    expect([...standIn.workspace.events()]).toHaveLength(1);
    await standIn.close();
    await unanswered;
  });
});

describe('startStandIn', () => {
  it('fails if another process uses the port', async () => {
    const { url } = await start();
    await expect(start({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
  });
});
