// By when the file of the day is expected, and what the function that looks for it is told.
import * as z from 'zod';
import { isTimezone } from './feed/time-format.ts';

const FORM = /^([01]\d|2[0-3]):([0-5]\d) (\S+)$/;

/** A time of day where people live, as `06:00 America/New_York`: it stays that hour in summer and in winter. */
export const ExpectBySchema = z.string().refine((text) => isTimezone(FORM.exec(text)?.[3] ?? ''), {
  error: 'is a time of day and a zone, as 06:00 America/New_York',
});

/** Parts of a time that the schema has accepted. */
export function readExpectBy(text: string) {
  const [, hour = '', minute = '', timezone = ''] = FORM.exec(text) ?? [];
  return { hour: Number(hour), minute: Number(minute), timezone };
}

export const ExpectFileInputSchema = z.object({ feed: z.string() });
export type ExpectFileInput = z.infer<typeof ExpectFileInputSchema>;
