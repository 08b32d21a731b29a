// Findings about dates that can be misread: Excel's day numbers, the order of day and month, the unit of epoch times.

import type { Finding } from '../../contracts/report.ts';
import type { CellMark } from '../profile/cell-mark.ts';
import { finding } from './finding.ts';
import type { ProfiledColumn } from './profiled-column.ts';

const NEARLY_ALL = 0.9;

/** Numbers of that size in a column of times, or among dates. */
export function findExcelSerials({ name: column, isTime, filled, rows, mark }: ProfiledColumn): Finding[] {
  const serials = mark('excel_serial');
  const dates = rows('date');
  const suspected = isTime || dates > 0;
  if (serials[0] === 0 || !suspected || serials[0] + dates < filled * NEARLY_ALL) return [];
  return [
    finding('excel_serials', {
      column,
      mark: serials,
      of: filled,
      what: 'cell',
      says: "have one of Excel's day numbers in place of a date",
    }),
  ];
}

/** Not reported if the feed states a format: dates in the other order are then rejected. */
export function findDateOrder({ name: column, rule, filled, rows, mark }: ProfiledColumn): Finding[] {
  const of = rows('date');
  if (of * 2 < filled || (rule.format ?? 'auto') !== 'auto') return [];
  const dates = { column, of, what: 'date' };
  const [dayFirst, monthFirst, either] = [mark('day_first'), mark('month_first'), mark('either_order')];
  if (dayFirst[0] > 0 && monthFirst[0] > 0) {
    const isDayRarer = dayFirst[0] < monthFirst[0];
    const says = `have the ${isDayRarer ? 'day' : 'month'} first, unlike others` as const;
    return [finding('mixed_date_order', { ...dates, mark: isDayRarer ? dayFirst : monthFirst, says })];
  }
  if (either[0] === 0 || dayFirst[0] + monthFirst[0] > 0) return [];
  return [
    finding('ambiguous_dates', {
      ...dates,
      mark: either,
      says: 'are ambiguous: the day or the month can come first',
    }),
  ];
}

const EPOCHS = ['epoch_seconds', 'epoch_milliseconds', 'epoch_microseconds'] as const satisfies CellMark[];

/** One unit in the whole column is reported only if it is not seconds and nothing reads the column as a time. */
export function findEpochUnits(suspect: ProfiledColumn): Finding[] {
  const { name: column, rule, isTime, eventTimes, filled, rows, mark } = suspect;
  const of = rows(...EPOCHS);
  if (!isTime || of < filled * NEARLY_ALL) return [];
  const [most, ...others] = EPOCHS.filter((unit) => rows(unit) > 0).sort((a, b) => rows(b) - rows(a));
  if (others.length > 0) {
    const says = `are not in ${unitOf(most)}, unlike the others` as const;
    return [finding('epoch_units', { column, mark: mark(...others), of, what: 'time', says })];
  }
  if (most === undefined || most === 'epoch_seconds' || eventTimes || rule.type !== undefined) return [];
  return [
    finding('epoch_not_in_seconds', {
      column,
      mark: mark(most),
      of: filled,
      what: 'cell',
      says: `are probably times in ${unitOf(most)}`,
    }),
  ];
}

/** The unit without its prefix: `milliseconds`. */
function unitOf(mark: string | undefined): string {
  return mark?.replace('epoch_', '') ?? '';
}

/** A larger share of early dates is intended: dates of birth, for example. */
const FEW = 0.2;

/** Events before 2000. In other columns, dates before 2000 if few are that early. */
export function findEarlyDates({ name: column, eventTimes, rows, mark }: ProfiledColumn): Finding[] {
  const of = rows('date');
  const early = mark('before_2000');
  if (early[0] === 0 || (!eventTimes && early[0] > of * FEW)) return [];
  return [finding('before_2000', { column, mark: early, of, what: 'date', says: 'are before 2000' })];
}

/** With fewer cells, it can be a part of a text. */
const FEWEST_DATES = 5;

/** A column of dates that the feed sends without a type. The column with the time of the rows is not sent. */
export function findDatesAsText(suspect: ProfiledColumn): Finding[] {
  const { name: column, rule, eventTimes, filled, rows, mark } = suspect;
  const dates = mark('date');
  // Then `findDateOrder` asks for a format first.
  if (rows('either_order') > 0 || (rows('day_first') > 0 && rows('month_first') > 0)) return [];
  if (rule.type !== undefined || rule.unsent || eventTimes || filled < FEWEST_DATES || dates[0] < filled)
    return [];
  const says = 'are dates and are sent as text';
  return [finding('dates_as_text', { column, mark: dates, of: filled, what: 'cell', says })];
}
