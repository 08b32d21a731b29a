// How a feed states the form and the zone of its times; checked at synth, compiled where rows are read.
import * as z from 'zod';

/**
 * - `auto`: every form that describes itself; nothing is guessed
 * - `us`, `eu`: the same, and `5/1/2023` is read month first (`us`) or day first (`eu`)
 * - `epoch_…`: numbers of that unit, and nothing else
 */
export const TimeFormatSchema = z.enum([
  'auto',
  'epoch_seconds',
  'epoch_milliseconds',
  'epoch_microseconds',
  'us',
  'eu',
]);
export type TimeFormat = z.infer<typeof TimeFormatSchema>;

/** An IANA name, as `America/New_York`: a fixed offset would be an hour off for half of the year. */
export const TimezoneSchema = z.string().refine(isTimezone, {
  error: ({ input }) => `no such time zone: "${input}"; write an IANA name, as America/New_York or UTC`,
});

/** Whether this process's time zone data knows the name. */
export function isTimezone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
