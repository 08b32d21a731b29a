// A plan of one file, without chunks.
import { PlanSchema } from '../../lambdas/domain/plan.ts';
import { PLAN_FORMAT } from '../../lambdas/domain/plan-format.ts';

export function aPlan(change: Partial<ReturnType<typeof PlanSchema.parse>> = {}) {
  return PlanSchema.parse({
    ...{ format: PLAN_FORMAT, plannedAt: 1, execution: 'execution-1', feed: 'people', version: 'v' },
    ...{ dryRun: false, approved: false, definition: '', header: ['id'], chunks: [], partitions: 1 },
    parts: [
      { key: 'a', name: 'a', dialect: { delimiter: ',', newline: '\n', quoting: 'double' }, linesBefore: 0 },
    ],
    ...{ delimiter: ',', notices: [], nowSeconds: 0 },
    ...change,
  });
}
