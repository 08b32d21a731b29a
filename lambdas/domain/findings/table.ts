// What can be wrong with a file whose rows can all be read. One table of stable codes: all messages are made from it.
import { CAMPAIGNS } from './table-of-campaigns.ts';
import { MERGES } from './table-of-merges.ts';
import { OPTIONS } from './table-of-options.ts';
import { REPEATS } from './table-of-repeats.ts';

// By code: how bad it is, what it means, and what to do. Texts never contain a cell's value.
/** A `warning` can lead to wrong or missing messages; a `notice` is worth a look. */
export const DETECTORS = {
  header_as_row: {
    severity: 'warning',
    means:
      'The feed states the columns of its files, and the first row of the file looks like a header with other names.',
    fix: 'If it is a header, correct `file.columns` in the feed, or remove the option so that the header is read. Then remove what the row created in Customer.io.',
  },
  blank_rows: {
    severity: 'notice',
    means: 'Rows have only delimiters. They are skipped, and no count of rows includes them.',
    fix: 'If these rows had values before, use the original export.',
  },
  all_midnight: {
    severity: 'warning',
    means:
      'The times are days without a time of day. Events of one day have no order, and the delays of journeys count from midnight.',
    fix: 'Export the column with the time of day.',
  },
  rounded_to_hour: {
    severity: 'warning',
    means: 'The times are rounded to the hour.',
    fix: 'Export the full time. If each row is the total of an hour, export the single rows instead.',
  },
  rounded_to_minute: {
    severity: 'notice',
    means: 'The times are rounded to the minute.',
    fix: 'Export the seconds if the order of events within a minute matters.',
  },
  future_times: {
    severity: 'warning',
    means:
      'Events are more than 5 minutes later than the arrival of their file. Events that are more than 24 hours later are rejected.',
    fix: 'Check which time zone the times are written in, and set it as `timezone` in the feed.',
  },
  before_2000: {
    severity: 'notice',
    means:
      'A few dates are before 2000, among others that are not. They are often placeholders, such as 1970-01-01.',
    fix: 'Leave the cell empty if there is no date, or set nullTokens: ["1970-01-01"] for the column in the feed.',
  },
  hours_ahead: {
    severity: 'warning',
    means:
      'The newest events are a whole number of hours later than the arrival of their file: local times were read in the wrong time zone.',
    fix: 'Export the times with their UTC offset, or set `timezone` in the feed to the zone that they are written in.',
  },
  hours_behind: {
    severity: 'notice',
    means:
      'Frequent events stop a whole number of hours before their file arrived. Local times that are read as UTC look like this.',
    fix: 'If the export contains events up to the present, export the times with their UTC offset, or set `timezone` in the feed.',
  },
  dst_gap: {
    severity: 'notice',
    means:
      'Times without a UTC offset are in the hour that is skipped when daylight saving time starts. They were moved forward by that hour.',
    fix: 'Export the times with their UTC offset.',
  },
  dst_overlap: {
    severity: 'notice',
    means:
      'Times without a UTC offset are in the hour that occurs twice when daylight saving time ends. They were read as the first of the two.',
    fix: 'Export the times with their UTC offset.',
  },
  newest_too_old: {
    severity: 'notice',
    means:
      'All events are older than 72 hours. They start no campaign that has an event as its trigger, but they count for segments, and a segment can start a campaign, too.',
    fix: 'Check that the export covers the last days.',
  },
  not_fresh: {
    severity: 'warning',
    means: 'All events are older than the feed allows (`freshWithin`). What they trigger comes too late.',
    fix: 'Check that the export ran, and that it covers the last days.',
  },
  reaches_far_back: {
    severity: 'warning',
    means:
      'The file of a recurring feed has events older than 120 days. Those that were not delivered before are sent, however old they are.',
    fix: "Set `maxAge` in the feed, or drop old data into the folder of a feed with `mode: 'backfill'`.",
  },
  excel_serials: {
    severity: 'warning',
    means: 'The dates are the numbers by which Excel counts days.',
    fix: 'Format the column as a date before you save the file, or use the original export.',
  },
  ambiguous_dates: {
    severity: 'warning',
    means: 'No date of the column shows whether the day or the month comes first.',
    fix: "Set `format` for the column in the feed: 'us' (month first) or 'eu' (day first).",
  },
  mixed_date_order: {
    severity: 'warning',
    means: 'Some dates can only be read with the day first, others only with the month first.',
    fix: 'Write all dates in one form, such as 2025-11-03.',
  },
  epoch_units: {
    severity: 'warning',
    means: 'The column has times in seconds and times in milliseconds or microseconds.',
    fix: 'Write all of them in seconds.',
  },
  epoch_not_in_seconds: {
    severity: 'notice',
    means:
      'The column looks like times in milliseconds or microseconds. Customer.io reads dates in seconds only.',
    fix: "Set `type: 'datetime'` for the column in the feed, and its times are sent in seconds.",
  },
  mixed_types: {
    severity: 'notice',
    means: 'Nearly all cells of the column are of one type, and a few are not.',
    fix: 'Look at these rows. To have them rejected, set `type` for the column in the feed.',
  },
  no_value_words: {
    severity: 'notice',
    means: 'These cells are not empty. Words such as NULL, and errors such as #REF!, are sent as text.',
    fix: 'List the words in `nullTokens` of the feed, and correct formulas that show an error.',
  },
  numbers_as_text: {
    severity: 'notice',
    means: 'The column has numbers, and the feed sends them as text: segments cannot compare them by size.',
    fix: "Set `type` for the column in the feed: 'number', 'integer' or 'money'. If it is a code, set 'string'.",
  },
  leading_zeros: {
    severity: 'notice',
    means: 'The column has digits with leading zeros. They are sent as text.',
    fix: "Check that no spreadsheet has removed zeros from other cells. If all are right, set `type: 'string'` for the column in the feed.",
  },
  leading_zeros_lost: {
    severity: 'warning',
    means: 'The column has digits with leading zeros and is read as a number, without the zeros.',
    fix: "If it is a code, set `type: 'string'` for the column in the feed.",
  },
  scientific_notation: {
    severity: 'warning',
    means:
      'Numbers are written like 1.23E+11. A spreadsheet has removed digits, and they cannot be restored.',
    fix: 'Use the original export, or format the column as text before you save the file.',
  },
  mixed_money: {
    severity: 'warning',
    means: 'The amounts of the column are written in different ways.',
    fix: "Export amounts without a currency and with a decimal point, such as 1234.50. If all have a comma, set `type: 'money'` and `decimal: ','` for the column in the feed.",
  },
  mixed_event_names: {
    severity: 'warning',
    means:
      'Event names differ only in case, spaces, dashes or underscores. In Customer.io they are different events.',
    fix: 'Use one name. If the file cannot change, list the others as `aliases` of the event in the taxonomy.',
  },
  alike_columns: {
    severity: 'warning',
    means:
      'Column names differ only in case, spaces, dashes or underscores. In Customer.io they are different attributes.',
    fix: 'Export only one of the columns, or set `drop: true` or `as` for the others in the feed.',
  },
  mixed_column_names: {
    severity: 'notice',
    means:
      'Columns are named in different styles. Anyone who looks for an attribute has to guess its spelling.',
    fix: 'Choose one style, and rename the other columns with `as` in the feed.',
  },
  new_event: {
    severity: 'notice',
    means: 'The taxonomy does not list the event, and accepts new names.',
    fix: 'Add the event to the taxonomy, or to the `aliases` of the event that is meant.',
  },
  email_only: {
    severity: 'notice',
    means: 'A person who changes the e-mail address becomes a second person in Customer.io.',
    fix: 'Export an id next to the e-mail address.',
  },
  email_with_many_ids: {
    severity: 'warning',
    means:
      'Several ids have the same e-mail address. Customer.io keeps one profile for each id, or gives the profile the latest id.',
    fix: 'Find out which id is right, and export that one.',
  },
  id_with_many_emails: {
    severity: 'notice',
    means: 'An id has several e-mail addresses. The profile keeps the last one.',
    fix: 'Check that the column is the id of a person, not of a household, a shop or a guest.',
  },
  padded_identifiers: {
    severity: 'notice',
    means: 'Identifiers have spaces around them. They are sent without the spaces.',
    fix: 'If other systems send the identifiers with the spaces, export them without.',
  },
  unnamed_identifier: {
    severity: 'notice',
    means:
      'A column id, cio_id or anonymous_id is a property of the event, and does not identify the person.',
    fix: 'If it identifies the person, add it to `identifiers` of the feed. If not, rename or drop it in `columns`.',
  },
  shared_emails: {
    severity: 'warning',
    means: 'More e-mail addresses have several ids than the limits of the feed allow.',
    fix: 'Find out which id is right, and export that one, or raise the limit in the feed.',
  },
  too_many_rejects: {
    severity: 'warning',
    means: 'More rows were rejected than the limits of the feed allow.',
    fix: 'Correct the rows that rejects.csv lists and drop the whole file again, or raise the limit in the feed.',
  },
  unusual_volume: {
    severity: 'warning',
    means: 'The file has more or fewer rows than the feed states, or than its earlier imports had.',
    fix: 'Check that the export is complete and covers the right days. If the number is right, change `limits.volume` in the feed.',
  },
  unusual_flow: {
    severity: 'warning',
    means:
      'Fewer or more people than usual are about to enter a journey. An export can be missing, or a time zone wrong.',
    fix: "Compare the number with your shop. If it is right, set the range in the flow's `expect` in the feed. If not, export the file again.",
  },
  busy_person: {
    severity: 'warning',
    means:
      'One person has more events that can trigger campaigns than the feed allows. It can be a test account, or an id that several people share.',
    fix: "Look at this person's rows. Remove them from the file, or raise the limit in the feed.",
  },
  columns_missing: {
    severity: 'warning',
    means: 'The last import had columns that this file does not have. Their values are no longer sent.',
    fix: 'Check the export. If a column was renamed, name it in `columns` of the feed.',
  },
  columns_retyped: {
    severity: 'warning',
    means:
      'The cells of a column are of another type than in the last import. Segments that use them can break.',
    fix: 'Check the export, and set `type` for the column in the feed.',
  },
  columns_new: {
    severity: 'notice',
    means: "The last import did not have these columns. A feed with `unmapped: 'keep'` sends them.",
    fix: 'To leave a column out, set `drop: true` for it in the feed.',
  },
  ...REPEATS,
  ...MERGES,
  ...CAMPAIGNS,
  ...OPTIONS,
  nothing_new: {
    severity: 'warning',
    means: 'Customer.io has all valid rows of the file already.',
    fix: "Check that this is today's export.",
  },
  did_not_wait: {
    severity: 'warning',
    means:
      'The import waited as long as `waitAtMost` allows, and then was sent first. Events of people who are not there yet create profiles without data, and people who bought can get a cart reminder.',
    fix: 'Check that the other file is exported in time, or raise `waitAtMost` in the feed.',
  },
  companion_not_delivered: {
    severity: 'warning',
    means: 'The feed comes `after` another one, whose import was held, paused or failed.',
    fix: "Open that import's report, fix the cause and drop its file again.",
  },
  read_back_same: {
    severity: 'notice',
    means: 'The people of the canary were read back from Customer.io, with the attributes that were sent.',
    fix: 'Approve the import if the people and events look right in Customer.io.',
  },
  read_back_differs: {
    severity: 'warning',
    means:
      'Customer.io has other values of these attributes than the canary sent. Something newer was there, or Customer.io stores them in another form.',
    fix: 'Look at one of these people in Customer.io before you approve. Check the `type` of the columns, `updatedAt`, and other sources of the same attributes.',
  },
  read_back_missing: {
    severity: 'warning',
    means:
      "Customer.io has no person with the identifier that the canary was sent for. It may still be processing the request, the person may be suppressed, or the feed has `action: 'update'` and the person does not exist.",
    fix: 'Look for these people in Customer.io before you approve.',
  },
  read_back_incomplete: {
    severity: 'warning',
    means:
      'The feed has `readBack`, and the App API of Customer.io did not answer for all people of the canary.',
    fix: 'Check that the secret has the `appApiKey` of this workspace. Look at the people of the canary in Customer.io before you approve.',
  },
  unprofiled_columns: {
    severity: 'notice',
    means: 'The file has too many columns to check them all. The last ones are sent without a check.',
    fix: 'Remove columns from the export that no one needs.',
  },
} as const satisfies Record<string, Detector>;

type Detector = { readonly severity: Severity; readonly means: string; readonly fix: string };

export type DetectorCode = keyof typeof DETECTORS;
export type Severity = 'warning' | 'notice';
