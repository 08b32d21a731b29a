// Stores in memory that count what DynamoDB would: units by size, and bytes kept.
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { SeenItem } from '../../lambdas/ports/seen-table.ts';
import type { Page, PageStore, SeenPages } from './packed-seen-table.ts';

export interface Meter {
  readUnits: number;
  writeUnits: number;
  /** Calls that read, of 100 items, and that write: of 25 items without a condition, of one with. */
  calls: number;
  storedBytes: number;
}

/** Amazon DynamoDB: an eventually consistent read of 4 KB is half a unit, a write of 1 KB one. */
const read = (bytes: number) => 0.5 * Math.max(1, Math.ceil(bytes / 4096));
const written = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));
/** Names and values of an item as `dynamo-seen-table.ts` writes it, and 100 bytes that AWS adds for its index. */
const ITEM_BYTES = 3 + 22 + 8 + 40 + 7 + 16 + 100;
const READ_BATCH = 100;
const WRITE_BATCH = 25;

export function newMeter(): Meter {
  return { readUnits: 0, writeUnits: 0, calls: 0, storedBytes: 0 };
}

/** One item per event. */
export function meteredItems(meter: Meter): SeenPages {
  const items = new Map<SeenKey, SeenItem>();
  return {
    async find(keys) {
      meter.readUnits += keys.length * read(ITEM_BYTES);
      meter.calls += Math.ceil(keys.length / READ_BATCH);
      return new Map(keys.flatMap((key) => [[key, items.get(key)] as const]).filter(isThere));
    },
    async record(news) {
      meter.writeUnits += news.length;
      meter.calls += Math.ceil(news.length / WRITE_BATCH);
      for (const item of news) items.set(item.key, item);
      meter.storedBytes = items.size * ITEM_BYTES;
    },
  };
}

function isThere(entry: readonly [SeenKey, SeenItem | undefined]): entry is readonly [SeenKey, SeenItem] {
  return entry[1] !== undefined;
}

export function meteredPages(meter: Meter): PageStore {
  const pages = new Map<string, Page>();
  return {
    async get(ids) {
      const found = new Map(
        ids.flatMap((id) => (pages.has(id) ? [[id, pages.get(id) as Page] as const] : [])),
      );
      for (const id of ids) meter.readUnits += read(sizeOf(found.get(id)));
      meter.calls += Math.ceil(ids.length / READ_BATCH);
      return found;
    },
    async put(id, page) {
      const before = pages.get(id);
      if ((before?.version ?? 0) !== page.version - 1) return false;
      meter.writeUnits += written(sizeOf(page));
      meter.calls++;
      meter.storedBytes += sizeOf(page) - sizeOf(before);
      pages.set(id, page);
      return true;
    },
  };
}

function sizeOf(page: Page | undefined): number {
  return page ? 100 + page.entries.length + page.importIds.join('').length : 0;
}
