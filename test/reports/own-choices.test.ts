// What people decide for themselves in Customer.io stays, whatever the next file says about their consent.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyCustomers } from '../../lambdas/domain/presets/shopify-customers.ts';
import type { Choice } from '../../local/customerio/choices.ts';
import type { TrackItem } from '../../local/customerio/track-item.ts';
import { createWorkspace } from '../../local/customerio/workspace.ts';
import { csv } from '../integration/csv.ts';
import { drop, pipelineOf } from './dropped.ts';

const newsletter: FeedInput = {
  ...people,
  columns: {
    newsletter: { as: 'unsubscribed', type: 'optIn' },
    topic: { as: 'cio_subscription_preferences.topics.topic_1', type: 'boolean' },
  },
};
const ANN = { id: 'ann' };

/** Drops the file, lets Ann choose, and drops it again on the next day, with another plan so that Ann is sent again. */
async function chosenBetween(consent: string, choice: Omit<Choice, 'person'>) {
  const world = pipelineOf({ leads: newsletter });
  const workspace = createWorkspace(new Set(['id', 'email', 'cio_id'] as const));
  for (const [day, plan] of ['free', 'gold'].entries()) {
    const { sent } = await drop(
      world,
      `leads/${day}.csv`,
      `id,plan,newsletter,topic\nann,${plan},${consent}\n`,
    );
    workspace.apply(sent as unknown as readonly TrackItem[], world.clock.now());
    if (day === 0) workspace.choose({ person: ANN, ...choice }, world.clock.now() + 60_000);
  }
  return workspace.person(ANN)?.attributes;
}

it('a yes in a file does not subscribe a person who left by the link in a mail', async () => {
  expect(await chosenBetween('yes,', { unsubscribed: true })).toMatchObject({
    plan: 'gold',
    unsubscribed: true,
  });
});

it('a file without a consent changes neither a subscription nor a topic', async () => {
  const chosen = { unsubscribed: true, topics: { topic_1: false } };
  expect(await chosenBetween(',', chosen)).toMatchObject({
    plan: 'gold',
    unsubscribed: true,
    'cio_subscription_preferences.topics.topic_1': false,
  });
});

const TOPIC = 'cio_subscription_preferences.topics.topic_1';

/** Files of several kinds with a no, and another column, whose value changes from one day to the next. */
const FILES_WITH_A_NO = [
  [
    'shopifyCustomers',
    shopifyCustomers,
    (tags: string) =>
      csv('First Name,Email,Tags,Accepts Email Marketing,Total Spent', `Ann,ann@example.com,${tags},no,0.00`),
  ],
  ['leads', leads, (city: string) => csv('Email,City,Email Opt In', `ann@example.com,${city},No`)],
  [
    'a warehouse with optIn',
    { ...people, columns: { newsletter_optin: { type: 'optIn' } } },
    (plan: string) => csv('id,plan,newsletter_optin', `ann,${plan},false`),
  ],
  [
    'a warehouse with optOut, in words of another language',
    { ...people, columns: { desinscrit: { type: 'optOut', values: { oui: true, non: false } } } },
    (plan: string) => csv('id,plan,desinscrit', `ann,${plan},oui`),
  ],
  [
    'a warehouse with a topic',
    {
      ...people,
      columns: { news: { as: TOPIC, type: 'boolean' } },
    },
    (plan: string) => csv('id,plan,news', `ann,${plan},false`),
  ],
] as const satisfies readonly (readonly [string, FeedInput, (changed: string) => string])[];

describe.each(FILES_WITH_A_NO)('the same no of the next nightly file of %s', (_, feed, fileWith) => {
  it('does not unsubscribe a person again who subscribed elsewhere', async () => {
    const world = pipelineOf({ feed });
    const workspace = createWorkspace(new Set(['id', 'email', 'cio_id'] as const));
    const consents = () => {
      const { unsubscribed, [TOPIC]: topic } = [...workspace.people()][0]?.attributes ?? {};
      return { unsubscribed, topic };
    };
    const send = async (night: number, changed: string) => {
      const { sent, report } = await drop(world, `feed/${night}.csv`, fileWith(changed));
      workspace.apply(sent as unknown as readonly TrackItem[], world.clock.now());
      return report.outcomes;
    };
    expect(await send(0, 'one')).toMatchObject({ delivered: 1 });
    const no = consents();
    expect([{ unsubscribed: true }, { topic: false }]).toContainEqual(no);
    const [ann] = [...workspace.people()];
    const person = ann?.id ? { id: ann.id } : { email: ann?.email ?? '' };
    workspace.choose({ person, unsubscribed: false, topics: { topic_1: true } }, world.clock.now() + 60_000);
    expect(await send(1, 'one')).toMatchObject({ unchanged: 1 });
    expect(await send(2, 'two')).toMatchObject({ delivered: 1 });
    expect(await send(3, 'two')).toMatchObject({ unchanged: 1 });
    expect(consents()).toEqual({ unsubscribed: false, topic: true });
  });
});
