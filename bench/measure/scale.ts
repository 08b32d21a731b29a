// The amount of data in a run of the benchmark.

export interface Scale {
  readonly rounds: number;
  /** Rows of events and of orders for Split and Validate. */
  readonly events: number;
  readonly orders: number;
  /** Rows of a partition for Forward. */
  readonly forwarded: number;
  /** Rows of the first import on the embedded engine, and rows that are sent one by one to compare. */
  readonly imported: number;
  readonly sentNaively: number;
  /** Rows of each file of the growth curve. */
  readonly growth: readonly number[];
}

export const FULL: Scale = {
  rounds: 3,
  events: 1_000_000,
  orders: 200_000,
  forwarded: 20_000,
  imported: 100_000,
  sentNaively: 5_000,
  growth: [62_500, 625_000, 6_250_000],
};
/** Takes less than a minute. */
export const QUICK: Scale = {
  rounds: 2,
  events: 40_000,
  orders: 8_000,
  forwarded: 5_000,
  imported: 10_000,
  sentNaively: 1_000,
  growth: [],
};
