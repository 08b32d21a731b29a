// The seen table: what Customer.io has accepted. Seen means delivered: nothing is recorded before a 2xx.
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import type { SeenKey } from '../domain/operations/keys.ts';

export interface SeenTable {
  /**
   * The items of these keys that exist. `consistent`: also what was recorded a moment ago, for twice the price.
   * @throws DeferError DynamoDB throttled all attempts.
   */
  find(keys: readonly SeenKey[], reading?: 'consistent'): Promise<ReadonlyMap<SeenKey, SeenItem>>;
  /** Writes all items and overwrites older ones. @throws DeferError DynamoDB throttled all attempts. */
  record(items: readonly SeenItem[]): Promise<void>;
  /** Removes all items, for an erasure: what they name is new again. No function has the permission for this. */
  forget(keys: readonly SeenKey[]): Promise<void>;
}
