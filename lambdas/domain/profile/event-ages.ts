// How old events are when their file arrives: fine where it decides what triggers, coarse where it does not.
import type { ChunkProfile } from './chunk-profile.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From `upToSeconds` of age on, the next step counts. Each is a multiple of the step before it. */
const STEPS = [
  { upToSeconds: DAY, stepSeconds: 10 * MINUTE },
  { upToSeconds: 3 * DAY, stepSeconds: HOUR },
  { upToSeconds: 120 * DAY, stepSeconds: DAY },
] as const;
const OLDEST_BUCKET = (120 * DAY) / MINUTE;
const NEWEST_BUCKET = -DAY / MINUTE;

/** Minutes between the buckets of the last day, and of the day ahead. */
export const FINE_BUCKET_MINUTES = STEPS[0].stepSeconds / MINUTE;

/**
 * The bucket of an event, named by its youngest age in minutes: a multiple of 10 within a day of the file's arrival
 * (negative: ahead of it), of 60 within three days, of 1,440 within 120; 172,800 for all that is older.
 */
export function ageBucket(ageSeconds: number): number {
  const step = STEPS.find(({ upToSeconds }) => ageSeconds < upToSeconds)?.stepSeconds;
  if (step === undefined) return OLDEST_BUCKET;
  return Math.max(NEWEST_BUCKET, (Math.floor(ageSeconds / step) * step) / MINUTE);
}

/** Events younger than so many hours, those ahead included; exact for any full hours up to 72, for any full days up to 120. */
export function eventsYoungerThan({ ages }: Pick<ChunkProfile, 'ages'>, hours: number): number {
  return eventsBetween(ages, Number.NEGATIVE_INFINITY, hours * 60);
}

/** Events of the buckets from `fromMinutes` up to, not with, `toMinutes`. */
export function eventsBetween(ages: ChunkProfile['ages'], fromMinutes: number, toMinutes: number): number {
  let events = 0;
  for (const [bucket, count] of Object.entries(ages)) {
    if (Number(bucket) >= fromMinutes && Number(bucket) < toMinutes) events += count;
  }
  return events;
}

export function countEvents(ages: ChunkProfile['ages']): number {
  return Object.values(ages).reduce((sum, events) => sum + events, 0);
}

/** Ages by which events of one name are counted: ahead, under 2 h, 2 to 4 h, …, over 120 days. */
export const AGE_WINDOWS_HOURS = [0, 2, 4, 24, 72, 7 * 24, 30 * 24, 120 * 24] as const;

/** The place of an event in its name's `windows`. */
export function ageWindow(ageSeconds: number): number {
  const window = AGE_WINDOWS_HOURS.findIndex((hours) => ageSeconds < hours * HOUR);
  return window === -1 ? AGE_WINDOWS_HOURS.length : window;
}
