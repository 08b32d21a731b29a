// How times are written. What describes itself is read by `auto`; the rest must be stated.
import * as z from 'zod';

export const TimeFormatSchema = z.enum([
  'auto',
  'epoch_seconds',
  'epoch_milliseconds',
  'epoch_microseconds',
  'us',
  'eu',
]);
export type TimeFormat = z.infer<typeof TimeFormatSchema>;
