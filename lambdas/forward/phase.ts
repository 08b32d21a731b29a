// A part of what Forward does in a partition. One checkpoint position runs through all phases.
import type { DeclinedOperation } from '../domain/delivery/declined-operation.ts';
import type { Tally } from '../domain/delivery/tally.ts';

export interface Phase {
  /** The position after the last one of this phase. */
  readonly end: number;
  /** Forwards what starts at a position. What Customer.io declines is noted before this returns. */
  forward(position: number, noteDeclined: NoteDeclined): Promise<Step>;
}

/** Stores what is declined at the current position, and replaces what an earlier attempt stored. */
export type NoteDeclined = (declined: readonly DeclinedOperation[]) => Promise<void>;

export interface Step {
  /** Positions that this step looked at. */
  readonly taken: number;
  /** Positions, from the first, that now have an outcome: all of them, unless time ran out. */
  readonly settled: number;
  /** Their outcomes, without requests. */
  readonly tally: Tally;
}
