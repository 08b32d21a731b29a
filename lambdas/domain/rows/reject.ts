// Why a row is not sent: one table of stable codes, from which the docs and every message are made.

/** What each code means and how to mend it. Texts never hold a cell's value. */
export const REJECTS = {
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
  no_identifier: {
    means: 'None of the columns that identify the person has a value.',
    mend: 'Fill the id or e-mail.',
  },
  invalid_email: {
    means: 'The e-mail address has no @ between two parts, or has spaces.',
    mend: 'Correct the address.',
  },
  identifier_too_long: {
    means: 'The identifier is longer than 150 bytes, which Customer.io does not take.',
    mend: 'Use a shorter identifier.',
  },
  missing_event_name: {
    means: 'The event has no name.',
    mend: "Fill the event name's column.",
  },
  event_name_too_long: {
    means: "The event's name is longer than 100 bytes, which Customer.io does not take.",
    mend: 'Shorten the name; put details into properties.',
  },
  missing_key: {
    means: 'A column that tells this event from others is blank, so that a repeat could not be recognised.',
    mend: 'Give every row its event id.',
  },
  missing_time: {
    means:
      'The event has no time. Sent without one, it would count as happening now and could trigger campaigns.',
    mend: "Fill the time's column.",
  },
  invalid_time: {
    means: 'The time is in no format that can be read without guessing, or no such day exists.',
    mend: 'Write it as 2025-11-03T14:05:09-05:00 or as Unix seconds.',
  },
  time_without_zone: {
    means: 'The time has no zone, so that it could be hours off.',
    mend: 'Export it with an offset (…-05:00 or Z).',
  },
  time_out_of_range: {
    means: 'The time lies before 2001-09-09 or more than 24 hours ahead.',
    mend: 'Check the clock and the unit: seconds, not milliseconds.',
  },
  not_a_number: {
    means: 'The column is typed as a number, and the cell is none.',
    mend: 'Write plain digits with a point, as 1234.50.',
  },
  not_an_integer: {
    means: 'The column is typed as an integer, and the cell is none that can be kept exactly.',
    mend: 'Write plain digits, or type the column as a string.',
  },
  not_a_boolean: {
    means: 'The column is typed as true or false, and the cell is neither.',
    mend: 'Write true, false, yes, no, 1 or 0.',
  },
  value_too_long: {
    means: 'An attribute of a person is longer than 1,000 bytes, which Customer.io does not take.',
    mend: 'Shorten the value, or leave the column out of the feed.',
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
  orphan_continuation: {
    means: 'The row continues an order whose first row does not stand right before it.',
    mend: 'Keep the rows of an order together, its first row ahead, as Shopify exports them.',
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
}

/** The sentence for people: column, meaning, mend. */
export function explainReject({ code, column }: Reject): string {
  const { means, mend } = REJECTS[code];
  return `${column === undefined ? '' : `Column "${column}": `}${means} ${mend}`;
}
