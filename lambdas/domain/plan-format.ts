// The format of a plan, and of the files that are written under it. A function that does not know the format of a plan
// must not use it: the import is planned again.
import * as z from 'zod';

/**
 * Grows when a version reads or writes the files of an import in another way: operations and how they are packed, the
 * summaries of chunks, the indexes of partitions. It is part of the plan's version.
 * 2: the files of chunks are stored under the version of the plan (2026-12).
 * 3: operations are compressed by zstd (2026-12).
 */
export const PLAN_FORMAT = 3;

/** Operations were compressed by gzip before. */
const FIRST_WITH_ZSTD = 3;

/** Plans without a number are those of 2026-11-25. */
const FIRST_FORMAT = 1;

const READABLE: ReadonlySet<number> = new Set([FIRST_FORMAT, 2, PLAN_FORMAT]);

/** What a plan, and everything that repeats it, says about itself. */
export const PLANNED = {
  format: z.number().int().default(FIRST_FORMAT),
  /** Milliseconds since 1970. It distinguishes the plans of one execution. */
  plannedAt: z.number().default(0),
} as const;

/** One planning of an import. */
export interface Planned {
  readonly format: number;
  readonly plannedAt: number;
  /** ARN of the execution. Absent in indexes that were written before 2026-12. */
  readonly execution?: string | undefined;
}

export function isReadable({ format }: Pick<Planned, 'format'>): boolean {
  return READABLE.has(format);
}

/** Whether all that can read the plan also read zstd: a version that wrote an earlier format may still be deployed. */
export function hasZstd({ format }: Pick<Planned, 'format'>): boolean {
  return format >= FIRST_WITH_ZSTD;
}

/** Written by a function that cannot read a plan: which one it was. */
export const UnreadPlanSchema = z.object({
  execution: z.string().optional(),
  plannedAt: z.number(),
});
export type UnreadPlan = Readonly<z.infer<typeof UnreadPlanSchema>>;

export function isOfPlan(unread: UnreadPlan, plan: Planned): boolean {
  return unread.plannedAt === plan.plannedAt && unread.execution === plan.execution;
}
