// A canary: a few operations of an import go first, and a person says whether the others follow.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';

/** Enough to see every event name and column; more is no sample. */
const MOST_OPERATIONS = 500;
const DAY_SECONDS = 24 * 3600;

const sizeOr = (error?: string) => z.number(error).int().positive().max(MOST_OPERATIONS);
const size = sizeOr();
const CANARY = 'Send this many operations (1 to 500) first, and wait for approval before the rest.';

/** Canary of a feed of any kind; `personCanary` takes the place of a part. */
export const canaryOptions = {
  canary: sizeOr('is a number of operations; only people can be read back').optional().describe(CANARY),
  // An execution lives 26 hours.
  approvalTimeout: DurationSchema.refine(
    (seconds) => seconds > 0 && seconds <= DAY_SECONDS,
    'is more than 0 and at most "24h"',
  )
    .default(DAY_SECONDS / 2)
    .describe('How long the import waits for approval: 12h by default, at most 24h. Then it is held.'),
};

/** Of a feed about people: what the canary sent can be compared with what the App API then tells of them. */
export const personCanary = {
  canary: z
    .union([
      size,
      z.strictObject({
        size: size.describe('Operations that are sent first.'),
        readBack: z
          .boolean()
          .default(false)
          .describe("Read the canary's people from Customer.io, and report attributes that differ."),
      }),
    ])
    .optional()
    .describe(CANARY),
};

export interface Canary {
  /** Operations; 0 for none. */
  readonly size: number;
  readonly readBack: boolean;
}

/** The number in a folder's name, that asks for a canary of one file. */
export const FolderCanarySchema = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(size);

/** What a feed asks for, however it is written. */
export function canaryOf({ canary = 0 }: { readonly canary?: number | Canary | undefined }): Canary {
  return typeof canary === 'number' ? { size: canary, readBack: false } : canary;
}
