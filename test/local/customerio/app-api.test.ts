// The App API of the stand-in, over HTTP.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { StandIn, StandInOptions } from '../../../local/customerio/stand-in.ts';
import { sendBatch, start } from './running-stand-in.ts';
import { event, identify, NEW_YEAR, ulid } from './track-items.ts';

const PEOPLE = [
  identify({ id: 'ann' }, { email: 'ann@example.com', plan: 'gold' }),
  identify({ id: 'bob' }),
  event({ id: 'ann' }, { id: ulid(1), timestamp: NEW_YEAR, attributes: { total: 42 } }),
  event({ id: 'ann' }, { name: 'wishlist' }),
];

async function standInWith(options: Partial<StandInOptions> = {}) {
  const standIn = await start({ appApiKey: 'app', ...options });
  await sendBatch(standIn, PEOPLE);
  return standIn;
}

async function call(standIn: StandIn, method: string, path: string, body?: unknown) {
  const response = await fetch(`${standIn.url}/v1/customers/${path}`, {
    method,
    headers: { authorization: 'Bearer app', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

const idsOf = ({ json }: { json: { customers: { id: string }[] } }) => json.customers.map(({ id }) => id);

it('reads many people in one call, and leaves out those that do not exist', async () => {
  const standIn = await standInWith();
  const answer = await call(standIn, 'POST', 'attributes', { ids: ['bob', 'nobody', 'ann'] });
  expect(idsOf(answer)).toEqual(['bob', 'ann']);
  expect(answer.json.customers[1]).toMatchObject({
    identifiers: { id: 'ann', email: 'ann@example.com' },
    attributes: { plan: 'gold', email: 'ann@example.com' },
  });
});

it.each([[[]], [Array.from({ length: 101 }, (_, n) => `c${n}`)], ['ann']])(
  'refuses a call for no one or for more than 100 people',
  async (ids) => {
    const standIn = await standInWith();
    expect(await call(standIn, 'POST', 'attributes', { ids })).toMatchObject({ status: 400 });
  },
);

it.each([
  ['id', []],
  ['any', ['ann']],
] as const)('finds many people by e-mail address only in a mode: %s', async (bulkLookup, found) => {
  const standIn = await standInWith({ answers: { bulkLookup } });
  expect(
    idsOf(await call(standIn, 'POST', 'attributes?id_type=email', { ids: ['ann@example.com'] })),
  ).toEqual(found);
});

it('lists the events of a person, of one name', async () => {
  const standIn = await standInWith();
  const all = await call(standIn, 'GET', 'ann/activities?type=event');
  expect(all.json.activities).toMatchObject([
    { type: 'event', name: 'order_placed', timestamp: NEW_YEAR, data: { total: 42 }, customer_id: 'ann' },
    { name: 'wishlist' },
  ]);
  const named = await call(standIn, 'GET', 'ann/activities?name=wishlist');
  expect(named.json.activities).toHaveLength(1);
  expect((await call(standIn, 'GET', 'bob/activities')).json.activities).toEqual([]);
});

it('stores opt-outs of senders, of SMS if no channel is named', async () => {
  const standIn = await standInWith();
  const optouts = [
    { from: '+15551234567', optout: true },
    { from: '+15559876543', optout: true, channel: 'whatsapp' },
  ];
  expect(await call(standIn, 'PUT', 'ann/optouts', { optouts })).toMatchObject({ status: 204 });
  expect((await call(standIn, 'GET', 'ann/optouts')).json.optouts).toEqual([
    { channel: 'sms', from: '+15551234567' },
    { channel: 'whatsapp', from: '+15559876543' },
  ]);
  const unknown = { optouts: [{ from: '1', optout: true, channel: 'fax' }] };
  expect(await call(standIn, 'PUT', 'ann/optouts', unknown)).toMatchObject({ status: 400 });
  expect(await call(standIn, 'PUT', 'nobody/optouts', { optouts })).toMatchObject({ status: 404 });
});

it('shows what was accepted only after the delay', async () => {
  let now = NEW_YEAR * 1000;
  const standIn = await standInWith({ now: () => now, answers: { readableAfter: 20 } });
  expect(await call(standIn, 'GET', 'ann/attributes')).toMatchObject({ status: 404 });
  expect(idsOf(await call(standIn, 'POST', 'attributes', { ids: ['ann'] }))).toEqual([]);
  now += 20_000;
  expect(idsOf(await call(standIn, 'POST', 'attributes', { ids: ['ann'] }))).toEqual(['ann']);
});

it('keeps choices and modes after a restart', async () => {
  const store = mkdtempSync(join(tmpdir(), 'customerio-store-'));
  try {
    const first = await standInWith({ store });
    first.answer({ emptyText: 'stores' });
    first.choose({ person: { id: 'ann' }, unsubscribed: true });
    await sendBatch(first, [identify({ id: 'ann' }, { plan: '' })]);
    await first.close();
    const second = await start({ store });
    expect(second.workspace.person({ id: 'ann' })?.attributes).toEqual({ plan: '', unsubscribed: true });
    expect(second.workspace.answers.emptyText).toBe('stores');
  } finally {
    rmSync(store, { recursive: true });
  }
});
