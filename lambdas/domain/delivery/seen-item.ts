// What the seen table says about one key.
import * as z from 'zod';
import { type ImportOrigin, originBefore202612 } from '../imports/import-origin.ts';
import type { SeenKey } from '../operations/keys.ts';

/** An item of the seen table, as every version may have stored it. */
export const StoredSeenItemSchema = z.object({
  key: z.string(),
  /** The import that delivered it. */
  importId: z.string().default(''),
  /** Of that import. Both are absent before 2026-12. */
  feed: z.string().optional(),
  arrivedAt: z.number().optional(),
  /** Short hash of what was delivered, empty if newer data took the place of a part; of totals and remembered times, what is kept. */
  content: z.string().default(''),
  /**
   * Unix seconds. Of a state: the time of its data. Older data of the same feed is stale. Of an event: when it happened,
   * unless it has no time of its own. Items of events that were written before 2026-12 do not have it.
   */
  at: z.number().optional(),
  /** Of an event: keyed hash of its person. Undefined before 2026-12. */
  person: z.string().optional(),
  /** Of an event: names the mapping that made its content. Undefined before 2026-12. */
  mapping: z.string().optional(),
  /** Of an event: its time is remembered for the rules of other files (`remembered-events.ts`). Undefined before 2026-12. */
  remembered: z.literal(true).optional(),
  /** Of a person: what Customer.io has, as `printHeld` prints it. Undefined before 2026-12, and after a deletion. */
  held: z.instanceof(Uint8Array).optional().catch(undefined),
});
type StoredSeenItem = z.infer<typeof StoredSeenItemSchema>;

/** The origin is the import that delivered it. */
export type SeenItem = Readonly<Omit<StoredSeenItem, 'key' | 'held' | keyof ImportOrigin>> &
  ImportOrigin & { readonly key: SeenKey; readonly attributes?: Uint8Array };

/** Reads a stored item. Older items have the import's id alone. */
export function readSeenItem(stored: unknown): SeenItem {
  const { key, importId, feed, arrivedAt, held, ...rest } = StoredSeenItemSchema.parse(stored);
  const origin =
    feed === undefined || arrivedAt === undefined
      ? originBefore202612(importId)
      : { importId, feed, arrivedAt };
  return { key: key as SeenKey, ...origin, ...rest, ...(held && { attributes: held }) };
}
