// Dates that can be misread: Excel's numbers, days and months in either order, epochs of another unit.
import type { Finding } from '../../contracts/report.ts';
import type { CellMark } from '../profile/cell-mark.ts';
import { finding } from './finding.ts';
import type { ProfiledColumn } from './profiled-column.ts';

const NEARLY_ALL = 0.9;

/** Numbers of the right size in a column of times, or among dates. */
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
      what: "cells are Excel's numbers of days",
    }),
  ];
}

/** Silent where the feed states a format: then the dates of the other order are rejected. */
export function findDateOrder({ name: column, rule, filled, rows, mark }: ProfiledColumn): Finding[] {
  const dates = rows('date');
  if (dates * 2 < filled || (rule.format ?? 'auto') !== 'auto') return [];
  const [dayFirst, monthFirst, either] = [mark('day_first'), mark('month_first'), mark('either_order')];
  if (dayFirst[0] > 0 && monthFirst[0] > 0) {
    const [mark, what] =
      dayFirst[0] < monthFirst[0]
        ? [dayFirst, 'dates put the day first, others the month']
        : [monthFirst, 'dates put the month first, others the day'];
    return [finding('mixed_date_order', { column, mark, of: dates, what })];
  }
  if (either[0] === 0 || dayFirst[0] + monthFirst[0] > 0) return [];
  return [
    finding('ambiguous_dates', { column, mark: either, of: dates, what: 'dates can be read in both orders' }),
  ];
}

const EPOCHS = ['epoch_seconds', 'epoch_milliseconds', 'epoch_microseconds'] as const satisfies CellMark[];

/** A single unit other than seconds is suspect only where nothing reads it as a time. */
export function findEpochUnits(suspect: ProfiledColumn): Finding[] {
  const { name: column, rule, isTime, eventTimes, filled, rows, mark } = suspect;
  const of = rows(...EPOCHS);
  if (!isTime || of < filled * NEARLY_ALL) return [];
  const [most, ...others] = EPOCHS.filter((unit) => rows(unit) > 0).sort((a, b) => rows(b) - rows(a));
  if (others.length > 0) {
    const what = `times are not in ${unitOf(most)} as the others are`;
    return [finding('epoch_units', { column, mark: mark(...others), of, what })];
  }
  if (most === undefined || most === 'epoch_seconds' || eventTimes || rule.type !== undefined) return [];
  return [
    finding('epoch_not_in_seconds', {
      column,
      mark: mark(most),
      of: filled,
      what: `cells look like ${unitOf(most)}`,
    }),
  ];
}

/** Among dates of birth many are. */
const FEW = 0.2;

/** Events before 2000; elsewhere dates before 2000 where few are. */
export function findEarlyDates({ name: column, eventTimes, rows, mark }: ProfiledColumn): Finding[] {
  const of = rows('date');
  const early = mark('before_2000');
  if (early[0] === 0 || (!eventTimes && early[0] > of * FEW)) return [];
  return [finding('before_2000', { column, mark: early, of, what: 'dates lie before 2000' })];
}

function unitOf(mark: string | undefined): string {
  return mark?.replace('epoch_', '') ?? '';
}
