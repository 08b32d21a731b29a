// What Review leaves for Report: the added-up statistics and the decision.
import * as z from 'zod';
import { EventTimesSchema } from '../../contracts/event-times.ts';
import { ColumnProfileSchema, FindingSchema } from '../../contracts/report.ts';
import { StatisticsSchema } from '../profile/chunk-summary.ts';
import { COLUMN_KINDS } from '../profile/column-kinds.ts';

export const ReviewSchema = z.object({
  /** ARN of the execution that decided: what an earlier one decided is none of a redrive's. */
  execution: z.string(),
  statistics: StatisticsSchema,
  decision: z.enum(['forward', 'hold', 'stop']),
  findings: z.array(FindingSchema),
  /** Events young enough to trigger campaigns. */
  wouldTrigger: z.number().int(),
  /** Those that were looked at, in the header's order. */
  columns: z.array(z.object({ name: z.string(), kind: z.enum(COLUMN_KINDS) })),
  /** What the report shows of the file as it came. */
  eventTimes: EventTimesSchema.optional(),
  columnProfiles: z.array(ColumnProfileSchema),
  identifiers: z.array(z.object({ use: z.string(), rows: z.number().int() })),
});
export type Review = Readonly<z.infer<typeof ReviewSchema>>;
