// A prototype of the seen table's port over packed pages: one DynamoDB item holds the keys of many events. What is
// delivered, and by which import, stays answerable: an entry is the key (16 bytes), the content hash (12) and the place
// of its import in the page's list (2).
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { SeenItem, SeenTable } from '../../lambdas/ports/seen-table.ts';
import { splitPageKey } from './page-keys.ts';

export interface Page {
  /** Guards every write: it goes through only where the page is still of this version. */
  readonly version: number;
  readonly importIds: readonly string[];
  readonly entries: Buffer;
}

export interface PageStore {
  get(ids: readonly string[]): Promise<ReadonlyMap<string, Page>>;
  /** False where another worker has written the page since. */
  put(id: string, page: Page): Promise<boolean>;
}

/** What Forward needs of the port. */
export type SeenPages = Pick<SeenTable, 'find' | 'record'>;

const KEY_BYTES = 16;
const ENTRY_BYTES = KEY_BYTES + 12 + 2;
const NEW_PAGE: Page = { version: 0, importIds: [], entries: Buffer.alloc(0) };

/** Pages that were read are remembered until they are written: the version tells whether they still hold. */
export function packedSeenTable(store: PageStore): SeenPages {
  const known = new Map<string, Page>();
  return {
    async find(keys) {
      const byPage = Map.groupBy(keys, (key) => splitPageKey(key).page);
      const pages = await store.get([...byPage.keys()]);
      const found = new Map<SeenKey, SeenItem>();
      for (const [id, page] of pages) {
        known.set(id, page);
        const entries = readPage(page);
        for (const key of byPage.get(id) ?? []) {
          const item = entries.get(splitPageKey(key).entry);
          if (item) found.set(key, { key, ...item });
        }
      }
      return found;
    },
    async record(items) {
      const byPage = Map.groupBy(items, ({ key }) => splitPageKey(key).page);
      await Promise.all([...byPage].map(([id, own]) => addToPage(store, known, id, own)));
    },
  };
}

async function addToPage(
  store: PageStore,
  known: Map<string, Page>,
  id: string,
  items: readonly SeenItem[],
): Promise<void> {
  for (let page = known.get(id) ?? NEW_PAGE; ; page = (await store.get([id])).get(id) ?? NEW_PAGE) {
    const next = withItems(page, items);
    known.set(id, next);
    if (await store.put(id, next)) return;
  }
}

function withItems({ version, importIds, entries }: Page, items: readonly SeenItem[]): Page {
  const all = [...new Set([...importIds, ...items.map(({ importId }) => importId)])];
  const added = items.map(({ key, importId, content }) => {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.write(splitPageKey(key).entry, 0, KEY_BYTES, 'base64url');
    entry.write(content, KEY_BYTES, 'base64url');
    entry.writeUInt16BE(all.indexOf(importId), ENTRY_BYTES - 2);
    return entry;
  });
  return { version: version + 1, importIds: all, entries: Buffer.concat([entries, ...added]) };
}

function readPage({ entries, importIds }: Page): Map<string, Omit<SeenItem, 'key'>> {
  const items = new Map<string, Omit<SeenItem, 'key'>>();
  for (let at = 0; at < entries.length; at += ENTRY_BYTES) {
    const key = entries.toString('base64url', at, at + KEY_BYTES);
    const content = entries.toString('base64url', at + KEY_BYTES, at + ENTRY_BYTES - 2);
    items.set(key, { content, importId: importIds[entries.readUInt16BE(at + ENTRY_BYTES - 2)] ?? '' });
  }
  return items;
}
