// Beyond which limits an import wants a person's word before anything is sent.
import * as z from 'zod';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const otherwise = z.enum(['hold', 'warn']);

const VolumeSchema = z
  .strictObject({
    min: count.optional().describe('The fewest rows that a file has.'),
    max: count.optional().describe('The most rows that a file has.'),
    // Applies from five imports on.
    spread: z
      .number()
      .positive()
      .default(3)
      .describe('How many standard deviations from the mean of earlier imports are usual.'),
    otherwise: otherwise.default('warn').describe('What an unusual number of rows does: hold or warn.'),
  })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, 'has a min above its max');

const limits = {
  maxRejectShare: share
    .default(0.5)
    .describe('Hold the import if more than this share of its rows (0 to 1) is rejected.'),
  maxRejects: count.optional().describe('Hold the import if more than this number of its rows is rejected.'),
  maxDuplicateShare: share
    .optional()
    .describe('Hold the import if more than this share of its rows (0 to 1) was delivered before.'),
  maxPerPerson: count
    .positive()
    .optional()
    .describe('Hold the import if one person has more new events than this of the last 72 hours.'),
  volume: VolumeSchema.prefault({}).describe('How many rows a file has.'),
  drift: z
    .enum(['warn', 'hold', 'off'])
    .default('warn')
    .describe('Columns that are new, missing or of another type than in the last completed import.'),
  empty: z
    .enum(['refuse', 'accept'])
    .default('refuse')
    .describe('A file with a header and no rows: refuse it, or complete the import.'),
};

export const LimitsSchema = z.strictObject(limits);
export type Limits = Readonly<z.infer<typeof LimitsSchema>>;
