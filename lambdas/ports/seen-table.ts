// The seen table: what Customer.io has accepted. Seen means delivered, always: nothing is recorded before a 2xx.
import type { SeenKey } from '../domain/operations/keys.ts';

export interface SeenItem {
  readonly key: SeenKey;
  /** The import that delivered it. */
  readonly importId: string;
  /** Short hash of what was delivered. */
  readonly content: string;
  /** Of a state: its source time in Unix seconds. What that import's feed knew before then is stale. */
  readonly at?: number;
}

export interface SeenTable {
  /**
   * Items of those keys that are there. `consistent`: also what was recorded a moment ago, at twice the price.
   * @throws DeferError when throttled throughout.
   */
  find(keys: readonly SeenKey[], reading?: 'consistent'): Promise<ReadonlyMap<SeenKey, SeenItem>>;
  /** Writes all, overwriting older ones. @throws DeferError when throttled throughout. */
  record(items: readonly SeenItem[]): Promise<void>;
  /** Removes all, for an erasure: what they stand for is new again. No function is granted this. */
  forget(keys: readonly SeenKey[]): Promise<void>;
}
