// The format and the time zone of a feed's times.
import * as z from 'zod';

/**
 * - `auto`: every form that has only one meaning
 * - `us`, `eu`: as `auto`, and `5/1/2023` is read month first (`us`) or day first (`eu`)
 * - `epoch_…`: only numbers of that unit
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

/** An IANA name, such as `America/New_York`. A fixed offset would be wrong by an hour for half of the year. */
export const TimezoneSchema = z.string().refine(isTimezone, {
  error: ({ input }) =>
    `there is no time zone "${input}". Write an IANA name, such as America/New_York or UTC`,
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
