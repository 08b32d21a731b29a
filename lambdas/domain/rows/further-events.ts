// Further events of the same rows: an order's export also tells that it was cancelled or refunded.
import type { EventsFeed, FurtherEvent } from '../../contracts/feed/feed.ts';
import { compileKey, compileTime, type KnownEvent, type Moment, type Refused } from './event-facts.ts';
import type { ResolveEvent } from './event-names.ts';

export interface EventFacts {
  readonly event: KnownEvent;
  readonly at: Moment;
  /** Values of the key columns; none: the content is the key. */
  readonly values: readonly string[];
}

/** Reads a further event where it happened. */
export type ReadFurther = (cells: readonly string[]) => EventFacts | Refused | undefined;

export function compileFurther(
  { name, when, time, key }: FurtherEvent,
  feed: EventsFeed,
  header: readonly string[],
  { nowSeconds, resolve }: { readonly nowSeconds: number; readonly resolve: ResolveEvent },
): ReadFurther {
  const index = header.indexOf(when.column);
  const readKey = compileKey(key, feed, header);
  const readAt =
    time === 'file'
      ? () => ({ seconds: nowSeconds })
      : compileTime({ ...feed, column: time.column, format: 'auto' }, header, nowSeconds);
  const event = resolve(name);
  return (cells) => {
    const cell = (cells[index] ?? '').trim();
    if (cell === '' || (when.above !== undefined && !(Number(cell) > when.above))) return undefined;
    if ('reject' in event) return { reject: { code: event.reject } };
    const at = readAt(cells);
    if ('reject' in at) return at;
    const values = readKey(cells);
    return 'reject' in values ? values : { event, at, values };
  };
}
