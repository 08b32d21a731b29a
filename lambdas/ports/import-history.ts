// The history of a feed: how its imports ended, and what was in them.
import type { PastImport } from '../domain/imports/past-import.ts';

/** Every call may throw DeferError: DynamoDB throttled all attempts. */
export interface ImportHistory {
  /** Adds an import to the history of a feed. A second entry of the same import replaces the first. */
  remember(feed: string, past: PastImport): Promise<void>;
  /** The imports that arrived last, newest first, at most `most`. Imports older than 13 months are left out. */
  history(feed: string, most: number): Promise<readonly PastImport[]>;
}
