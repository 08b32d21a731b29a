// What may be wrong with a file whose rows can all be read: one table of stable codes, from which the docs and every
// message are made. A warning may cost mail that is wrong or missing; a notice is worth a look.

/** What each code means and how to mend it. Texts never hold a cell's value. */
export const DETECTORS = {
  all_midnight: {
    severity: 'warning',
    means: 'The times are days without a time of day.',
    mend: 'Export the full time. Otherwise events of a day have no order, and delays of journeys count from midnight.',
  },
  rounded_to_hour: {
    severity: 'warning',
    means: 'The times are rounded to the hour.',
    mend: 'Export the full time, or check that a report of sums was not exported in place of its rows.',
  },
  rounded_to_minute: {
    severity: 'notice',
    means: 'The times are rounded to the minute.',
    mend: 'Export the seconds, where the order of events within a minute matters.',
  },
  future_times: {
    severity: 'warning',
    means:
      'Events lie more than 5 minutes ahead of the arrival of their file. Above 24 hours they are rejected.',
    mend: "Check the zone that the times are written in, and the feed's timezone.",
  },
  before_2000: {
    severity: 'notice',
    means:
      'A few dates lie before 2000, among others that do not. They are often placeholders, as 1970-01-01.',
    mend: 'Leave the cell empty where there is no date.',
  },
  hours_ahead: {
    severity: 'warning',
    means:
      'The newest events lie a whole number of hours ahead of the arrival of their file: local times that are taken for those of another zone.',
    mend: "Export the times with their offset, or set the feed's timezone to the zone that they are written in.",
  },
  hours_behind: {
    severity: 'notice',
    means:
      'Busy events break off a whole number of hours before their file arrived: local times taken for UTC look like this.',
    mend: "If the export runs up to the present, set the feed's timezone, or export the times with their offset.",
  },
  dst_gap: {
    severity: 'notice',
    means: 'Times without an offset fall into the hour that is skipped when daylight saving begins.',
    mend: 'They were moved on by that hour. Export the times with their offset.',
  },
  dst_overlap: {
    severity: 'notice',
    means: 'Times without an offset fall into the hour that comes twice when daylight saving ends.',
    mend: 'The first of the two was taken. Export the times with their offset.',
  },
  newest_too_old: {
    severity: 'notice',
    means:
      "The newest event is older than the feed's freshWithin or, without one, than the 72 hours within which Customer.io lets events trigger.",
    mend: 'Check that the export covers the last days.',
  },
  not_fresh: {
    severity: 'warning',
    means: "The newest event is older than the feed's freshWithin: what it should set off comes too late.",
    mend: 'Check that the export ran, and that it covers the last days.',
  },
  reaches_far_back: {
    severity: 'warning',
    means: 'The file of a recurring feed reaches back over 120 days. What is new of it is sent, however old.',
    mend: 'Set maxAge for the feed, or drop history below a feed of mode: "backfill".',
  },
  excel_serials: {
    severity: 'warning',
    means: 'Dates are written as the numbers by which Excel counts days.',
    mend: 'Format the column as a date before saving, or export from the source.',
  },
  ambiguous_dates: {
    severity: 'warning',
    means: 'No date of the column tells whether day or month comes first.',
    mend: "State the column's format in the feed: us (month first) or eu (day first).",
  },
  mixed_date_order: {
    severity: 'warning',
    means: 'Some dates can only be read with the day first, others only with the month first.',
    mend: 'Export from one source, with ISO dates as 2025-11-03.',
  },
  epoch_units: {
    severity: 'warning',
    means: 'The column mixes times in seconds with times in milliseconds or microseconds.',
    mend: 'Write all of them in seconds.',
  },
  epoch_not_in_seconds: {
    severity: 'notice',
    means:
      'The column looks like times in milliseconds or microseconds; Customer.io reads dates in seconds only.',
    mend: "Give the column type 'datetime' in the feed, and it is sent in seconds.",
  },
  mixed_types: {
    severity: 'notice',
    means: 'Nearly all cells of the column are of one type, and a few are not.',
    mend: 'Look at these rows, and give the column a type in the feed to have them rejected.',
  },
  no_value_words: {
    severity: 'notice',
    means:
      "Cells say in words that they are empty, as NULL or N/A do, or hold a spreadsheet's error. They are sent as text.",
    mend: "Name these words in the feed's nullTokens, and mend the formulas.",
  },
  numbers_as_text: {
    severity: 'notice',
    means: 'The column holds numbers, and the feed sends them as text: segments cannot compare them by size.',
    mend: "Give the column type 'number', 'integer' or 'money' in the feed; or 'string', if it is a code.",
  },
  leading_zeros: {
    severity: 'notice',
    means: 'The column holds digits with leading zeros. They are kept as text.',
    mend: "Nothing, if all have them that should: a spreadsheet removes them. Type 'string' in the feed says so.",
  },
  leading_zeros_lost: {
    severity: 'warning',
    means: 'The column holds digits with leading zeros and is read as a number, without them.',
    mend: "Give the column type 'string' in the feed, if it is a code rather than a number.",
  },
  scientific_notation: {
    severity: 'warning',
    means: 'Numbers are written as 1.23E+11: a spreadsheet has cut digits off, and nothing brings them back.',
    mend: 'Export from the source, or format the column as text before saving.',
  },
  mixed_money: {
    severity: 'warning',
    means: 'The amounts of the column are written in different ways.',
    mend: "Export amounts as 1234.50, without currency, or state the column's decimal mark in the feed.",
  },
  mixed_event_names: {
    severity: 'warning',
    means:
      'Names of events differ only in case, spaces, dashes or underscores. To Customer.io they are different events.',
    mend: "Agree on one name, and list the others as its aliases in the feed's taxonomy.",
  },
  alike_columns: {
    severity: 'warning',
    means:
      'Names of columns differ only in case, spaces, dashes or underscores. To Customer.io they are different attributes.',
    mend: 'Leave one of them out of the export, or drop or rename it in the feed.',
  },
  mixed_column_names: {
    severity: 'notice',
    means: 'Columns are named in different ways: whoever looks for an attribute has to guess its spelling.',
    mend: "Agree on one way, and rename the others: as, in the feed's columns.",
  },
  new_event: {
    severity: 'notice',
    means: 'The taxonomy does not list the event, and admits new names.',
    mend: 'Add it to the taxonomy, or to the aliases of the event that was meant.',
  },
  email_only: {
    severity: 'notice',
    means: 'Rows name the person by e-mail alone. Someone who changes the address becomes somebody else.',
    mend: 'Export an id beside the e-mail.',
  },
  email_with_many_ids: {
    severity: 'warning',
    means: 'One e-mail address comes with several ids.',
    mend: 'Find out which id is the right one; Customer.io keeps one profile for each id, or gives the profile the latest.',
  },
  id_with_many_emails: {
    severity: 'notice',
    means: 'One id comes with several e-mail addresses; the last one stays.',
    mend: 'Check that the column is the id of a person, not of a household, a shop or a guest.',
  },
  too_many_rejects: {
    severity: 'warning',
    means: 'More rows were rejected than the limits of the feed allow.',
    mend: 'Mend the rows of rejects.csv and drop the whole file again, or raise limits.maxRejectShare or limits.maxRejects.',
  },
  unusual_volume: {
    severity: 'warning',
    means: 'The file has more or fewer rows than the feed states, or than its former imports had.',
    mend: 'Check that the export covers what it should: a part of it, or all of it once more, looks like this.',
  },
  unusual_flow: {
    severity: 'warning',
    means:
      'Fewer or more people than usual are on their way into a journey: an export may be missing, or a time zone wrong.',
    mend: "Compare with the shop. If it is right, state the range in the flow's expect, or drop the file again once approved.",
  },
  busy_person: {
    severity: 'warning',
    means:
      'One person would get more events at once, young enough to trigger campaigns, than the feed allows: a test account, or an id that several people share.',
    mend: "Look at that person's rows. Take them out, or raise limits.maxPerPerson.",
  },
  mostly_old: {
    severity: 'warning',
    means: 'More rows than the feed allows were delivered before: the export may be the one of yesterday.',
    mend: 'Check that the export is of today, or raise limits.maxDuplicateShare.',
  },
  columns_missing: {
    severity: 'warning',
    means: 'Columns of the last import are not in this file: what they told is no longer sent.',
    mend: 'Check the export. If the column was renamed, name it in the feed.',
  },
  columns_retyped: {
    severity: 'warning',
    means:
      'Cells of a column are of another type than in the last import. Segments that compare them may break.',
    mend: 'Check the export, and give the column a type in the feed.',
  },
  columns_new: {
    severity: 'notice',
    means: 'The last import did not have these columns.',
    mend: 'Nothing, if they may be sent: a feed with unmapped: keep sends them under their own names. Otherwise drop them in the feed.',
  },
  nothing_new: {
    severity: 'warning',
    means: 'All sound rows of the file were delivered before.',
    mend: 'Check that the export is the one of today.',
  },
  did_not_wait: {
    severity: 'warning',
    means:
      "The import waited for others as long as the feed's waitAtMost allows, and then went ahead of them.",
    mend: 'Check that the other file is exported in time, or raise waitAtMost. Events of people who are not there yet create bare profiles; carts may go to buyers.',
  },
  companion_not_delivered: {
    severity: 'warning',
    means: 'A file that this feed comes after did not get through: it was held, paused, or failed.',
    mend: 'See its own report, mend it, and drop it again.',
  },
  read_back_same: {
    severity: 'notice',
    means:
      "The canary's people were asked for in Customer.io: all are there, with the attributes that were sent.",
    mend: 'Nothing.',
  },
  read_back_differs: {
    severity: 'warning',
    means:
      'Customer.io tells other values of these attributes than the canary sent: something newer was there, or it keeps them otherwise than they are written.',
    mend: "Look at one of the canary's people in Customer.io before you approve: a type in the feed, updatedAt, or another source of the same attribute may be at fault.",
  },
  read_back_missing: {
    severity: 'warning',
    means:
      'Customer.io knows nobody of the identifier that the canary was sent under: slow to take it in, or the person is suppressed, or a feed with action: update is about people who are not there.',
    mend: 'Look for them in Customer.io before you approve.',
  },
  read_back_incomplete: {
    severity: 'warning',
    means:
      "The feed asks for its canary to be read back, and Customer.io's App API did not tell of everybody.",
    mend: 'See that the secret holds the "appApiKey" of this workspace. Look at the people of the canary in Customer.io yourself before you approve.',
  },
  unprofiled_columns: {
    severity: 'notice',
    means: 'The file has so many columns that the last ones were not looked at.',
    mend: 'Leave columns out of the export that nobody needs.',
  },
} as const satisfies Record<
  string,
  { readonly severity: Severity; readonly means: string; readonly mend: string }
>;

export type DetectorCode = keyof typeof DETECTORS;
export type Severity = 'warning' | 'notice';
