// The first rejected rows of each code: where they stand, and what the cell at fault looks like.
import type { RejectExample } from '../../contracts/report.ts';
import { type Plan, placeOf } from '../plan.ts';
import type { RejectCode } from '../reject.ts';

export type RejectExamples = Readonly<Partial<Record<RejectCode, readonly RejectExample[]>>>;

export const EXAMPLES_KEPT = 5;

/** Of both, the first by line; order does not matter. */
export function addExamples(a: RejectExamples, b: RejectExamples): RejectExamples {
  const codes = new Set([...Object.keys(a), ...Object.keys(b)] as RejectCode[]);
  const first = (code: RejectCode) =>
    [...(a[code] ?? []), ...(b[code] ?? [])].sort((x, y) => x.line - y.line).slice(0, EXAMPLES_KEPT);
  return Object.fromEntries([...codes].map((code) => [code, first(code)]));
}

/** Lines count through all files of an import; people are told file and line where it has several. */
export function placeExamples(
  examples: readonly RejectExample[],
  plan: Pick<Plan, 'parts'>,
): RejectExample[] {
  if (plan.parts.length === 1) return [...examples];
  return examples.map((example) => ({ ...example, ...placeOf(plan, example.line) }));
}

/** The same of all codes. */
export function placeAll(examples: RejectExamples, plan: Pick<Plan, 'parts'>): RejectExamples {
  return Object.fromEntries(
    Object.entries(examples).map(([code, some]) => [code, placeExamples(some, plan)]),
  );
}
