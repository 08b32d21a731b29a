// What Review writes for the steps after it: the sum of all chunks, the findings and the decision.
import * as z from 'zod';
import { EventTimesSchema } from '../../contracts/event-times.ts';
import { ColumnProfileSchema, FindingSchema, JourneyVerdictSchema } from '../../contracts/report.ts';
import { SEEN_TABLE_STATES } from '../imports/past-import.ts';
import { SeenColumnSchema } from '../profile/column-kinds.ts';
import { KeyFormSchema } from '../profile/key-forms.ts';
import { StatisticsSchema } from '../profile/statistics.ts';
import { ReadingSchema } from '../rows/reading-of.ts';

export const ReviewSchema = z.object({
  /** ARN of the execution that decided. A redrive ignores the decision of an earlier execution. */
  execution: z.string(),
  /** Version of the plan. Absent before 2026-12. */
  plan: z.string().optional(),
  /** When that plan was made. Absent before 2026-12. */
  plannedAt: z.number().optional(),
  statistics: StatisticsSchema,
  decision: z.enum(['forward', 'hold', 'stop']),
  findings: z.array(FindingSchema),
  /** Whether the seen table knows the feed. Absent before 2026-12. */
  seenTable: z.enum(SEEN_TABLE_STATES).optional(),
  /** Events young enough to trigger campaigns. */
  wouldTrigger: z.number().int(),
  /** The profiled columns, in the order of the header. */
  columns: z.array(SeenColumnSchema),
  /** The columns that make rows what they are. Absent before 2026-12. */
  reading: ReadingSchema.optional(),
  /** Of key and identifier columns. Absent before 2026-12. */
  forms: z.array(KeyFormSchema).readonly().optional(),
  /** When the events of the file happened. Absent if it has none. */
  eventTimes: EventTimesSchema.optional(),
  /** Whether the feeds suffice for the journeys of this feed. Absent before 2026-12. */
  journeys: z.array(JourneyVerdictSchema).optional(),
  columnProfiles: z.array(ColumnProfileSchema),
  identifiers: z.array(z.object({ use: z.string(), rows: z.number().int() })),
  /**
   * The partitions with operations. A checkpoint of another one is of an earlier version of the code, and counts rows
   * that this review counts. Absent before 2026-12.
   */
  partitions: z.array(z.number().int()).optional(),
});
export type Review = Readonly<z.infer<typeof ReviewSchema>>;
