// What the rows of a chunk look like, for the detectors: counts, line numbers and event names, never personal data.
// The profiles of all chunks add up to the profile of the file.
import * as z from 'zod';
import { CELL_MARKS } from './cell-mark.ts';
import { MarkSchema } from './mark.ts';

const count = z.number().int().nonnegative();
const unixSeconds = z.number().int();

/** Marks of an event's time. How round it is on the clocks of the feed's zone: only the coarsest of the last three. */
export const TIME_MARKS = [
  'events',
  'future',
  'dst_gap',
  'dst_overlap',
  'midnight',
  'hour',
  'minute',
] as const;
export type TimeMark = (typeof TIME_MARKS)[number];

/** Which identifiers a row has. */
export const IDENTIFIER_USES = [
  'none',
  'id',
  'email',
  'id+email',
  'phone',
  'id+phone',
  'email+phone',
  'id+email+phone',
] as const;
export type IdentifierUse = (typeof IDENTIFIER_USES)[number];

const EventNameSchema = z.object({
  name: z.string(),
  /** How many events, and their first lines. */
  seen: MarkSchema,
  /** Events by age: see `AGE_WINDOWS_HOURS`. */
  windows: z.array(count).readonly(),
  newest: unixSeconds,
});
export type EventNameProfile = Readonly<z.infer<typeof EventNameSchema>>;

export const ChunkProfileSchema = z.object({
  rows: count,
  /** In the order of the header. Shorter than the header if the profile would become too large. */
  columns: z.array(z.partialRecord(z.enum(CELL_MARKS), MarkSchema)).readonly(),
  /** UTF-8 bytes of each column's longest cell. */
  longestBytes: z.array(count).readonly(),
  /** Marks of times by the index of the column that they are in, ascending; -1 for times from elsewhere. */
  times: z
    .array(z.object({ column: z.number().int(), marks: z.partialRecord(z.enum(TIME_MARKS), MarkSchema) }))
    .readonly(),
  /** Events by age: see `ageBucket`. */
  ages: z.record(z.string(), count),
  /** Times of the oldest and of the newest event. */
  span: z.object({ oldest: unixSeconds, newest: unixSeconds }).optional(),
  /** The first `EVENT_NAMES_KEPT` names in alphabetical order. */
  names: z.array(EventNameSchema).readonly(),
  identifiers: z.partialRecord(z.enum(IDENTIFIER_USES), MarkSchema),
  /** Rows whose pair of e-mail and id was left out: a chunk keeps at most `PAIRS_KEPT`. */
  unpairedRows: count,
});
export type ChunkProfile = Readonly<z.infer<typeof ChunkProfileSchema>>;
