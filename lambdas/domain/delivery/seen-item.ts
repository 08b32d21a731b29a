// What the seen table says about one key.
import type { ImportOrigin } from '../imports/import-origin.ts';
import type { SeenKey } from '../operations/keys.ts';

/** The origin is the import that delivered it. */
export interface SeenItem extends ImportOrigin {
  readonly key: SeenKey;
  /** Short hash of what was delivered. */
  readonly content: string;
  /** Of a state: the time of its data in Unix seconds. Older data of the same feed is stale. */
  readonly at?: number;
}
