// An events feed and one row of it, for tests of mapping events. A test writes only what differs.
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import type { EventItem } from '../../../../lambdas/domain/operations/item.ts';
import { csvOf, type MapFileOptions, mapFile } from '../../../builders/map-file.ts';

export type EventsInput = Extract<FeedInput, { kind: 'events' }>;

export const EVENTS: EventsInput = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['user'] },
    { as: 'email', columns: ['email'] },
  ],
  event: { column: 'event' },
  time: { column: 'at' },
  key: [['event_id']],
};
export const ROW = { event_id: 'e-1', event: 'order_placed', at: '2025-11-03T14:05:09-05:00', user: '7' };
/** The time of the row, in Unix seconds. */
export const AT = 1762196709;

/** Maps one row. */
export function map(
  change: Partial<EventsInput>,
  row: Readonly<Record<string, string>> = {},
  options?: MapFileOptions,
) {
  const cells = { ...ROW, ...row };
  return mapFile({ ...EVENTS, ...change }, csvOf(Object.keys(cells), Object.values(cells)), options);
}

/** The event that the row becomes. */
export const eventOf = (...of: Parameters<typeof map>) => map(...of).items[0] as EventItem;

/** The reject of the row, as in rejects.csv. */
export function rejected(...of: Parameters<typeof map>): unknown {
  const [reject] = map(...of).rejects;
  return reject && [reject.code, reject.column];
}
