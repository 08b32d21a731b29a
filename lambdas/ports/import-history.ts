// The history of a feed: how its imports ended, and what was in them.
import type { PastImport } from '../domain/imports/past-import.ts';

/** Every call may throw DeferError: throttled throughout. */
export interface ImportHistory {
  /** Once more for the same import, it replaces what is remembered of it. */
  remember(feed: string, past: PastImport): Promise<void>;
  /** The imports that arrived last, newest first, at most so many; what is older than 13 months is forgotten. */
  history(feed: string, most: number): Promise<readonly PastImport[]>;
}
