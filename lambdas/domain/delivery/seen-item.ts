// What the seen table says about one key.
import type { ImportOrigin } from '../imports/import-origin.ts';
import type { SeenKey } from '../operations/keys.ts';

/** The origin is the import that delivered it. */
export interface SeenItem extends ImportOrigin {
  readonly key: SeenKey;
  /** Short hash of what was delivered. */
  readonly content: string;
  /**
   * Unix seconds. Of a state: the time of its data. Older data of the same feed is stale. Of an event: when it happened,
   * unless it has no time of its own. Items of events that were written before 2026-12 do not have it.
   */
  readonly at?: number;
  /** Of an event: keyed hash of its person. Undefined before 2026-12. */
  readonly person?: string;
  /** Of an event: names the mapping that made its content. Undefined before 2026-12. */
  readonly mapping?: string;
  /** Of an event: its time is remembered for the rules of other files (`remembered-events.ts`). Undefined before 2026-12. */
  readonly remembered?: true;
}
