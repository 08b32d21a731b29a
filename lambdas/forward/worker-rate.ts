// A worker's share of a global rate.
import type { Environment } from '../contracts/environment.ts';

/**
 * Seconds between two requests of one worker. All workers that can run at the same time share the rate evenly.
 * @param requestsPerSecond the rate of all workers together.
 */
export function secondsBetweenRequests(
  requestsPerSecond: number,
  workers: Pick<Environment, 'IMPORTS_AT_ONCE' | 'PARTITIONS_AT_ONCE'>,
): number {
  return (workers.IMPORTS_AT_ONCE * workers.PARTITIONS_AT_ONCE) / requestsPerSecond;
}
