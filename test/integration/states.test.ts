// What Customer.io has of people, attribute by attribute: only what differs is sent, and what others changed stays.
import { describe, expect, it } from '@jest/globals';
import { authorization, send } from '../local/customerio/running-stand-in.ts';
import { identify } from '../local/customerio/track-items.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

/** Someone else writes to Customer.io, such as a preference page. */
async function elsewhere(...batch: readonly object[]): Promise<void> {
  const headers = { authorization: authorization({ siteId: 'local', apiKey: 'local-track-api-key' }) };
  const body = JSON.stringify({ batch });
  expect((await send(pipeline.cloud.standIn, '/api/v2/batch', { body, headers })).status).toBe(200);
}
const now = () => Math.floor(Date.now() / 1000);
const held = (id: string) => pipeline.cloud.standIn.workspace.person({ id })?.attributes;

describe('two feeds about the same people', () => {
  const plans = csv('id,plan,created_at', 's-1,gold,1600000000', 's-2,free,1600000000');
  const points = csv('id,points', 's-1,5', 's-2,7');

  it('are both unchanged when nothing changed, and the workspace has what both say', async () => {
    await pipeline.importFile('customers', plans);
    await pipeline.importFile('customers-eu', points);
    const expected = { plan: 'gold', created_at: 1_600_000_000, points: '5' };
    expect(held('s-1')).toEqual(expected);
    for (const [feed, file] of [
      ['customers', plans],
      ['customers-eu', points],
    ] as const) {
      const report = await pipeline.importFile(feed, file);
      expect(report).toMatchObject({ outcomes: { unchanged: 2, delivered: 0 }, requests: 0 });
    }
    expect(held('s-1')).toEqual(expected);
  });

  it('send only what differs: what others changed stays, and created_at is not sent again', async () => {
    await elsewhere(identify({ id: 's-1' }, { plan: 'platinum', created_at: 1_500_000_000 }, now()));
    const report = await pipeline.importFile(
      'customers-eu',
      csv('id,points,plan', 's-1,6,gold', 's-2,7,free'),
    );
    expect(report).toMatchObject({ outcomes: { unchanged: 1, delivered: 1 }, requests: 1 });
    expect(held('s-1')).toEqual({ plan: 'platinum', created_at: 1_500_000_000, points: '6' });
  });
});

describe('a no that was delivered', () => {
  const said = (plan: string) => csv('id,plan,mails', `n-1,${plan},nein`);

  it('is not sent again with what changed, so that a person who subscribes elsewhere stays subscribed', async () => {
    await pipeline.importFile('consenting-people', said('free'));
    expect(held('n-1')).toEqual({ plan: 'free', mails: false, unsubscribed: true });
    await elsewhere(identify({ id: 'n-1' }, { unsubscribed: false }, now()));
    const report = await pipeline.importFile('consenting-people', said('gold'));
    expect(report).toMatchObject({ outcomes: { delivered: 1 } });
    expect(held('n-1')).toEqual({ plan: 'gold', mails: false, unsubscribed: false });
  });

  it('is sent again when the person said yes in between', async () => {
    await pipeline.importFile('consenting-people', csv('id,plan,mails', 'n-1,gold,ja'));
    await pipeline.importFile('consenting-people', said('gold'));
    expect(held('n-1')).toMatchObject({ mails: false, unsubscribed: true });
  });

  it('creates no profile without the no, if someone deleted the person', async () => {
    await pipeline.importFile('consenting-people', csv('id,plan,mails', 'n-2,free,nein'));
    await elsewhere({ type: 'person', action: 'delete', identifiers: { id: 'n-2' } });
    await pipeline.importFile('consenting-people', csv('id,plan,mails', 'n-2,gold,nein'));
    expect(held('n-2')).toBeUndefined();
  });
});

describe('resend', () => {
  it('sends again what others overwrote, and no consent', async () => {
    const file = csv('id,plan,out', 'r-1,gold,yes', 'r-2,free,no');
    await pipeline.importFile('resent-people', file);
    expect(held('r-1')).toEqual({ plan: 'gold', unsubscribed: true });
    await elsewhere(identify({ id: 'r-1' }, { plan: 'platinum', unsubscribed: false }, now()), {
      type: 'person',
      action: 'delete',
      identifiers: { id: 'r-2' },
    });
    const report = await pipeline.importFile('resent-people', file, 'again.csv');
    expect(report).toMatchObject({ outcomes: { delivered: 2, unchanged: 0 } });
    expect(held('r-1')).toEqual({ plan: 'gold', unsubscribed: false });
    // No consent of this person was delivered, so that nothing is missing in the new profile.
    expect(held('r-2')).toEqual({ plan: 'free' });
  });
});

it('a suppression and its end are sent again in a later import', async () => {
  const file = csv('id', 'u-1');
  await pipeline.importFile('customers', csv('id,plan', 'u-1,gold'));
  for (const feed of ['suppressed', 'unsuppressed', 'suppressed', 'unsuppressed'])
    for (const name of [`${feed}-a.csv`, `${feed}-b.csv`]) {
      const report = await pipeline.importFile(feed, file, name);
      expect(report).toMatchObject({ outcomes: { delivered: 1, unchanged: 0 }, requests: 1 });
    }
});

it('a person who is deleted by one feed is sent as a whole by the next file of another', async () => {
  const file = csv('id,plan', 'x-1,gold');
  await pipeline.importFile('customers', file);
  await pipeline.importFile('changed-people', csv('id,op', 'x-1,d'));
  expect(held('x-1')).toBeUndefined();
  expect(await pipeline.importFile('customers', file)).toMatchObject({ outcomes: { delivered: 1 } });
  expect(held('x-1')).toEqual({ plan: 'gold' });
  // The deletion is never skipped in a later import.
  const again = await pipeline.importFile('changed-people', csv('id,op', 'x-1,d'));
  expect(again).toMatchObject({ outcomes: { delivered: 1 } });
  expect(held('x-1')).toBeUndefined();
});
