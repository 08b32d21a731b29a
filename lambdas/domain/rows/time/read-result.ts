// The result of reading a time, and the check of its range. lambdas/domain/reject.ts explains the codes.

/** The wall clock skipped this time or showed it twice. A rule picks the instant, and the report counts these times. */
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

/** Unix seconds, rounded down; or the reject. */
export type ReadTime =
  | { readonly seconds: number; readonly note?: TimeNote }
  | { readonly reject: TimeReject };

/**
 * 2001-09-09: from here, seconds have 10 digits. Customer.io silently replaces shorter numbers with the time of receipt
 * (customerio-ruby, client.rb).
 */
const EARLIEST_SECONDS = 1_000_000_000;
/** Clocks and time zones can be wrong by a day. */
const FUTURE_SECONDS = 24 * 60 * 60;

/** @param nowSeconds the time of the import. */
export function checkTimeRange(
  seconds: number,
  nowSeconds: number,
): Extract<TimeReject, 'time_out_of_range' | 'future_time'> | undefined {
  if (seconds < EARLIEST_SECONDS) return 'time_out_of_range';
  return seconds > nowSeconds + FUTURE_SECONDS ? 'future_time' : undefined;
}
