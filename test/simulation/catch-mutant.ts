// Runs a broken pipeline until a promise breaks.
import type { Deployment } from './deployment.ts';
import type { Mutant } from './mutant.ts';
import { runSchedule } from './schedules.ts';

/** Seeds after which a mutant counts as missed. */
const MOST_SEEDS = 400;

/** The seed that gives it away, and how; nothing where none does. */
export async function catchMutant(
  deployment: Deployment,
  mutant: Mutant,
): Promise<{ readonly seed: number; readonly violation: string } | undefined> {
  const seeds = Array.from({ length: MOST_SEEDS }, (_, index) => index + 1);
  for (const seed of [mutant.seed, ...seeds]) {
    const [violation] = (await runSchedule(deployment, seed, mutant)).violations;
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
}
