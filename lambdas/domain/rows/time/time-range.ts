// Which times Customer.io takes as they are, and which are too late to be true.
import type { TimeReject } from './read-result.ts';

/**
 * 2001-09-09: seconds have 10 digits from here on. Shorter ones Customer.io replaces by the time of receipt, silently
 * (customerio-ruby, client.rb).
 */
const EARLIEST_SECONDS = 1_000_000_000;
/** Clocks and zones may be off by a day, no more. */
const FUTURE_SECONDS = 24 * 60 * 60;

/** @param nowSeconds the import's time. */
export function checkTimeRange(
  seconds: number,
  nowSeconds: number,
): Extract<TimeReject, 'time_out_of_range' | 'future_time'> | undefined {
  if (seconds < EARLIEST_SECONDS) return 'time_out_of_range';
  return seconds > nowSeconds + FUTURE_SECONDS ? 'future_time' : undefined;
}
