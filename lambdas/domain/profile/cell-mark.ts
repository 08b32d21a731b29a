// What a cell can look like. A cell is read into a set of marks, kept as bits, for this runs on every cell.

/** Exactly one of these holds for a cell. */
export const CELL_TYPES = [
  'blank',
  /** Says that there is nothing: NULL, N/A, \N, or a spreadsheet's error such as #REF!. */
  'no_value',
  'integer',
  'decimal',
  /** true, false, yes, no. Single letters are text, and 0 and 1 integers. */
  'boolean',
  'date',
  /** Digits with a leading zero: no number, or not any more. */
  'leading_zero',
  /** 1.23E+11 */
  'scientific',
  /** An amount with a currency, thousands marks, a decimal comma or accountants' parentheses. */
  'money',
  'json',
  'text',
] as const;
export type CellType = (typeof CELL_TYPES)[number];

/** Any number of these may come on top. */
export const CELL_FORMS = [
  /** A date without a time of day. */
  'date_only',
  /** How round a date's time of day, or that of epoch digits in UTC, is: the coarsest alone. */
  'on_midnight',
  'on_hour',
  'on_minute',
  'before_2000',
  /** Day and month of a numeric date: in which order it can be read. */
  'day_first',
  'month_first',
  'either_order',
  /** Integers that can be a time of 2001 to 2099. */
  'epoch_seconds',
  'epoch_milliseconds',
  'epoch_microseconds',
  /** A number that Excel would show as a day of 1982 to 2064. */
  'excel_serial',
  'decimal_point',
  'decimal_comma',
  'dollar',
  'euro',
  'pound',
  'other_currency',
] as const;
export type CellForm = (typeof CELL_FORMS)[number];

/** At most 31, to fit a small integer. */
export const CELL_MARKS = [...CELL_TYPES, ...CELL_FORMS] as const;
export type CellMark = (typeof CELL_MARKS)[number];

/** The bit of each mark; bit n stands for `CELL_MARKS[n]`. */
export const BIT = Object.fromEntries(CELL_MARKS.map((mark, n) => [mark, 1 << n])) as Readonly<
  Record<CellMark, number>
>;
