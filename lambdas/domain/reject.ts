// Why a row is not sent: one table of stable codes, from which the docs and every message are made.

/** What each code means and how to mend it. Texts never hold a cell's value. */
export const REJECTS = {
  // How the line is written
  broken_quotes: {
    means: 'The quotes of this line do not pair up.',
    mend: 'Double every quote inside a quoted cell ("" for ") and quote the whole cell.',
  },
  unterminated_quote: {
    means:
      'A quote opens on this line and is never closed; reading went on at the next line that fits the header.',
    mend: 'Close the quote, and drop the rejected rows again.',
  },
  column_count: {
    means: 'The row has more or fewer cells than the header.',
    mend: 'Quote cells that hold the delimiter, and give every column a cell.',
  },
  repeated_header: {
    means: 'The header is repeated in the middle of the file.',
    mend: 'Nothing to mend: it is no data. It comes from gluing exports together.',
  },
  nul_byte: {
    means: 'A cell holds a NUL byte, which no text has.',
    mend: 'Export the row again as text.',
  },
  invalid_encoding: {
    means: 'A cell holds bytes that are no UTF-8.',
    mend: "Export as UTF-8, or state the feed's file.encoding (windows-1252, iso-8859-1).",
  },
  lost_character: {
    means:
      'A cell holds U+FFFD (\ufffd), by which a program marks that it could not read the character there.',
    mend: "Export the row again as UTF-8; where the feed states file.encoding, check that it is the files'.",
  },
  required_column_blank: {
    means: 'The feed requires a value in this column.',
    mend: 'Fill it.',
  },

  // Who it is about
  no_identifier: {
    means: 'None of the columns that identify the person has a value.',
    mend: 'Fill the id or e-mail.',
  },
  invalid_email: {
    means: 'The e-mail address has no @ between two parts, or has spaces.',
    mend: 'Correct the address.',
  },
  invalid_phone: {
    means: 'The phone number is not in international form.',
    mend: 'Write it with + and country code, as +15550100123.',
  },
  identifier_too_long: {
    means: 'The identifier is longer than 150 bytes, which Customer.io does not take.',
    mend: 'Use a shorter identifier.',
  },
  scientific_notation: {
    means: 'A spreadsheet has shortened long digits (1.6E+12); the rest of them is lost.',
    mend: 'Use the original export, not a file saved by a spreadsheet.',
  },
  missing_object_id: {
    means: 'The column that names the object is blank.',
    mend: "Fill the object's id.",
  },

  // What happened
  missing_event_name: {
    means: 'The event has no name.',
    mend: "Fill the event name's column.",
  },
  event_name_too_long: {
    means: "The event's name is longer than 100 bytes, which Customer.io does not take.",
    mend: 'Shorten the name; put details into properties.',
  },
  unknown_event: {
    means: 'The taxonomy knows no event of this name.',
    mend: "Add it to the taxonomy, or state names: 'open'.",
  },
  misspelt_event: {
    means: 'The taxonomy knows no event of this name, but one much like it.',
    mend: 'Correct the name, or add it to the aliases of the intended event.',
  },
  wrong_property_type: {
    means: 'The property is not of the type that the taxonomy states.',
    mend: "Correct the cell, or the property's type in the taxonomy.",
  },
  missing_key: {
    means: 'A column that tells this event from others is blank, so that a repeat could not be recognized.',
    mend: 'Give every row its event id.',
  },
  orphan_continuation: {
    means: 'The row continues an order whose first row does not stand right before it.',
    mend: 'Keep the rows of an order together, its first row ahead, as Shopify exports them.',
  },

  // When
  missing_time: {
    means:
      'The row has no time. An event sent without one would count as happening now and could trigger campaigns; what a row tells of a person would pass for the newest.',
    mend: "Fill the time's column.",
  },
  invalid_time: {
    means:
      'The time is in no form that can be read without guessing, or not in the unit that the feed states.',
    mend: "Write it as 2025-11-03T14:05:09-05:00 or as Unix seconds, or state the column's format.",
  },
  impossible_time: {
    means: 'No such day or time of day exists, such as 30 February or 24:00.',
    mend: "Correct it. If days and months look swapped, check the format: 'us' or 'eu'.",
  },
  ambiguous_date: {
    means: 'Day and month cannot be told apart.',
    mend: "State the format: 'us' for month first, 'eu' for day first.",
  },
  excel_serial_date: {
    means: 'The time is a number of days, as Excel saves a date that is formatted as a number.',
    mend: 'Format the column as yyyy-mm-dd hh:mm:ss, or use the original export.',
  },
  time_without_date: {
    means: 'A time of day without a date: Excel saves dates with fractions of seconds so.',
    mend: 'Use the original export, not a file saved by a spreadsheet.',
  },
  unproven_epoch: {
    means: 'The cell is a number whose unit as a time cannot be told.',
    mend: "State the format: 'epoch_seconds', 'epoch_milliseconds' or 'epoch_microseconds'.",
  },
  ambiguous_zone: {
    means: 'The zone is an abbreviation that several zones share.',
    mend: 'Export it with an offset (…-05:00 or Z).',
  },
  time_without_zone: {
    means: 'The time has no zone, so that it could be hours off.',
    mend: "Export it with an offset (…-05:00 or Z), or state the feed's timezone.",
  },
  future_time: {
    means: 'The time lies more than 24 hours after the file arrived.',
    mend: 'Check clock, zone and unit; or state allowFuture for the feed.',
  },
  time_out_of_range: {
    means:
      'The time lies before 2001-09-09 or beyond what Customer.io takes, which would replace it by the present.',
    mend: 'Check the unit: seconds or milliseconds.',
  },

  // Values
  not_a_number: {
    means: 'The column is typed as a number, and the cell is none.',
    mend: 'Write plain digits with a point, as 1234.50; or type the column as money.',
  },
  not_an_integer: {
    means: 'The column is typed as an integer, and the cell is none that can be kept exactly.',
    mend: 'Write plain digits, or type the column as a string.',
  },
  not_a_boolean: {
    means: 'The column is typed as true or false, and the cell is neither.',
    mend: 'Write true, false, yes, no, 1 or 0.',
  },
  unclear_consent: {
    means: 'A consent is neither true nor false. Customer.io would take any such value for a consent.',
    mend: 'Write true, false, yes, no, 1 or 0.',
  },
  invalid_money: {
    means: 'The column is typed as money, and the cell is no amount.',
    mend: 'Write 1234.50 or $1,234.50; state decimal: "," for 1.234,50.',
  },
  money_grouping: {
    means: 'Thousands and decimal marks do not fit the decimal mark that the column states.',
    mend: 'State the other decimal mark, or export without thousands marks.',
  },
  money_too_precise: {
    means: 'The amount has more digits than can be kept exactly.',
    mend: 'Round it, or type the column as a string.',
  },
  number_too_precise: {
    means: 'The number has more digits than can be kept exactly.',
    mend: 'Round it, or type the column as a string: ids are no numbers.',
  },
  not_json: {
    means: 'The column is typed as JSON, and the cell is none.',
    mend: 'Correct the JSON.',
  },

  // Customer.io's limits
  value_too_long: {
    means: 'An attribute of a person is longer than 1,000 bytes, which Customer.io does not take.',
    mend: 'Shorten the value, or drop the column in the feed.',
  },
  name_too_long: {
    means: 'The name of an attribute is longer than 150 bytes, which Customer.io does not take.',
    mend: "Rename the column, or map it with the feed's `as`.",
  },
  too_many_attributes: {
    means: 'The row has more than 300 attributes, which Customer.io does not take.',
    mend: 'Drop columns in the feed.',
  },
  item_too_large: {
    means: 'The row becomes more than 31,000 bytes of JSON; Customer.io takes no item above 32 KB.',
    mend: 'Drop or shorten columns.',
  },
  refused_by_customerio: {
    means: 'Customer.io refused this item.',
    mend: 'See the message beside it, mend the row and drop it again.',
  },
} as const satisfies Record<string, { readonly means: string; readonly mend: string }>;

export type RejectCode = keyof typeof REJECTS;

/** A row that is not sent: the reason and the column at fault, never its value. */
export interface Reject {
  readonly code: RejectCode;
  readonly column?: string;
  /** A name from the feed's own configuration, such as the event that was meant. */
  readonly hint?: string;
}

/** The sentence for people: column, meaning, mend. */
export function explainReject({ code, column, hint }: Reject): string {
  const { means, mend } = REJECTS[code];
  const where = column === undefined ? '' : `Column "${column}": `;
  return `${where}${means}${hint === undefined ? '' : ` Is it "${hint}"?`} ${mend}`;
}
