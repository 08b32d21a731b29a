// Runs a mutant of the pipeline until it breaks a promise.
import type { Deployment } from './deployment.ts';
import type { Mutant } from './mutant.ts';
import { runReleases, runSchedule } from './schedules.ts';
import { staleWorker } from './stale-worker.ts';

/** Seeds after which a mutant counts as missed. */
const MOST_SEEDS = 400;

/** What catches the mutant: a stale worker, or the schedule of a seed. Undefined if it is missed. */
export async function catchMutant(
  deployment: Deployment,
  mutant: Mutant,
): Promise<{ readonly seed?: number; readonly violation: string } | undefined> {
  const [stale] = (await staleWorker(deployment, mutant)).violations;
  if (stale !== undefined) return { violation: stale };
  const runSeed = mutant.releases ? runReleases : runSchedule;
  const seeds = Array.from({ length: MOST_SEEDS }, (_, index) => index + 1);
  for (const seed of [mutant.seed, ...seeds]) {
    const [violation] = (await runSeed(deployment, seed, mutant)).violations;
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
}
