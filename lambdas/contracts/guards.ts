// What keeps an import from firing a journey by accident: a feed's policies, each with a safe default.
import * as z from 'zod';

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

/** `30m`, `24h`, `7d`; becomes seconds, which it may be given as well. */
export const DurationSchema = z.union([
  z.number().int().nonnegative(),
  z
    .string()
    .regex(/^\d+[mhd]$/, 'is a number and m, h or d, such as "24h"')
    .transform((text) => Number.parseInt(text, 10) * SECONDS[text.at(-1) as keyof typeof SECONDS]),
]);

/** Customer.io lets an event trigger campaigns when it is younger than this (docs, "Importing old data"). */
export const LIVE_WINDOW_SECONDS = 72 * 3600;

const share = z.number().min(0).max(1);
/** What happens beyond a limit: `hold` sends nothing before a person's word, `warn` tells in the report. */
const action = z.enum(['hold', 'warn', 'ignore']);

export const LimitsSchema = z.strictObject({
  /** Rejected rows: above this share, or above this count, the import is held. */
  rejects: z
    .strictObject({ share: share.default(0.5), rows: z.number().int().positive().optional() })
    .prefault({}),
  /** Rows that the seen table knows already: above this share the report warns. Known in a dry run or a canary, else told afterwards. */
  duplicates: z.strictObject({ share: share.default(1), action: action.default('warn') }).prefault({}),
  /** Rows against the feed's former imports: so many standard deviations away. Needs five imports to compare with. */
  volume: z
    .strictObject({ deviations: z.number().positive().default(4), action: action.default('warn') })
    .prefault({}),
  /** Events of one person in one import. */
  burst: z
    .strictObject({ events: z.number().int().positive().default(100), action: action.default('warn') })
    .prefault({}),
  /** Columns that are new, missing or of another type than in the feed's last import. */
  columns: z.strictObject({ action: action.default('warn') }).prefault({}),
});

/** An event that is not sent where its person did something else afterwards. */
export const SuppressSchema = z.strictObject({
  event: z.string().min(1),
  by: z.string().min(1),
  /** How long after the event the other may come. */
  within: DurationSchema,
  /** `person` (default): whatever the same person did. `rows`: only what the same rows tell, such as an order's cancellation. */
  of: z.enum(['person', 'rows']).default('person'),
});
export type Suppression = z.infer<typeof SuppressSchema>;

/** Counts of a flow, held against what is expected of it. */
export const FlowSchema = z.strictObject({
  /** Counts events of this name … */
  event: z.string().min(1),
  /** … of the last so long … */
  within: DurationSchema,
  /** … that are at least so old … */
  olderThan: DurationSchema.optional(),
  /** … without this event of the same person after it. */
  without: z.string().min(1).optional(),
  expect: z
    .strictObject({ min: z.number().int().nonnegative().optional(), max: z.number().int().optional() })
    .optional(),
  action: action.default('warn'),
});

/** Keeps facts of a person's orders on the profile. */
export const RollUpSchema = z.strictObject({
  event: z.string().min(1),
  /** Property with the order's value. */
  value: z.string().min(1),
});

/** Guards of every feed. */
export const guards = {
  limits: LimitsSchema.prefault({}),
  /** Feeds whose files of the day go first; waited for until `atMost` after this file arrived. */
  after: z.strictObject({ feeds: z.array(z.string().min(1)).min(1), atMost: DurationSchema }).optional(),
  /** So many operations go first, and the rest waits for a person's word. */
  canary: z.number().int().positive().max(1000).optional(),
};

/** Guards of an events feed. */
export const eventGuards = {
  /** `backfill`: old rows; what is young enough to trigger campaigns is held. */
  mode: z.enum(['recurring', 'backfill']).default('recurring'),
  /** Of a backfill: `send` lets the young rows go all the same. */
  live: z.enum(['hold', 'send']).default('hold'),
  /** Older rows are not sent, and counted as expired. */
  maxAge: DurationSchema.optional(),
  /** The newest event should not be older than this, or its journey comes too late. */
  freshWithin: DurationSchema.optional(),
  suppress: z.array(SuppressSchema).default([]),
  /** Events of this feed whose last time per person other feeds' `suppress` asks for. */
  remembers: z.array(z.string().min(1)).default([]),
  flows: z.record(z.string().min(1), FlowSchema).default({}),
  rollUp: RollUpSchema.optional(),
};
