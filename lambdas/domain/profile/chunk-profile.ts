// What a chunk's rows look like, for the detectors: counts, line numbers and names of events, never a person's data.
// Profiles of chunks add up to that of the file.
import * as z from 'zod';
import { CELL_MARKS, type CellMark } from './cell-mark.ts';
import { type Mark, MarkSchema, type Marks } from './mark.ts';

const count = z.number().int().nonnegative();
const seconds = z.number().int();

/** What may be noted of an event's time; roundness on the clocks of the feed's zone, the coarsest alone. */
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
  /** Events, and the first lines that hold one. */
  seen: MarkSchema,
  /** Events by age: see AGE_WINDOWS_HOURS. */
  windows: z.array(count),
  newest: seconds,
});

export const ChunkProfileSchema = z.object({
  rows: count,
  /** By the header's order; shorter than the header where the budget of bytes ran out. */
  columns: z.array(z.partialRecord(z.enum(CELL_MARKS), MarkSchema)),
  /** UTF-8 bytes of each column's longest cell. */
  longestBytes: z.array(count),
  /** The columns that events take their time from, by index; -1 for times from elsewhere. Ascending. */
  times: z.array(
    z.object({ column: z.number().int(), marks: z.partialRecord(z.enum(TIME_MARKS), MarkSchema) }),
  ),
  /** Events by age, in buckets: see `ageBucket`. */
  ages: z.record(z.string(), count),
  /** Time of the oldest and of the newest event, in Unix seconds. */
  span: z.object({ oldest: seconds, newest: seconds }).optional(),
  /** The first EVENT_NAMES_KEPT names in the order of their characters. */
  names: z.array(EventNameSchema),
  identifiers: z.partialRecord(z.enum(IDENTIFIER_USES), MarkSchema),
  /** Rows whose pair of e-mail and id did not fit into the pairs of their chunk. */
  unpairedRows: count,
}) satisfies z.ZodType<ChunkProfile>;

export interface EventNameProfile {
  readonly name: string;
  readonly seen: Mark;
  readonly windows: readonly number[];
  readonly newest: number;
}

export interface ChunkProfile {
  readonly rows: number;
  readonly columns: readonly Marks<CellMark>[];
  readonly longestBytes: readonly number[];
  readonly times: readonly { readonly column: number; readonly marks: Marks<TimeMark> }[];
  readonly ages: Readonly<Record<string, number>>;
  readonly span?: { readonly oldest: number; readonly newest: number } | undefined;
  readonly names: readonly EventNameProfile[];
  readonly identifiers: Marks<IdentifierUse>;
  readonly unpairedRows: number;
}
