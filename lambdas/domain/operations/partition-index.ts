// Where the operations of one partition are: a range of bytes in each chunk that has some.
import * as z from 'zod';
import { FlowsSchema } from '../../contracts/feed/flows.ts';
import { SuppressSchema } from '../../contracts/feed/policies.ts';
import { RollUpSchema } from '../../contracts/feed/roll-up.ts';
import { PLANNED } from '../plan-format.ts';
import { MemberSchema } from './members.ts';

const EarlierEventSchema = z.object({
  /** `shortId` of its key and of its person. */
  key: z.string(),
  person: z.string(),
  /** Unix seconds. Absent if it has no time of its own. */
  at: z.number().optional(),
});
/** An event of another partition that comes first in the file with its key. */
export type EarlierEvent = Readonly<z.infer<typeof EarlierEventSchema>>;

export const PartitionIndexSchema = z.object({
  ...PLANNED,
  partition: z.number().int(),
  /** Undefined in indexes that were written before 2026-12. */
  feed: z.string().optional(),
  /** Version of the plan that the operations were made under. */
  plan: z.string(),
  /** ARN of the execution that wrote it. Absent before 2026-12. */
  execution: z.string().optional(),
  /** As the feed had them then: a deployment must not change the order of operations of an import that forwards. */
  guards: z.object({
    suppress: z.array(SuppressSchema),
    remembers: z.array(z.string()),
    /** Rows of people have times of their own, so that the time of an unchanged person matters. */
    dated: z.boolean().default(false),
    keyReuse: z.literal('reject').optional(),
    /** Days after which unchanged attributes of people are sent again; 0 for always. Absent: never. */
    resend: z.number().int().nonnegative().optional(),
  }),
  /** Names the mapping that made the contents of events. Undefined before 2026-12. */
  mapping: z.string().optional(),
  rollUp: RollUpSchema.optional(),
  flows: FlowsSchema.default({}),
  /** The seen table has no mark of the feed: Forward leaves one before it sends. */
  leavesMark: z.literal(true).optional(),
  /** Nothing is sent, so that weighing says what would be rejected. */
  dryRun: z.literal(true).optional(),
  /** When the file arrived, in Unix seconds. Events younger than 72 hours at that time can trigger campaigns. */
  nowSeconds: z.number().int(),
  /** Number of operations that weighing proposes for the canary; 0 without a canary. */
  canary: z.number().int().nonnegative(),
  /** Groups of rows that are not sent, by `shortId`. */
  leftOut: z.array(z.string()).readonly().default([]),
  /** Events with these keys repeat an event of another partition. */
  earlier: z.array(EarlierEventSchema).readonly().default([]),
  members: z.array(
    MemberSchema.pick({ start: true, end: true, crc32: true }).extend({ chunk: z.number().int() }),
  ),
});
export type PartitionIndex = z.infer<typeof PartitionIndexSchema>;
