// Beyond which limits an import wants a person's word before anything is sent.
import * as z from 'zod';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const otherwise = z.enum(['hold', 'warn']);

const VolumeSchema = z
  .strictObject({
    /** Rows that a file has at least, and at most. */
    min: count.optional(),
    max: count.optional(),
    /** How many standard deviations from the mean of the feed's former imports are usual; from five of them on. */
    spread: z.number().positive().default(3),
    otherwise: otherwise.default('warn'),
  })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, 'has a min above its max');

const limits = {
  /** Above this share of rejected rows (0 to 1) the import is held. */
  maxRejectShare: share.default(0.5),
  /** Above this number of rejected rows the import is held. */
  maxRejects: count.optional(),
  /** Above this share of rows that were delivered before (0 to 1) the import is held. */
  maxDuplicateShare: share.optional(),
  /** Above this number of events of one person that would be sent and are young enough to trigger campaigns, it is held. */
  maxPerPerson: count.positive().optional(),
  /** Rows that the file may have, as stated and as learnt. */
  volume: VolumeSchema.prefault({}),
  /** Columns that are new, missing or of another type than in the feed's last completed import. */
  drift: z.enum(['warn', 'hold', 'off']).default('warn'),
  /** A file of a header alone: `refuse` fails the import, `accept` completes it. */
  empty: z.enum(['refuse', 'accept']).default('refuse'),
};

export const LimitsSchema = z.strictObject(limits);
export type Limits = Readonly<z.infer<typeof LimitsSchema>>;
