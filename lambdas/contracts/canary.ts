// A canary: a few operations of an import go first, and a person says whether the others follow.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';

/** Enough to see every event name and column; more is no sample. */
const MOST_OPERATIONS = 500;
const DAY_SECONDS = 24 * 3600;

/** Canary of a feed of any kind. */
export const canaryOptions = {
  /** So many operations go first, across event names and rare columns. */
  canary: z.number().int().positive().max(MOST_OPERATIONS).optional(),
  /** How long somebody may take to approve or reject; then the import is held. An execution lives 26 hours. */
  approvalTimeout: DurationSchema.refine(
    (seconds) => seconds > 0 && seconds <= DAY_SECONDS,
    'is more than 0 and at most "24h"',
  ).default(DAY_SECONDS / 2),
};
