// What people decide for themselves in Customer.io stays, whatever the next file says about their consent.
import { expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import type { Choice } from '../../local/customerio/choices.ts';
import type { TrackItem } from '../../local/customerio/track-item.ts';
import { createWorkspace } from '../../local/customerio/workspace.ts';
import { drop, pipelineOf } from './dropped.ts';

const leads: FeedInput = {
  ...people,
  columns: {
    newsletter: { as: 'unsubscribed', type: 'optIn' },
    topic: { as: 'cio_subscription_preferences.topics.topic_1', type: 'boolean' },
  },
};
const ANN = { id: 'ann' };

/** Drops the file, lets Ann choose, and drops it again on the next day, with another plan so that Ann is sent again. */
async function chosenBetween(consent: string, choice: Omit<Choice, 'person'>) {
  const world = pipelineOf({ leads });
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
