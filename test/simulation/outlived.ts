// A function that outlives its execution: one of its effects is late. Meanwhile, the execution is aborted, another version is
// deployed, and the import is redriven. Then the effect happens, while the other version waits for Customer.io.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import { START } from './cloud.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { randomOf } from './random.ts';
import { type Run, run } from './run.ts';
import { firstVersion } from './versions.ts';

/** The functions that write what others read. */
export const OUTLIVING = [
  'split',
  'validate',
  'review',
  'decide',
  'forward',
] as const satisfies FunctionName[];

const [ABORTED, REDRIVEN, LATE] = [10, 20, 60];

export interface OutlivedRun extends Run {
  /** False if the function has fewer effects. */
  readonly isLate: boolean;
}

/** @param effect its number among those of the function, from 1. */
export async function runOutlived(
  deployment: Deployment,
  name: (typeof OUTLIVING)[number],
  effect: number,
): Promise<OutlivedRun> {
  let effects = 0;
  let isLate = false;
  let hasWaited = false;
  const done = await run({
    deployment,
    drops: [{ at: 0, file: anExport('events', 0, randomOf(2)) }],
    releases: true,
    latency(functionName) {
      if (functionName !== name || ++effects !== effect) return 0;
      isLate = true;
      return LATE;
    },
    prepare(cloud, redrive) {
      cloud.scheduler.after(ABORTED, () => {
        const other = { ...firstVersion(deployment.feeds), isStrict: true, isReversed: true };
        for (const { name: each } of deployment.functions.values()) cloud.versions.set(each, other);
        cloud.abortAll();
      });
      cloud.scheduler.after(REDRIVEN, redrive);
      cloud.vendor.outage = () => {
        if (hasWaited || cloud.scheduler.now() < START + ABORTED * 1000) return undefined;
        hasWaited = true;
        return { kind: 'throttle', retryAfter: 2 * LATE };
      };
    },
  });
  return { ...done, isLate: isLate && effects > 0 };
}
