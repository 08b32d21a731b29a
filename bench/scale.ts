// How much a run of the bench works through.

export interface Scale {
  readonly rounds: number;
  /** Rows of events, and of orders, that Split and Validate are timed on. */
  readonly events: number;
  readonly orders: number;
}

export const FULL: Scale = { rounds: 5, events: 1_000_000, orders: 200_000 };
/** For CI's log, within a minute. */
export const QUICK: Scale = { rounds: 2, events: 60_000, orders: 12_000 };
