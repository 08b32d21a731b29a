// A worker that was given up ends long after its successor, while another partition of the import is still forwarded.
// The checkpoint that it saves then must not count.

import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import type { Effect, Fate } from './invocation.ts';
import type { Mutant } from './mutant.ts';
import { randomOf } from './random.ts';
import { type Run, run } from './run.ts';

export async function staleWorker(deployment: Deployment, mutant?: Mutant): Promise<Run> {
  let claimed = false;
  let orphaned = false;
  let neighborIsSlow = false;
  const fateOf = ({ function: name, name: effect }: Effect): Fate => {
    if (name !== 'forward') return 'well';
    // Weighing claims no partition.
    if (effect === 'dynamodb UpdateItem') claimed = true;
    if (orphaned || !claimed || effect !== 'dynamodb BatchGetItem') return 'well';
    orphaned = true;
    return 'orphaned';
  };
  const done = await run({
    deployment,
    drops: [{ at: 0, file: anExport('events', 0, randomOf(2)) }],
    fateOf,
    mutant,
    prepare: (cloud) => {
      cloud.vendor.outage = (_, isOrphan) => {
        if (isOrphan) return { kind: 'serverError', status: 503 };
        if (neighborIsSlow) return undefined;
        neighborIsSlow = true;
        return { kind: 'throttle', retryAfter: 120 };
      };
    },
  });
  const violations =
    done.redriven === 0 ? done.violations : ['an import failed for nothing', ...done.violations];
  return { ...done, violations };
}
