// Which imports are active, and which of them forward.
import type { ActiveImport } from '../domain/imports/turn.ts';

export interface ActiveImports {
  /** Changes with every turn that is taken or released. */
  readonly version: number;
  /** All imports that have not ended. */
  readonly active: readonly ActiveImport[];
}

/** Every call may throw DeferError: DynamoDB throttled all attempts. */
export interface Turns {
  turns(): Promise<ActiveImports>;
  /**
   * An import and the first one of its feed, without a look at all others. Undefined if one of them has ended, or if their
   * ids do not say which one is the first.
   */
  firstOfFeed(
    importId: string,
  ): Promise<{ readonly self: ActiveImport; readonly first: ActiveImport } | undefined>;
  /** Takes the turn. @returns false if the turns have changed since `version`. */
  takeTurn(importId: string, version: number): Promise<boolean>;
  /**
   * A task of the import waits for its turn.
   * @param until milliseconds since 1970.
   * @returns false if the import has ended.
   */
  noteWaiting(importId: string, until: number): Promise<boolean>;
  /** The task that waits until `asksUntil` was woken. Nothing changes if another task waits by now. */
  noteWoken(importId: string, asksUntil: number): Promise<void>;
}
