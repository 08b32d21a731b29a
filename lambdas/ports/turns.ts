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
  /** Takes the turn. @returns false if the turns have changed since `version`. */
  takeTurn(importId: string, version: number): Promise<boolean>;
}
