// Estimates what an import costs in AWS: the counts of its report times the price list. It ignores the free tier, and
// storage, logs and metrics, which cost cents a month.
import type { Report } from '../../contracts/report.ts';

/** US dollars per unit in us-east-1, on demand, from AWS's pricing pages on 2025-11-25. */
export const DOLLARS = {
  /** aws.amazon.com/dynamodb/pricing/on-demand: an eventually consistent read of an item below 4 KB takes half a unit. */
  readUnits: 0.125 / 1e6,
  /** Same page: a write of an item below 1 KB takes one. */
  writeUnits: 0.625 / 1e6,
  /** aws.amazon.com/lambda/pricing, Arm. */
  gigabyteSeconds: 0.0000133334,
  invocations: 0.2 / 1e6,
  /** aws.amazon.com/s3/pricing, Standard: PUT and LIST; GET. */
  s3Writes: 0.005 / 1e3,
  s3Reads: 0.0004 / 1e3,
  /** aws.amazon.com/step-functions/pricing, Standard Workflows. */
  stateTransitions: 0.025 / 1e3,
  /** aws.amazon.com/ec2/pricing/on-demand, data transfer out to the internet, first 10 TB. */
  sentBytes: 0.09 / 1e9,
} as const;

export type Usage = Readonly<Record<keyof typeof DOLLARS, number>>;

/** Dollars, to the hundredth of a cent. */
export function dollarsOf(usage: Partial<Usage>): number {
  const units = Object.keys(DOLLARS) as (keyof Usage)[];
  const dollars = units.reduce((sum, unit) => sum + (usage[unit] ?? 0) * DOLLARS[unit], 0);
  return Math.round(dollars * 1e4) / 1e4;
}

/** What the cost of an import depends on. */
export interface Work {
  readonly rows: number;
  /** Bytes of the file. */
  readonly fileBytes: number;
  /** Items that were made from the rows, and the bytes of all of them. */
  readonly operations: number;
  readonly itemBytes: number;
  readonly chunks: number;
  readonly partitions: number;
  /** Operations that were looked up in the seen table; those that were weighed before count twice. */
  readonly lookedUp: number;
  /** The part of them that was sent and recorded there. */
  readonly sent: number;
  readonly requests: number;
}

/** Each part that grows with the file, and a fixed amount for everything else. */
export function usageOf(work: Work): Usage {
  const { chunks, partitions, lookedUp, sent, requests } = work;
  const share = work.operations === 0 ? 0 : sent / work.operations;
  return {
    readUnits: 0.5 * lookedUp + FIXED.reads,
    // A checkpoint for each request; each partition is claimed and closed.
    writeUnits: sent + requests + 2 * partitions + FIXED.writes,
    gigabyteSeconds:
      work.fileBytes * SECONDS.splitByte * MEMORY_GB.split +
      work.rows * SECONDS.validateRow * MEMORY_GB.validate +
      (lookedUp * SECONDS.lookUp + requests * SECONDS.request) * MEMORY_GB.forward +
      FIXED.gigabyteSeconds,
    invocations: chunks + partitions + FIXED.invocations,
    // Each chunk: operations, rejects, held rows, identifiers, summary.
    s3Writes: 5 * chunks + partitions + FIXED.s3,
    // Each chunk: plan, bytes, summary, identifiers, rejects. Each partition: its index, and a member of each chunk.
    s3Reads: 5 * chunks + partitions * (1 + chunks) + FIXED.s3,
    // The task and its start; for a partition also its end.
    stateTransitions: 2 * chunks + 4 * partitions + FIXED.stateTransitions,
    sentBytes: share * work.itemBytes,
  };
}

/** The field `cost` of a report. */
export function costOf(work: Work): NonNullable<Report['cost']> {
  const usage = usageOf(work);
  return { dollars: dollarsOf(usage), usage: mapValues(usage, Math.round) };
}

/** From `lib/constructs/pipeline-functions.ts`. */
const MEMORY_GB = { split: 1, validate: 2, forward: 1 } as const;
/** Twice what docs/performance.md measures, for a slower core. A request takes the time that the rate allows it. */
const SECONDS = { splitByte: 1e-8, validateRow: 2e-5, lookUp: 1e-4, request: 1 } as const;
const FIXED = {
  reads: 20,
  writes: 10,
  gigabyteSeconds: 10,
  invocations: 6,
  s3: 10,
  stateTransitions: 25,
} as const;

function mapValues<Name extends string>(
  values: Readonly<Record<Name, number>>,
  change: (value: number) => number,
): Record<Name, number> {
  return Object.fromEntries(
    Object.entries<number>(values).map(([name, value]) => [name, change(value)]),
  ) as Record<Name, number>;
}
