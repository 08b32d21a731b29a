// A canary: a few operations of an import are sent first, and the rest waits for approval.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';

/** Enough to include every event name and column. A larger number would not be a sample. */
const MOST_OPERATIONS = 500;
const DAY_SECONDS = 24 * 3600;

const size = z.number().int().positive().max(MOST_OPERATIONS);
const CANARY = 'Send this many operations (1 to 500) first, and wait for approval before the rest.';

/** Options of a feed of any kind. `personCanary` replaces one of them. */
export const canaryOptions = {
  canary: z
    .number('readBack works only for people. Write the number of operations instead, such as 50')
    .int()
    .positive()
    .max(MOST_OPERATIONS)
    .optional()
    .describe(CANARY),
  // An execution ends after 26 hours.
  approvalTimeout: DurationSchema.refine(
    (seconds) => seconds > 0 && seconds <= DAY_SECONDS,
    'must be more than 0 and at most "24h"',
  )
    .default(DAY_SECONDS / 2)
    .describe('How long the import waits for approval: 12h by default, at most 24h. Then it is held.'),
};

const CanarySchema = z.strictObject({
  size: size.describe('Operations that are sent first.'),
  readBack: z
    .boolean()
    .default(false)
    .describe("Read the canary's people from Customer.io, and report attributes that differ."),
});

/** What a feed asks for; a size of 0 means none. */
export type Canary = Readonly<z.infer<typeof CanarySchema>>;

/** Options of a feed about people: the App API can return the people that the canary sent. */
export const personCanary = {
  canary: z.union([size, CanarySchema]).optional().describe(CANARY),
};

/** The number in the name of a folder `canary=50`, which asks for a canary of one file. */
export const FolderCanarySchema = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(size);

/** The canary of a feed, in either of its two forms. */
export function canaryOf({ canary = 0 }: { readonly canary?: number | Canary | undefined }): Canary {
  return typeof canary === 'number' ? { size: canary, readBack: false } : canary;
}
