// What a cell can look like. A cell is read into a set of marks, as bits: this runs for every cell.

/** A cell has exactly one of these. */
export const CELL_TYPES = [
  'blank',
  /** A word for no value: NULL, N/A, \N, or a spreadsheet's error such as #REF!. */
  'no_value',
  'integer',
  'decimal',
  /** true, false, yes, no. Single letters are text; 0 and 1 are integers. */
  'boolean',
  'date',
  /** Digits with a leading zero: a code, not a number. */
  'leading_zero',
  /** 1.23E+11 */
  'scientific',
  /** An amount with a currency, thousands separators, a decimal comma, or parentheses for a minus. */
  'money',
  'json',
  'text',
] as const;
export type CellType = (typeof CELL_TYPES)[number];

/** A cell can also have any number of these. */
export const CELL_FORMS = [
  /** A date without a time of day. */
  'date_only',
  /** How round the time of day is, of a date or of epoch digits in UTC: only the coarsest of the three. */
  'on_midnight',
  'on_hour',
  'on_minute',
  'before_2000',
  /** In which order the day and month of a numeric date can be read. */
  'day_first',
  'month_first',
  'either_order',
  /** Integers that can be a time in the years 2001 to 2099. */
  'epoch_seconds',
  'epoch_milliseconds',
  'epoch_microseconds',
  /** A number that Excel shows as a day in the years 1982 to 2064. */
  'excel_serial',
  'decimal_point',
  'decimal_comma',
  'dollar',
  'euro',
  'pound',
  'other_currency',
  /** A value with spaces around it. */
  'padded',
] as const;
export type CellForm = (typeof CELL_FORMS)[number];

/** At most 31, so that the bits fit into a small integer. */
export const CELL_MARKS = [...CELL_TYPES, ...CELL_FORMS] as const;
export type CellMark = (typeof CELL_MARKS)[number];

/** The bit of each mark: bit n is `CELL_MARKS[n]`. */
export const BIT = Object.fromEntries(CELL_MARKS.map((mark, n) => [mark, 1 << n])) as Readonly<
  Record<CellMark, number>
>;
