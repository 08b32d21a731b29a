// How much a run of the bench works through.

export interface Scale {
  readonly rounds: number;
  /** Rows of events, and of orders, that Split and Validate are timed on. */
  readonly events: number;
  readonly orders: number;
  /** Rows of a partition that Forward is timed on. */
  readonly forwarded: number;
  /** Rows of the first import on the embedded engine, and rows that are sent one by one beside it. */
  readonly imported: number;
  readonly sentNaively: number;
  /** Events of the window that ways to keep the seen table are priced for. */
  readonly seen: number;
  /** Rows of the files of the growth curve. */
  readonly growth: readonly number[];
}

export const FULL: Scale = {
  rounds: 3,
  events: 1_000_000,
  orders: 200_000,
  forwarded: 20_000,
  imported: 100_000,
  sentNaively: 5_000,
  seen: 200_000,
  growth: [62_500, 625_000, 6_250_000],
};
/** Within a minute. */
export const QUICK: Scale = {
  rounds: 2,
  events: 40_000,
  orders: 8_000,
  forwarded: 5_000,
  imported: 10_000,
  sentNaively: 1_000,
  seen: 10_000,
  growth: [],
};
