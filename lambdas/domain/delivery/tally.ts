// Counts rows by outcome, and checks that every row that was read has exactly one outcome.
import * as z from 'zod';
import {
  type Difference,
  type Differing,
  DifferingSchema,
  DUPLICATE_AGES,
  type DuplicateAge,
  KeptBackSchema,
  OUTCOMES,
  type Outcomes,
  OutcomesSchema,
} from '../../contracts/report.ts';
import { addCounts, addDiffering, addKeptBack } from '../counts.ts';
import type { ImportOrigin } from '../imports/import-origin.ts';
import { countedRows, type Operation } from '../operations/operation.ts';

/** The outcomes of the rows that were handled so far. Checkpoints and weighed partitions store it. */
export const TallySchema = z.object({
  outcomes: OutcomesSchema,
  /** Rows among the duplicates that differ from what was delivered. */
  conflicts: z.number().int(),
  /** Declined further events: operations, not rows. Another operation counts their rows. */
  refusedFurther: z.number().int(),
  /** Delivered further events: operations, not rows. Versions before 2026-12 did not count them. */
  deliveredFurther: z.number().int().default(0),
  /**
   * Groups of rows, such as orders, that were delivered; without `groupBy`, each row is one. Absent if a part of the
   * tally is from a version that did not count them.
   */
  deliveredGroups: z.number().int().optional(),
  /** Batches posted. */
  requests: z.number().int(),
  /** Requests that repeated one that failed; `requests` includes them. */
  retries: z.number().int(),
  /** Rows among the duplicates, by how long ago the event was delivered. */
  duplicates: z.partialRecord(z.enum(DUPLICATE_AGES), z.number().int()),
  /** Why rows are held, suppressed, expired or filtered, with the rows of each reason. */
  keptBack: z.array(KeptBackSchema).readonly(),
  /** Events that differ from the one that was delivered under their key. */
  differing: z.array(DifferingSchema).readonly().default([]),
});
export type Tally = Readonly<z.infer<typeof TallySchema>>;

export const NO_TALLY: Tally = {
  outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Outcomes,
  conflicts: 0,
  refusedFurther: 0,
  deliveredFurther: 0,
  deliveredGroups: 0,
  requests: 0,
  keptBack: [],
  retries: 0,
  duplicates: {},
  differing: [],
};

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    outcomes: addCounts(a.outcomes, b.outcomes),
    conflicts: a.conflicts + b.conflicts,
    refusedFurther: a.refusedFurther + b.refusedFurther,
    deliveredFurther: a.deliveredFurther + b.deliveredFurther,
    requests: a.requests + b.requests,
    keptBack: addKeptBack([...a.keptBack, ...b.keptBack]),
    retries: a.retries + b.retries,
    duplicates: addCounts(a.duplicates, b.duplicates),
    differing: addDiffering([...a.differing, ...b.differing]),
    ...addDeliveredGroups(a, b),
  };
}

function addDeliveredGroups(
  { deliveredGroups: a }: Tally,
  { deliveredGroups: b }: Tally,
): Pick<Tally, 'deliveredGroups'> {
  return a === undefined || b === undefined ? {} : { deliveredGroups: a + b };
}

/** A tally with these outcomes, and 0 for all others. */
export function tallyOf(outcomes: Partial<Outcomes>, rest: Partial<Omit<Tally, 'outcomes'>> = {}): Tally {
  return { ...NO_TALLY, ...rest, outcomes: { ...NO_TALLY.outcomes, ...outcomes } };
}

/** How an operation differs from the event that was delivered under its key, as a tally counts it. */
export function differingOf(how: Difference, { meta }: Operation): Differing {
  const rows = countedRows(meta);
  const further = meta.countsRows ? {} : { further: 1 };
  return { how, events: 1, ...further, rows, lines: meta.madeFrom.map(({ line }) => line) };
}

/** The events with a key that another event has. */
export function reusedIn({ differing }: Pick<Tally, 'differing'>): Omit<Differing, 'how'> {
  return differing.find(({ how }) => how === 'reused') ?? { events: 0, rows: 0, lines: [] };
}

/** The merges that depend on each other. */
export function chainedIn({ differing }: Pick<Tally, 'differing'>): Omit<Differing, 'how'> {
  return differing.find(({ how }) => how === 'chained') ?? { events: 0, rows: 0, lines: [] };
}

/** Number of rows without an outcome. It is negative if a row was counted twice. */
export function unaccountedRows(rowsRead: number, { outcomes }: Pick<Tally, 'outcomes'>): number {
  return rowsRead - OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

const LIMITS = [
  [1, 'under_1_day'],
  [7, 'under_7_days'],
  [30, 'under_30_days'],
  [90, 'under_90_days'],
] as const satisfies readonly (readonly [days: number, DuplicateAge])[];

/** The time between the arrival of a file and the arrival of the file that delivered the event. */
export function duplicateAge(
  { arrivedAt }: Pick<ImportOrigin, 'arrivedAt'>,
  deliveredBy: Pick<ImportOrigin, 'arrivedAt'>,
): DuplicateAge {
  const days = (arrivedAt - deliveredBy.arrivedAt) / DAY_MILLISECONDS;
  return LIMITS.find(([limit]) => Math.abs(days) < limit)?.[1] ?? 'older';
}
