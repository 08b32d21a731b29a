// The imports table: where an import stands, whose turn it is, and how far each partition got.
import type { ImportState, TerminalState } from '../contracts/report.ts';
import type { Tally } from '../domain/delivery/tally.ts';
import type { ImportRecord, Reason } from '../domain/imports/import-record.ts';
import type { ActiveImport, GoneAhead } from '../domain/imports/turn.ts';
import type { ImportHistory } from './import-history.ts';

/** How far a partition got. Operations before `position` have an outcome, which `tally` counts. */
export interface Checkpoint {
  /** Changes with the plan: the position of an older plan means nothing. */
  readonly plan: string;
  readonly position: number;
  readonly status: 'open' | 'done' | 'paused';
  readonly tally: Tally;
}

/** A checkpoint held by one worker: saving it fails once another worker has claimed the partition. */
export interface ClaimedCheckpoint {
  readonly epoch: number;
  readonly checkpoint: Checkpoint | undefined;
}

/** Every call may throw DeferError: throttled throughout. */
export interface ImportsTable extends ImportHistory {
  /**
   * Registers an import once. The execution that registered it may do so again (a retry), and with `redrive`
   * another one may take over an import that ended as failed or paused; one that is approved, where it ended as held.
   * A dry run is not among the active imports.
   */
  register(record: ImportRecord, redrive: boolean): Promise<'registered' | 'taken'>;
  find(importId: string): Promise<ImportRecord | undefined>;
  /** Notes how far an import is, unless it has ended: a function that outlives its execution does not wake it. */
  setState(importId: string, state: ImportState): Promise<void>;
  /** Notes why an import is about to end otherwise than completed. */
  setReason(importId: string, reason: Reason): Promise<void>;
  /** Notes whom an import did not wait for. */
  setGoneAhead(importId: string, goneAhead: readonly GoneAhead[]): Promise<void>;
  /**
   * Keeps the token of the task that awaits approval, and gives the turn back: others may forward meanwhile. The import
   * stays active, so that later ones of its feed go on waiting for it.
   * @throws SupersededError where the import has ended: its execution was aborted meanwhile.
   */
  awaitApproval(importId: string, taskToken: string): Promise<void>;
  /** Sets the terminal state and gives the turn back. */
  finish(importId: string, state: TerminalState, reason: Reason | undefined): Promise<void>;
  /** Notes that people and systems know of the state. */
  setTold(importId: string, state: ImportState): Promise<void>;

  /** All imports that have not ended, as of one version of the turns. */
  turns(): Promise<{ readonly version: number; readonly active: readonly ActiveImport[] }>;
  /** Takes the turn unless the turns have changed since `version`: then false. */
  takeTurn(importId: string, version: number): Promise<boolean>;

  /** Makes the caller the one worker of a partition. */
  claimPartition(importId: string, partition: number): Promise<ClaimedCheckpoint>;
  /** @throws SupersededError when another worker has claimed the partition since. */
  saveCheckpoint(importId: string, partition: number, epoch: number, checkpoint: Checkpoint): Promise<void>;
  /** The checkpoints of all partitions that were begun. */
  checkpoints(importId: string): Promise<readonly Checkpoint[]>;
}
