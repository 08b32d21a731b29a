// When the events of a file happened, in bounded numbers: what a wrong zone or a rounded clock shows in.
import * as z from 'zod';

const events = z.number().int().nonnegative();

/** Events by time. */
export const TimeCountsSchema = z.object({
  /** By the start of their step, in seconds of the zone's clock as if it were UTC. */
  steps: z.record(z.string(), events),
  /** By the hour of the day: 24 numbers. */
  hours: z.array(events).length(24),
});

export const EventTimesSchema = z.object({
  /** IANA name of the zone whose clocks are meant: the feed's, or UTC. */
  zone: z.string(),
  /** When the file arrived, by the same clock. */
  arrival: z.number().int(),
  /** An hour, a day or so many weeks: as fine as a bounded number of steps allows. */
  stepSeconds: z.number().int().positive(),
  /** The first names in the order of their characters. */
  names: z.array(TimeCountsSchema.extend({ name: z.string() })),
  /** Events of all other names. */
  others: TimeCountsSchema,
  /** Events whose time is a midnight, another full hour, another full minute. */
  round: z.object({ midnight: events, hour: events, minute: events }),
});
export type EventTimes = Readonly<z.infer<typeof EventTimesSchema>>;
