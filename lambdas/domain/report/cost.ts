// What an import costs in AWS by the row: DynamoDB's requests. All else is a few cents per million rows.
import type { Weighed } from '../guards/weighing.ts';

/** Amazon DynamoDB pricing, on-demand in us-east-1: a read unit; an eventually consistent read takes half of one. */
const DOLLARS_PER_READ_UNIT = 0.125 / 1e6;
const DOLLARS_PER_WRITE_UNIT = 0.625 / 1e6;

/** Dollars, to the hundredth of a cent, for asking the seen table for all operations and marking those that are sent. */
export function seenTableDollars({ lookedUp, operations }: Pick<Weighed, 'lookedUp' | 'operations'>): number {
  const dollars = lookedUp * 0.5 * DOLLARS_PER_READ_UNIT + operations * DOLLARS_PER_WRITE_UNIT;
  return Math.round(dollars * 1e4) / 1e4;
}
