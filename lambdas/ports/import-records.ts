// The record of each import: its state, its execution, and how it ended.
import type { ImportState, TerminalState } from '../contracts/report.ts';
import type { ImportRecord, Reason } from '../domain/imports/import-record.ts';
import type { SkippedWait } from '../domain/imports/turn.ts';

/** The call of Report that ends an import. */
export interface ReportOwner {
  /** ARN of the execution that it belongs to. */
  readonly execution: string;
  /** From `claimReport`. */
  readonly reportCall?: number | undefined;
}

export interface RegisterOptions {
  /** Another execution may take over an import that ended as `failed` or `paused`. */
  readonly redrive?: boolean | undefined;
}

/** Every call may throw DeferError: DynamoDB throttled all attempts. */
export interface ImportRecords {
  /**
   * Registers an import once. The execution that registered it may do so again (a retry). Another execution may take the
   * import over with `redrive`, or if the record is approved and the import ended as `held`. A dry run is not added to
   * the active imports.
   */
  register(record: ImportRecord, options?: RegisterOptions): Promise<'registered' | 'taken'>;
  find(importId: string): Promise<ImportRecord | undefined>;
  /**
   * Sets the state, unless the import has ended: a function that outlives its execution does not reopen it.
   * @param execution if another execution has taken the import over since, nothing is set.
   * @returns whether the state is set.
   */
  setState(importId: string, state: ImportState, execution?: string): Promise<boolean>;
  /**
   * Sets the reason why an import is about to end in another state than `completed`.
   * @param execution if another execution has taken the import over since, nothing is set.
   */
  setReason(importId: string, reason: Reason, execution?: string): Promise<void>;
  /** Sets which feeds and imports an import did not wait for. */
  setSkippedWait(importId: string, skippedWait: readonly SkippedWait[]): Promise<void>;
  /**
   * Stores the token of the task that waits for the turn of the import. It is used for nothing else.
   * @returns false if the import has ended, or another execution has it.
   */
  setTurnToken(importId: string, taskToken: string, execution: string): Promise<boolean>;
  /**
   * Stores the token of the task that awaits approval, and gives the turn back, so that other imports may forward. The
   * import stays active: later imports of its feed still wait for it.
   * @throws SupersededError if the import has ended: its execution was aborted.
   */
  awaitApproval(importId: string, taskToken: string): Promise<void>;
  /**
   * Called before a report is written. An earlier call of Report can no longer end the import: it can be of another
   * version, or continue after its execution was aborted.
   * @returns the number of this call, from 1.
   * @throws SupersededError if the import has ended, or another execution has it.
   */
  claimReport(importId: string, execution: string): Promise<number>;
  /**
   * Sets the terminal state and gives the turn back.
   * @throws SupersededError if another execution or a later call of Report has the import: nothing is changed.
   */
  finish(
    importId: string,
    state: TerminalState,
    reason: Reason | undefined,
    owner?: ReportOwner,
  ): Promise<void>;
  /** Sets the state that the last notice was about. */
  setNotified(importId: string, state: ImportState): Promise<void>;
}
