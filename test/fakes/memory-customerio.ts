// Customer.io in memory: it keeps what it accepts, each event once by its ULID, and fails when a test says so.
import type { EventItem, Item, PersonItem } from '../../lambdas/domain/operations/item.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { BatchReply, CustomerIo } from '../../lambdas/ports/customerio.ts';

export interface BatchRequest {
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
  readonly items: readonly Item[];
}

export interface MemoryCustomerIo extends CustomerIo {
  readonly requests: readonly BatchRequest[];
  /** Accepted events by ULID. The first one of repeats is kept. */
  readonly events: ReadonlyMap<string, EventItem>;
  /** The last accepted identify of each person, by the value of their identifier. */
  readonly people: ReadonlyMap<string, PersonItem>;
  /** The next requests end with this error. `applied`: after their items were accepted. */
  failNext(error: Error, how?: { readonly times?: number; readonly applied?: boolean }): void;
  /** From now on Customer.io declines such items, each by its index. */
  decline(isDeclined: (item: Item) => boolean): void;
  /** From now on a batch with such an item is declined as a whole, without the index of the item. */
  chokeOn(isPoison: (item: Item) => boolean): void;
}

export function memoryCustomerIo(clock: Clock, secondsPerRequest = 0): MemoryCustomerIo {
  const requests: BatchRequest[] = [];
  const events = new Map<string, EventItem>();
  const people = new Map<string, PersonItem>();
  const failures: { readonly error: Error; readonly applied: boolean; times: number }[] = [];
  let isDeclined = (_: Item) => false;
  let isPoison = (_: Item) => false;

  const take = (item: Item): void => {
    if (item.action === 'identify' && item.type === 'person') {
      people.set(Object.values(item.identifiers).join(), item);
    } else if (item.action === 'event' && !events.has(item.id)) {
      events.set(item.id, item);
    }
  };
  const answer = (items: readonly Item[]): BatchReply => {
    if (items.some(isPoison)) return { status: 'unresolved', message: 'something is wrong' };
    const declined = items.flatMap((item, index) =>
      isDeclined(item) ? [{ index, message: 'this item is wrong' }] : [],
    );
    for (const item of items) if (!isDeclined(item)) take(item);
    return { status: 'accepted', declined };
  };

  return {
    requests,
    events,
    people,
    async postBatch(body) {
      const { batch: items } = JSON.parse(body) as { batch: Item[] };
      requests.push({ at: clock.now(), items });
      await clock.sleep(secondsPerRequest);
      const [failure] = failures;
      if (failure && --failure.times === 0) failures.shift();
      if (failure?.applied) answer(items);
      if (failure) throw failure.error;
      return answer(items);
    },
    failNext: (error, { times = 1, applied = false } = {}) => {
      failures.push({ error, applied, times });
    },
    decline: (predicate) => {
      isDeclined = predicate;
    },
    chokeOn: (predicate) => {
      isPoison = predicate;
    },
  };
}
