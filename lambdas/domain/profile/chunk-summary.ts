// What Validate writes for each chunk, next to its operations, for Review to add up.
import * as z from 'zod';
import { EventTimesSchema } from '../../contracts/event-times.ts';
import { MemberSchema } from '../operations/members.ts';
import { ChunkProfileSchema } from './chunk-profile.ts';
import { StatisticsSchema } from './statistics.ts';

export const ChunkSummarySchema = z.object({
  statistics: StatisticsSchema,
  members: z.array(MemberSchema),
  profile: ChunkProfileSchema,
  eventTimes: EventTimesSchema,
  /** Number of records of groups. Absent if the feed does not group rows. */
  groupRecords: z.number().int().optional(),
  /** Number of records of event keys in each range. Absent if the events have no key, or the feed groups rows. */
  keyRecords: z.array(z.number().int()).readonly().optional(),
});
export type ChunkSummary = Readonly<z.infer<typeof ChunkSummarySchema>>;
