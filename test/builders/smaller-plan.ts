// A plan for tests: chunks and partitions far smaller than Split makes them.
import { cutRecords } from '../../lambdas/domain/csv/boundaries.ts';
import { readRecords } from '../../lambdas/domain/csv/records.ts';
import { type Plan, partOf, planVersion } from '../../lambdas/domain/plan.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';

export interface SmallPlan {
  readonly chunkBytes?: number;
  readonly partitions?: number;
  /** The column of the feed's groups: Split never cuts between adjacent rows with the same value. */
  readonly groupBy?: string;
}

/** The plan of an import of one file. */
export async function smallerPlan(plan: Plan, objects: ObjectStore, small: SmallPlan): Promise<Plan> {
  const { chunkBytes = Number.POSITIVE_INFINITY, partitions = plan.partitions } = small;
  const { start = 0, firstLine = 1 } = plan.chunks[0] ?? {};
  const part = partOf(plan, { part: 0 });
  const spans = cutRecords(objects.stream(part, { start }), {
    dialect: part.dialect,
    start,
    firstLine,
    targetBytes: chunkBytes,
    limitBytes: Number.POSITIVE_INFINITY,
    ...(small.groupBy === undefined ? {} : { groupOf: groupReader(plan, small.groupBy) }),
  });
  const chunks: Plan['chunks'] = [];
  for await (const { nextLine: _, ...span } of spans) chunks.push({ n: chunks.length, part: 0, ...span });
  const version = planVersion(plan.definition, partitions, plan.parts);
  return { ...plan, chunks, partitions, version };
}

function groupReader({ header, parts: [part] }: Plan, column: string) {
  const index = header.indexOf(column);
  return (record: Buffer) =>
    part &&
    readRecords(record, { dialect: part.dialect, firstLine: 1, columns: header.length })[0]?.cells[index];
}
