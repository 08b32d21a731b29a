// Counts events by their age when the file arrives: in small steps while they can trigger campaigns, then in larger ones.
import type { ChunkProfile } from './chunk-profile.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The step for ages up to `upToSeconds`. Each step is a multiple of the one before it. */
const STEPS = [
  { upToSeconds: DAY, stepSeconds: 10 * MINUTE },
  { upToSeconds: 3 * DAY, stepSeconds: HOUR },
  { upToSeconds: 120 * DAY, stepSeconds: DAY },
] as const;
const OLDEST_BUCKET = (120 * DAY) / MINUTE;
const NEWEST_BUCKET = -DAY / MINUTE;

/** Minutes between the buckets of the last day, and of the day after the arrival. */
export const FINE_BUCKET_MINUTES = STEPS[0].stepSeconds / MINUTE;

/**
 * The bucket of an event: the smallest age in it, in minutes. A multiple of 10 up to a day before the file's arrival
 * (negative after it), of 60 up to 3 days, of 1,440 up to 120 days; 172,800 for all older events.
 */
export function ageBucket(ageSeconds: number): number {
  const step = STEPS.find(({ upToSeconds }) => ageSeconds < upToSeconds)?.stepSeconds;
  if (step === undefined) return OLDEST_BUCKET;
  return Math.max(NEWEST_BUCKET, (Math.floor(ageSeconds / step) * step) / MINUTE);
}

/** Events younger than `hours`, those in the future included. Exact for full hours up to 72, and full days up to 120. */
export function eventsYoungerThan({ ages }: Pick<ChunkProfile, 'ages'>, hours: number): number {
  return eventsBetween(ages, Number.NEGATIVE_INFINITY, hours * 60);
}

/** Events of the buckets from `fromMinutes` up to but not including `toMinutes`. */
export function eventsBetween(ages: ChunkProfile['ages'], fromMinutes: number, toMinutes: number): number {
  let events = 0;
  for (const [bucket, count] of Object.entries(ages)) {
    if (Number(bucket) >= fromMinutes && Number(bucket) < toMinutes) events += count;
  }
  return events;
}

/** Events of all ages. */
export function countEvents(ages: ChunkProfile['ages']): number {
  return Object.values(ages).reduce((sum, events) => sum + events, 0);
}

/** Upper bounds of the ages by which the events of one name are counted: in the future, under 2 h, 2 to 4 h, … The last window is over 120 days. */
export const AGE_WINDOWS_HOURS = [0, 2, 4, 24, 72, 7 * 24, 30 * 24, 120 * 24] as const;

/** The index of an event in the `windows` of its name. */
export function ageWindow(ageSeconds: number): number {
  const window = AGE_WINDOWS_HOURS.findIndex((hours) => ageSeconds < hours * HOUR);
  return window === -1 ? AGE_WINDOWS_HOURS.length : window;
}
