// Why a row is not sent: one table of stable codes. The docs and all messages are made from it.
import {
  ATTRIBUTES,
  EVENT_NAME_BYTES,
  ITEM_LIMIT_BYTES,
  NAME_BYTES,
  VALUE_BYTES,
} from '../contracts/customerio-limits.ts';
import { number } from '../contracts/format.ts';
import { IDENTIFIER_REJECTS } from './identifier-rejects.ts';
import { LINE_REJECTS } from './line-rejects.ts';
import { TRANSFORM_REJECTS } from './transform-rejects.ts';

/**
 * What each code means and how to fix it. Texts never contain a cell's value. `{column}` in a fix is the column at
 * fault.
 */
export const REJECTS = {
  ...LINE_REJECTS,
  ...TRANSFORM_REJECTS,

  ...IDENTIFIER_REJECTS,

  // What happened
  missing_event_name: {
    means: 'The event has no name.',
    fix: 'Fill in the name of the event.',
  },
  event_name_too_long: {
    means: `The name of the event is longer than ${EVENT_NAME_BYTES} bytes, which Customer.io does not accept.`,
    fix: 'Shorten the name, and put details into other columns.',
  },
  unknown_event: {
    means: 'The taxonomy has no event with this name.',
    fix: 'Correct the name, or add it to taxonomy.events in feeds.config.ts. To accept all names, set names: "open" in taxonomy.',
  },
  misspelt_event: {
    means: 'The taxonomy has no event with this name, but one with a similar name.',
    fix: 'Correct the name, or add it to the aliases of the right event in taxonomy.events in feeds.config.ts.',
  },
  wrong_property_type: {
    means: 'The cell does not have the type that the taxonomy sets for this property.',
    fix: 'Correct the cell, or change the type of the property in taxonomy.events in feeds.config.ts.',
  },
  missing_key: {
    means: 'The cell is empty, or it is a placeholder such as null. The row has no key.',
    fix: 'Fill in the cell, such as with the id of the event or the order.',
  },
  key_reused: {
    means:
      'Another event has this key, at least 20 hours earlier or later. It is about another person, or the feed sets keyReuse. The source uses the values of the key columns again.',
    fix: 'Add a column to key in feeds.config.ts that makes the events differ, such as the day or the person, then drop the rows again.',
  },
  orphan_continuation: {
    means: 'The row continues an order, but the first row of that order is not directly above.',
    fix: 'Keep all rows of an order together, first row on top, as Shopify exports them.',
  },

  // The group of the row
  group_broken: {
    means: 'Another row of the same group cannot be read, or a row continues the group in another place.',
    fix: 'Fix the other rows of the group in this file, then drop all rows of the group together.',
  },
  group_apart: {
    means: 'The rows of the group are not next to each other, or the file has the group more than once.',
    fix: 'Put all rows of the group next to each other, and keep one version of the group.',
  },
  group_incomplete: {
    means: 'The row was rejected before, and rows of its group are missing here or still cannot be read.',
    fix: 'Drop all rows of the group together. If the other rows must not be sent, empty the cells of the columns that start with _reject_ in the rows of the group.',
  },
  group_of_two_people: {
    means: 'The rows of the group have different identifiers, so the group is not about one person.',
    fix: 'Write the identifier of one person in all rows of the group, or give the rows of each person a group of their own.',
  },
  key_of_two_people: {
    means: 'The file has the same event, or the same further event (`also`), for two people.',
    fix: 'Correct the identifier or the columns of the key, or delete the wrong version.',
  },

  // When
  missing_time: {
    means:
      'The row has no time. It would count as new, so an old event could start a campaign, or old data could replace newer data.',
    fix: 'Fill in the time.',
  },
  invalid_time: {
    means: 'The cell is not a time in a form that can be read, or not in the format that the feed sets.',
    fix: 'Write it as 2025-11-03T14:05:09-05:00 or as Unix seconds, or set the format of this column in feeds.config.ts: "us", "eu" or an epoch unit.',
  },
  impossible_time: {
    means: 'This day or time of day does not exist, such as 30 February or 24:00.',
    fix: 'Correct the cell. If the feed reads day and month the wrong way around, change the format of this column in feeds.config.ts: format: "us" (month first) or format: "eu" (day first).',
  },
  ambiguous_date: {
    means: 'The date does not show which number is the day and which is the month.',
    fix: 'Add to this column in feeds.config.ts: format: "us" (month first) or format: "eu" (day first). For the time of an event, write: time: { column: "{column}", format: "us" }.',
  },
  excel_serial_date: {
    means: 'The cell is a number of days. A spreadsheet saved the date as a number.',
    fix: 'Format the column as yyyy-mm-dd hh:mm:ss in the spreadsheet and save the file again, or use the original export.',
  },
  time_without_date: {
    means: 'The cell has a time of day but no date. Excel saves dates with fractions of a second like this.',
    fix: 'Use the original export, not a file that a spreadsheet saved.',
  },
  unproven_epoch: {
    means: 'The cell is a number that does not show the unit of its time.',
    fix: 'Add to this column in feeds.config.ts: format: "epoch_seconds", "epoch_milliseconds" or "epoch_microseconds".',
  },
  ambiguous_zone: {
    means: 'The time has an abbreviation for its zone that several time zones share, such as IST.',
    fix: 'Export the time with an offset, such as -05:00, or with Z for UTC.',
  },
  time_without_zone: {
    means: 'The time has no time zone, so it could be wrong by hours.',
    fix: 'Export it with an offset, such as -05:00, or with Z for UTC. Or set the zone of all times of the feed in feeds.config.ts: timezone: "America/New_York".',
  },
  future_time: {
    means: 'The time is more than 24 hours after the file arrived.',
    fix: 'Check the clock, the time zone and the unit of the export. If events in the future are right, set in feeds.config.ts: allowFuture: true.',
  },
  date_out_of_range: {
    means: 'The date is before 1900 or after 2100. Such dates are placeholders, or their unit is wrong.',
    fix: 'Correct the date, or leave the cell empty. If every row has this reason, check the unit of the times: seconds or milliseconds.',
  },
  time_out_of_range: {
    means:
      'The time is before 2001-09-09, which Customer.io would replace with the present, or too far in the future.',
    fix: 'Correct the time. If every row has this reason, check the unit of the times: seconds or milliseconds.',
  },

  // Values
  not_a_number: {
    means: 'The feed needs a number in this column, and the cell is not a number.',
    fix: 'Write digits with a decimal point, such as 1234.50. For amounts such as $1,234.50, set in feeds.config.ts: columns: { "{column}": { type: "money" } }.',
  },
  not_an_integer: {
    means:
      'The feed needs a whole number in this column, and the cell is not one or has too many digits to keep exactly.',
    fix: 'Write digits only. For ids, set in feeds.config.ts: columns: { "{column}": { type: "string" } }.',
  },
  not_a_boolean: {
    means: 'The feed needs true or false in this column, and the cell is neither.',
    fix: 'Write true, false, yes, no, 1 or 0.',
  },
  unknown_action: {
    means:
      'The cell says what to do with the person or the object, and the feed does not list its text in `actionFrom`.',
    fix: 'Correct the cell, or add its text to actionFrom.values in feeds.config.ts.',
  },
  unknown_value: {
    means: 'The cell is none of the texts that the feed lists in `values` for this column.',
    fix: 'Correct the cell, or add its text to values in feeds.config.ts: columns: { "{column}": { values: { "cell": "value" } } }. To accept other texts as well, set otherwise: "keep".',
  },
  unclear_consent: {
    means:
      'The column is a consent, and the cell is neither true nor false. Customer.io would take any other value as consent.',
    fix: 'Write true, false, yes, no, 1 or 0, or list the words of the file in feeds.config.ts: columns: { "{column}": { values: { ja: true, nein: false } } }. In cio_subscription_preferences, write JSON such as {"topics":{"topic_1":true}}.',
  },
  invalid_money: {
    means: 'The feed needs an amount of money in this column, and the cell is not one.',
    fix: 'Write 1234.50 or $1,234.50. For amounts such as 1.234,50, set in feeds.config.ts: columns: { "{column}": { type: "money", decimal: "," } }.',
  },
  money_grouping: {
    means: 'The thousands separators and the decimal mark of the amount do not fit the feed.',
    fix: 'Export amounts without thousands separators, or change decimal in feeds.config.ts: "." reads 1,234.50 and "," reads 1.234,50, as in columns: { "{column}": { type: "money", decimal: "," } }.',
  },
  money_too_precise: {
    means: 'The amount has more digits than can be kept exactly.',
    fix: 'Round it. To send it as text, set in feeds.config.ts: columns: { "{column}": { type: "string" } }.',
  },
  number_too_precise: {
    means: 'The number has more digits than can be kept exactly.',
    fix: 'Round it. For ids, set in feeds.config.ts: columns: { "{column}": { type: "string" } }.',
  },
  not_json: {
    means: 'The feed needs JSON in this column, and the cell is not valid JSON.',
    fix: 'Correct the JSON.',
  },
  duplicate_json_name: {
    means: 'An object in the JSON has the same name twice, so one of the two values would be lost.',
    fix: 'Remove one of the two.',
  },
  invalid_json_character: {
    means:
      'The JSON has an escaped character that is not text: \\u0000, or half of a character, such as \\ud83d alone.',
    fix: 'Export the row again as UTF-8, or remove the character.',
  },
  not_a_list: {
    means:
      'The feed needs a list in this column, and the cell is neither CSV nor a JSON array of single values.',
    fix: 'Write a, b or "a, with comma",b or ["a","b"]. Close each quote. To send the cell as text, set in feeds.config.ts: columns: { "{column}": { type: "string" } }.',
  },

  // Customer.io's limits
  value_too_long: {
    means: `An attribute of the person is longer than ${number(VALUE_BYTES)} bytes, which Customer.io does not accept.`,
    fix: 'Shorten the cell. To cut or leave out long values of the column, set in feeds.config.ts: columns: { "{column}": { tooLong: "truncate" } } or "drop".',
  },
  name_too_long: {
    means: `The name of the attribute is longer than ${NAME_BYTES} bytes, which Customer.io does not accept.`,
    fix: 'Rename the column. To send it under another name, set in feeds.config.ts: columns: { "{column}": { as: "short_name" } }.',
  },
  too_many_attributes: {
    means: `The row has more than ${ATTRIBUTES} attributes, which Customer.io does not accept.`,
    fix: 'Leave out columns in feeds.config.ts: set drop: true for each of them in columns, or unmapped: "drop" for all columns that the feed does not name.',
  },
  item_too_large: {
    means: `The row becomes more than ${number(ITEM_LIMIT_BYTES)} bytes of JSON. Customer.io does not accept items over 32 KB.`,
    fix: 'Shorten its longest cells, or leave out columns in feeds.config.ts: set drop: true for them in columns.',
  },
  refused_by_customerio: {
    means: 'Customer.io declined this item.',
    fix: 'Read the message of Customer.io in the reason of the row. Fix the row and drop it again.',
  },
} as const satisfies Record<string, { readonly means: string; readonly fix: string }>;

export type RejectCode = keyof typeof REJECTS;

/** A row that is not sent: the reason and the column at fault, never its value. */
export interface Reject {
  readonly code: RejectCode;
  readonly column?: string;
  /** A name from the feed's own configuration, such as the event that was probably meant. */
  readonly hint?: string;
  /** A sentence on what exactly is wrong, without the value. */
  readonly detail?: string;
  /** The line of the row at fault, if it is one of a group. */
  readonly line?: number;
  /** The other faults of the row. It counts under the first one. */
  readonly also?: readonly Reject[];
}

/** The result for a row that is not sent. */
export interface Rejected {
  readonly reject: Reject;
}

/** The reason as people read it: of each fault the column, what is wrong, how to fix it. */
export function explainReject(reject: Reject): string {
  const { also = [] } = reject;
  return [reject, ...also].map(explainFault).join(' / ');
}

function explainFault({ code, column, hint, detail, line }: Reject): string {
  const place = line === undefined ? '' : `Line ${line}: `;
  const where = column === undefined ? place : `${place}Column "${column}": `;
  const exactly = detail === undefined ? '' : ` ${detail}`;
  const question = hint === undefined ? '' : ` Did you mean "${hint}"?`;
  return `${where}${REJECTS[code].means}${exactly}${question} To fix: ${fixOf(code, column)}`;
}

/** How to fix the row, with the feed's line for this column. */
export function fixOf(code: RejectCode, column = 'COLUMN'): string {
  return REJECTS[code].fix.replaceAll('{column}', () => column);
}
