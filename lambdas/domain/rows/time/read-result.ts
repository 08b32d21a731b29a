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
