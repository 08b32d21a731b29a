// The time of a row: when its event happened, or when its data was true.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import type { Rejected } from '../reject.ts';
import { checkTimeRange, type ReadTime } from './time/read-result.ts';
import { compileTimeReader } from './time/read-time.ts';

/** A time that Customer.io accepts. */
export type RowTime = Extract<ReadTime, { readonly seconds: number }>;

export type RowTimeRule = Pick<EventsFeed, 'timezone' | 'allowFuture'> & {
  readonly column: string;
  readonly format: NonNullable<EventsFeed['time']['format']>;
};

/** @param nowSeconds the time of the import. */
export function compileRowTime(
  { column, format, timezone, allowFuture }: RowTimeRule,
  header: readonly string[],
  nowSeconds: number,
): (cells: readonly string[]) => RowTime | Rejected {
  const index = header.indexOf(column);
  const read = compileTimeReader({ format, ...(timezone === undefined ? {} : { timezone }) });
  return (cells) => {
    const cell = cells[index] ?? '';
    if (cell.trim() === '') return { reject: { code: 'missing_time', column } };
    const time = read(cell);
    if ('reject' in time) return { reject: { code: time.reject, column } };
    const fault = checkTimeRange(time.seconds, nowSeconds);
    const isAccepted = fault === undefined || (fault === 'future_time' && allowFuture);
    return isAccepted ? time : { reject: { code: fault, column } };
  };
}
