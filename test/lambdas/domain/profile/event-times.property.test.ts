import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventTimes, EventTimesSchema } from '../../../../lambdas/contracts/event-times.ts';
import { addEventTimes, countEventTimes } from '../../../../lambdas/domain/profile/event-times.ts';

const HOUR = 3_600;
const NOON = Date.UTC(2025, 10, 3, 12) / 1000;
const ZONE = 'America/New_York';

interface Event {
  readonly name: string;
  readonly seconds: number;
}

function timesOf(events: readonly Event[], zone = ZONE): EventTimes {
  const times = countEventTimes(zone, NOON);
  for (const { name, seconds } of events) times.add(name, seconds);
  return times.finish();
}

const total = ({ names, others }: EventTimes) =>
  [...names, others].flatMap(({ steps }) => Object.values(steps)).reduce((sum, events) => sum + events, 0);

/** More names and more hours than are kept. */
const event = fc.record({
  name: fc.integer({ min: 0, max: 20 }).map((n) => `event ${n}`),
  seconds: fc.oneof(
    fc.integer({ min: NOON - 300 * HOUR, max: NOON }),
    fc.integer({ min: 946_684_800, max: NOON }),
  ),
});

describe('countEventTimes', () => {
  it("uses the clock of the feed's zone", () => {
    const { names, stepSeconds, zone } = timesOf([{ name: 'visited', seconds: NOON + 65 }]);
    expect({ stepSeconds, zone }).toEqual({ stepSeconds: HOUR, zone: ZONE });
    expect(names).toMatchObject([{ name: 'visited', steps: { [NOON - 5 * HOUR]: 1 } }]);
    expect(names[0]?.hours.findIndex((events) => events > 0)).toBe(7);
  });

  it('counts how round the times are, each time once', () => {
    const seconds = [NOON - 12 * HOUR, NOON, NOON + 60, NOON + 61];
    const { round } = timesOf(
      seconds.map((at) => ({ name: 'visited', seconds: at })),
      'UTC',
    );
    expect(round).toEqual({ midnight: 1, hour: 1, minute: 1 });
  });

  it.each([
    [100, HOUR, HOUR],
    [300, HOUR, 24 * HOUR],
    [300, 48 * HOUR, 7 * 24 * HOUR],
    [250, 7 * 24 * HOUR, 28 * 24 * HOUR],
  ])('counts %d events, one every %d s, in steps of %d s', (events, every, stepSeconds) => {
    const times = timesOf(
      Array.from({ length: events }, (_, n) => ({ name: 'visited', seconds: NOON - n * every })),
    );
    expect(times.stepSeconds).toBe(stepSeconds);
    expect(total(times)).toBe(events);
  });

  it('starts weeks on Mondays', () => {
    const everyFifthDay = Array.from({ length: 300 }, (_, n) => NOON - n * 5 * 24 * HOUR);
    const [visited] = timesOf(everyFifthDay.map((seconds) => ({ name: 'visited', seconds }))).names;
    const days = Object.keys(visited?.steps ?? {}).map((start) => new Date(Number(start) * 1000).getUTCDay());
    expect(new Set(days)).toEqual(new Set([1]));
  });

  it('has a limited size, and counts each event', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 600 }), (events) => {
        const times = timesOf(events);
        expect(EventTimesSchema.parse(JSON.parse(JSON.stringify(times)))).toEqual(times);
        expect(times.names.length).toBeLessThanOrEqual(12);
        const steps = new Set(
          [...times.names, times.others].flatMap(({ steps: found }) => Object.keys(found)),
        );
        expect(steps.size).toBeLessThanOrEqual(200);
        expect(total(times)).toBe(events.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('addEventTimes', () => {
  it('gives the counts of the whole file, however it is divided', () => {
    const cut = fc
      .array(event, { maxLength: 400 })
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.array(fc.integer({ min: 0, max: events.length }), { maxLength: 4 })),
      );
    fc.assert(
      fc.property(cut, ([events, cuts]) => {
        const bounds = [0, ...cuts.sort((a, b) => a - b), events.length];
        const [first = timesOf([]), ...rest] = bounds
          .slice(1)
          .map((end, n) => timesOf(events.slice(bounds[n], end)));
        const whole = timesOf(events);
        expect(rest.reduce(addEventTimes, first)).toEqual(whole);
        expect(rest.reduceRight((sum, chunk) => addEventTimes(chunk, sum), first)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});
