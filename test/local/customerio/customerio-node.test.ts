// Tests the stand-in with Customer.io's own client.

import { describe, expect, it } from '@jest/globals';
import { APIClient, CustomerIORequestError, IdentifierType, TrackClient } from 'customerio-node';
import { CREDENTIALS, start } from './running-stand-in.ts';
import { event, identify, NEW_YEAR, ulid } from './track-items.ts';

async function startWithClient({ siteId, apiKey } = CREDENTIALS) {
  const standIn = await start({ now: () => NEW_YEAR * 1000 });
  const url = `${standIn.url}/api/v1`;
  return { standIn, client: new TrackClient(siteId, apiKey, { url, retry: { maxRetries: 0 } }) };
}

describe("customerio-node's TrackClient", () => {
  it('identifies people by id, email and cio_id', async () => {
    const { standIn, client } = await startWithClient();
    expect(await client.identify('ann', { plan: 'gold', _timestamp: NEW_YEAR })).toEqual({});
    await client.identify('bob+1@example.com', { plan: 'silver' });
    await client.identify(`cio_${standIn.workspace.cioId({ id: 'ann' })}`, { email: 'ann@example.com' });
    await client.identify('ann', { plan: 'lead', _timestamp: NEW_YEAR - 1 });
    expect([...standIn.workspace.people()]).toEqual([
      { type: 'person', id: 'ann', email: 'ann@example.com', attributes: { plan: 'gold' } },
      { type: 'person', id: null, email: 'bob+1@example.com', attributes: { plan: 'silver' } },
    ]);
  });

  it('tracks events, which are deduplicated by their ids', async () => {
    const { standIn, client } = await startWithClient();
    const order = { name: 'order_placed', id: ulid(1), timestamp: NEW_YEAR - 60, data: { total: 42.5 } };
    await client.track('ann', order);
    await client.track('ann', order);
    await client.trackPageView('ann', '/pricing');
    expect([...standIn.workspace.events()]).toEqual([
      {
        type: 'event',
        person: 'ann',
        name: 'order_placed',
        timestamp: NEW_YEAR - 60,
        id: ulid(1),
        attributes: { total: 42.5 },
        wouldTrigger: true,
      },
    ]);
    expect(standIn.workspace.counts).toMatchObject({
      ignoredDuplicateEvents: 1,
      operations: { 'person page': 1 },
    });
  });

  it('sends batches and entities, and gets the errors of a 207', async () => {
    const { standIn, client } = await startWithClient();
    expect(await client.batch([identify({ id: 'ann' }), event({ id: 'ann' })])).toEqual({});
    expect(await client.batch([event({ id: 'ann' }, { id: 'order-1' })])).toMatchObject({
      errors: [{ batch_index: 0, field: 'id' }],
    });
    expect(await client.entity(event({ id: 'ann' }, { name: 'paid' }))).toEqual({});
    expect([...standIn.workspace.events()].map(({ name }) => name)).toEqual(['order_placed', 'paid']);
  });

  it('deletes, suppresses, unsuppresses and merges people', async () => {
    const { standIn, client } = await startWithClient();
    for (const id of ['ann', 'bob', 'eve']) await client.identify(id, {});
    await client.destroy('ann');
    await client.suppress('bob');
    await client.identify('bob', {});
    expect([...standIn.workspace.people()].map(({ id }) => id)).toEqual(['eve']);
    await client.unsuppress('bob');
    await client.identify('bob', { plan: 'gold' });
    await client.mergeCustomers(IdentifierType.Id, 'eve', IdentifierType.Id, 'bob');
    expect([...standIn.workspace.people()]).toMatchObject([{ id: 'eve', attributes: { plan: 'gold' } }]);
  });

  it('gets the region', async () => {
    const { client } = await startWithClient();
    expect(await client.getAccountRegion()).toMatchObject({ url: 'https://track.customer.io', region: 'us' });
  });

  it('converts refusals to its own errors', async () => {
    const { client } = await startWithClient();
    await expect(client.track('ann', { name: 'paid', id: 'order-1' })).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('id must be a ULID'),
    });
    const stranger = (await startWithClient({ siteId: 'site', apiKey: 'wrong' })).client;
    await expect(stranger.identify('ann', {})).rejects.toBeInstanceOf(CustomerIORequestError);
  });

  it('can send a batch again after a connection error, and its events count once', async () => {
    const { standIn, client } = await startWithClient();
    const batch = [event({ id: 'ann' }, { id: ulid(1) })];
    standIn.inject({ kind: 'resetBeforeApplying' }, { kind: 'resetAfterApplying' });
    await expect(client.batch(batch)).rejects.toThrow('fetch failed');
    await expect(client.batch(batch)).rejects.toThrow('fetch failed');
    await client.batch(batch);
    expect(standIn.requests.map(({ status }) => status)).toEqual([null, null, 200]);
    expect([...standIn.workspace.events()]).toHaveLength(1);
  });
});

describe("customerio-node's APIClient", () => {
  it('reads a person from the App API by each identifier, and gets its errors', async () => {
    const standIn = await start({ appApiKey: 'app-key' });
    const track = new TrackClient(CREDENTIALS.siteId, CREDENTIALS.apiKey, { url: `${standIn.url}/api/v1` });
    await track.identify('a/b', { email: 'ann@example.com', seats: 3 });
    const settings = { url: `${standIn.url}/v1`, retry: { maxRetries: 0 } };
    const client = new APIClient('app-key', settings);
    const told = { customer: { id: 'a/b', attributes: { email: 'ann@example.com', seats: '3' } } };
    expect(await client.getAttributes('a/b')).toMatchObject(told);
    expect(await client.getAttributes('ann@example.com', IdentifierType.Email)).toMatchObject(told);
    const cioId = standIn.workspace.cioId({ id: 'a/b' }) ?? '';
    expect(await client.getAttributes(cioId, IdentifierType.CioId)).toMatchObject(told);
    await expect(client.getAttributes('nobody')).rejects.toMatchObject({ statusCode: 404 });
    const stranger = new APIClient('other', settings);
    await expect(stranger.getAttributes('a/b')).rejects.toMatchObject({ statusCode: 401 });
  });
});
