// The times of a file's events, as counts of bounded size. A wrong time zone or rounded times show in them.
import * as z from 'zod';

const events = z.number().int().nonnegative();

/** Events by time. */
export const TimeCountsSchema = z.object({
  /** By the start of the step: seconds of the zone's clock, as if it were UTC. */
  steps: z.record(z.string(), events),
  /** By the hour of the day. */
  hours: z.array(events).length(24),
});

export const EventTimesSchema = z.object({
  /** IANA name of the time zone: that of the feed, or UTC. */
  zone: z.string(),
  /** When the file arrived, in seconds of the same clock. */
  arrival: z.number().int(),
  /** An hour, a day or a number of weeks: the shortest that keeps the number of steps bounded. */
  stepSeconds: z.number().int().positive(),
  /** The first names in alphabetical order. */
  names: z.array(TimeCountsSchema.extend({ name: z.string() })),
  /** Events with other names. */
  others: TimeCountsSchema,
  /** Events at midnight, at another full hour, at another full minute. */
  round: z.object({ midnight: events, hour: events, minute: events }),
});
export type EventTimes = Readonly<z.infer<typeof EventTimesSchema>>;
