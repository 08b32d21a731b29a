// What reading a time ends in. Codes are explained where all reject codes are.

/** The wall clock skipped this time, or showed it twice: it was settled by rule, and is counted. */
export type TimeNote = 'dst_gap' | 'dst_overlap';

export type TimeReject =
  | 'invalid_time'
  | 'impossible_time'
  | 'time_without_zone'
  | 'time_without_date'
  | 'ambiguous_date'
  | 'ambiguous_zone'
  | 'unproven_epoch'
  | 'excel_serial_date'
  | 'scientific_notation'
  | 'time_out_of_range'
  | 'future_time';

/** Unix seconds, fractions rounded down; or why not. */
export type ReadTime =
  | { readonly seconds: number; readonly note?: TimeNote }
  | { readonly reject: TimeReject };

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
