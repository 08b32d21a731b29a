// What Validate leaves beside a chunk's operations, for Review to add up.
import * as z from 'zod';
import { type EventTimes, EventTimesSchema } from '../../contracts/event-times.ts';
import { KeptBackSchema, RejectExampleSchema } from '../../contracts/report.ts';
import { MemberSchema } from '../operations/members.ts';
import { type ChunkProfile, ChunkProfileSchema } from './chunk-profile.ts';
import type { Statistics } from './statistics.ts';

const counts = z.record(z.string(), z.number().int());

export const StatisticsSchema = z.object({
  rows: z.number().int(),
  operations: z.number().int(),
  bytes: z.number().int(),
  keptBack: z.array(KeptBackSchema).readonly(),
  rejects: counts,
  rejectExamples: z.record(z.string(), z.array(RejectExampleSchema).readonly()),
  events: counts,
});

export const ChunkSummarySchema = z.object({
  statistics: StatisticsSchema,
  members: z.array(MemberSchema),
  profile: ChunkProfileSchema,
  eventTimes: EventTimesSchema,
});

export interface ChunkSummary {
  readonly statistics: Statistics;
  readonly profile: ChunkProfile;
  readonly eventTimes: EventTimes;
  readonly members: z.infer<typeof ChunkSummarySchema>['members'];
}
