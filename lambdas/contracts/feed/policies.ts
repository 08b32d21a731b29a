// Policies of a feed: options that keep an import from triggering a campaign by accident. Each has a safe default.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';
import { FlowsSchema } from './flows.ts';
import { RollUpSchema } from './roll-up.ts';

/** Events that are younger than this can trigger campaigns in Customer.io (docs, "Importing old data"). */
export const LIVE_WINDOW_SECONDS = 72 * 3600;

/** An event that is not sent if the same person did another one after it. */
export const SuppressSchema = z.strictObject({
  event: z.string().min(1).describe('The event that is not sent.'),
  by: z.string().min(1).describe('The later event that makes it obsolete.'),
  within: DurationSchema.describe('How long after the event the other one may happen.'),
  of: z
    .enum(['person', 'rows'])
    .default('person')
    .describe('Look at all events of the same person, or only at events of the same rows.'),
});
export type Suppression = z.infer<typeof SuppressSchema>;

/** Policies of an events feed. */
export const eventGuards = {
  keyReuse: z
    .literal('reject')
    .optional()
    .describe(
      'Reject an event with a delivered key and a time 20 hours or more apart also if it is about the same person.',
    ),
  mode: z
    .enum(['recurring', 'backfill'])
    .default('recurring')
    .describe('backfill is for old data: events young enough to trigger campaigns are held.'),
  live: z
    .enum(['hold', 'send'])
    .default('hold')
    .describe('In a backfill: hold or send the events that are young enough to trigger campaigns.'),
  maxAge: DurationSchema.optional().describe('Do not send older events. They count as expired.'),
  freshWithin: DurationSchema.optional().describe('Warn if the newest event is older than this.'),
  suppress: z
    .array(SuppressSchema)
    .default([])
    .describe('Do not send an event if the same person did another one after it.'),
  rollUp: RollUpSchema.optional().describe('Keep totals of delivered orders on the profile.'),
  remembers: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Events whose last time per person is kept, for flows of other feeds. Those of suppress are kept without it.',
    ),
  flows: FlowsSchema.default({}).describe('Journeys whose people are counted before anything is sent.'),
};

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const otherwise = z.enum(['hold', 'warn']);

const VolumeSchema = z
  .strictObject({
    min: count.optional().describe('The fewest rows that a file has.'),
    max: count.optional().describe('The most rows that a file has.'),
    // Applies after five imports.
    spread: z
      .number()
      .positive()
      .default(3)
      .describe('How many standard deviations from the mean of earlier imports are usual.'),
    otherwise: otherwise.default('warn').describe('What an unusual number of rows does: hold or warn.'),
  })
  .refine(
    ({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max,
    'has a min over its max. Write the smaller number in min',
  );

const limits = {
  maxRejectShare: share
    .default(0.5)
    .describe('Hold the import if more than this share of its rows (0 to 1) is rejected.'),
  maxRejects: count.optional().describe('Hold the import if more than this number of its rows is rejected.'),
  maxDuplicateShare: share
    .optional()
    .describe('Hold the import if more than this share of its rows (0 to 1) was delivered before.'),
  maxConflicts: count
    .optional()
    .describe(
      'Hold the import if more of its rows than this have the key of a delivered event, and differ from it.',
    ),
  maxKeyReused: count
    .optional()
    .describe(
      'Hold the import if more of its events than this (0 by default) have the key of another event. They are rejected.',
    ),
  maxPerPerson: count
    .positive()
    .optional()
    .describe('Hold the import if one person has more new events than this of the last 72 hours.'),
  maxSharedEmails: count
    .optional()
    .describe('Hold the import if more than this number of its e-mail addresses have several ids.'),
  maxMerges: count
    .optional()
    .describe(
      'Hold the import if it merges more people than this (20 by default). A merge cannot be undone.',
    ),
  volume: VolumeSchema.prefault({}).describe('How many rows a file has.'),
  drift: z
    .enum(['warn', 'hold', 'off'])
    .optional()
    .describe(
      'Columns that are new, missing or of another type than in the last completed import: warn (default), hold or off. Without it, changed key columns hold the import.',
    ),
  empty: z
    .enum(['refuse', 'accept'])
    .default('refuse')
    .describe('A file with a header and no rows: refuse it, or complete the import.'),
};

export const LimitsSchema = z.strictObject(limits);
export type Limits = Readonly<z.infer<typeof LimitsSchema>>;
