// The diagnostic segments of docs/journeys.md, asked of the workspace after an import, have as many people as the flows
// of the report count.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { JOURNEYS } from '../../lambdas/domain/journeys/all.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import type { TrackItem } from '../../local/customerio/track-item.ts';
import { createWorkspace } from '../../local/customerio/workspace.ts';
import { NEW_YEAR } from '../builders/operation.ts';
import { drop, pipelineOf } from './dropped.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What each person did, and how long ago when the file arrives. */
const DEEDS: readonly (readonly [person: string, event: string, secondsAgo: number])[] = [
  ['left-a-cart', 'checkout_started', 1.5 * HOUR],
  ['left-two-carts', 'checkout_started', 1.5 * HOUR],
  ['left-two-carts', 'checkout_started', 10 * HOUR],
  ['left-a-cart-yesterday', 'checkout_started', 30 * HOUR],
  ['came-back', 'checkout_started', 5 * HOUR],
  ['came-back', 'order_placed', 4 * HOUR],
  ['bought-in-october', 'order_placed', 70 * DAY],
  ['bought-in-october-and-again', 'order_placed', 70 * DAY],
  ['bought-in-october-and-again', 'order_placed', 20 * DAY],
  ['bought-long-ago', 'order_placed', 95 * DAY],
  ['runs-out', 'order_placed', 30 * DAY],
  ['runs-out-too', 'order_placed', 29 * DAY],
  ['ran-out', 'order_placed', 40 * DAY],
];

/** Seconds since 1970 when the file arrives: `drop` advances the clock by an hour. */
const ARRIVAL = NEW_YEAR + HOUR;
const FILE = [
  'event_id,event_name,timestamp,customer_id',
  ...DEEDS.map(([person, event, ago], n) => `e${n},${event},${ARRIVAL - ago},${person}`),
  '',
].join('\n');

/** A condition of a segment, in the words of the docs. */
const CONDITION = /^has (not )?performed `(\w+)` within the past (\d+) days?$/;

async function imported(feed: FeedInput) {
  const { sent, report } = await drop(pipelineOf({ feed }), 'feed/day.csv', FILE);
  const workspace = createWorkspace(new Set(['id', 'email', 'cio_id'] as const));
  workspace.apply(sent as unknown as readonly TrackItem[], ARRIVAL * 1000);
  const done = [...workspace.events()].map(({ person, name, timestamp }) => ({
    person,
    name,
    ago: ARRIVAL - timestamp,
  }));
  return { report, done };
}

describe('a diagnostic segment', () => {
  it.each([
    ['cart-recovery', '24h', ['left-a-cart', 'left-two-carts']],
    ['post-purchase', '24h', ['came-back']],
    ['winback', '60d-90d', ['bought-in-october']],
    ['replenishment', '28d-32d', ['runs-out', 'runs-out-too']],
  ])('of %s has the people that the flow counts', async (name, age, expected) => {
    const journey = JOURNEYS.find((one) => one.name === name);
    if (!journey) throw new Error(name);
    const { report, done } = await imported({ ...events, flows: { [name]: journey.flow } });
    const inSegment = [...new Set(done.map(({ person }) => person))].filter((person) =>
      journey.build.segment.conditions.every((condition) => {
        const [, not, event, days] = CONDITION.exec(condition) ?? [];
        if (event === undefined) throw new Error(`a condition of another kind: ${condition}`);
        const has = done.some(
          (deed) => deed.person === person && deed.name === event && deed.ago < Number(days) * DAY,
        );
        return has === (not === undefined);
      }),
    );
    expect(inSegment.sort()).toEqual(expected);
    expect(report.flows?.find((flow) => flow.age === age)).toMatchObject({
      flow: name,
      people: expected.length,
    });
  });
});
