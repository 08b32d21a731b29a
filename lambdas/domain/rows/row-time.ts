// The time of a row: when its event happened, or when its data was true.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import type { TimeFormat } from '../../contracts/feed/time-format.ts';
import { rejectedBy } from '../faults.ts';
import type { Rejected } from '../reject.ts';
import { joinDateAndTime } from './time/date-and-time.ts';
import { checkTimeRange, type ReadTime } from './time/read-result.ts';
import { compileTimeReader } from './time/read-time.ts';

/** A time that Customer.io accepts. */
export type RowTime = Extract<ReadTime, { readonly seconds: number }>;

export type RowTimeRule = Pick<EventsFeed, 'timezone' | 'allowFuture'> & {
  /** One column, or that of the date and that of the time of day. */
  readonly columns: readonly string[];
  readonly format: TimeFormat;
};

/** @param nowSeconds the time of the import. */
export function compileRowTime(
  { columns, format, timezone, allowFuture }: RowTimeRule,
  header: readonly string[],
  nowSeconds: number,
): (cells: readonly string[]) => RowTime | Rejected {
  const readText = compileText(columns, header);
  const read = compileTimeReader({ format, ...(timezone === undefined ? {} : { timezone }) });
  return (cells) => {
    const written = readText(cells);
    if ('reject' in written) return written;
    const { text, column } = written;
    const time = read(text);
    if ('reject' in time) return { reject: { code: time.reject, column } };
    const fault = checkTimeRange(time.seconds, nowSeconds);
    const isAccepted = fault === undefined || (fault === 'future_time' && allowFuture);
    return isAccepted ? time : { reject: { code: fault, column } };
  };
}

/** A time as one text, and the column to name if it cannot be read. */
interface WrittenTime {
  readonly text: string;
  readonly column: string;
}

function compileText(
  [column = '', timeOfDay]: readonly string[],
  header: readonly string[],
): (cells: readonly string[]) => WrittenTime | Rejected {
  const compileCell = (name: string) => {
    const index = header.indexOf(name);
    return (cells: readonly string[]): WrittenTime | Rejected => {
      const text = cells[index] ?? '';
      return text.trim() === '' ? { reject: { code: 'missing_time', column: name } } : { text, column: name };
    };
  };
  const readDate = compileCell(column);
  if (timeOfDay === undefined) return readDate;
  const readTime = compileCell(timeOfDay);
  return (cells) => {
    const date = readDate(cells);
    const time = readTime(cells);
    if ('reject' in date || 'reject' in time) return rejectedBy(date, time);
    const joined = joinDateAndTime(date.text, time.text);
    return 'reject' in joined
      ? { reject: { code: joined.reject, column: timeOfDay } }
      : { text: joined.text, column };
  };
}
