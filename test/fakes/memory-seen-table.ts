// The seen table in memory.
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { SeenItem, SeenTable } from '../../lambdas/ports/seen-table.ts';

export interface MemorySeenTable extends SeenTable {
  readonly items: ReadonlyMap<SeenKey, SeenItem>;
}

export function memorySeenTable(): MemorySeenTable {
  const items = new Map<SeenKey, SeenItem>();
  return {
    items,
    async find(keys) {
      return new Map(
        keys.flatMap((key) => {
          const item = items.get(key);
          return item ? [[key, item]] : [];
        }),
      );
    },
    async record(news) {
      for (const item of news) items.set(item.key, item);
    },
    async forget(keys) {
      for (const key of keys) items.delete(key);
    },
  };
}
