// The long form of the proof: the mutants and every crash point, then pairs of them and random schedules for so many
// minutes.
import { catchMutant } from './catch-mutant.ts';
import type { Deployment } from './deployment.ts';
import { MUTANTS } from './mutants.ts';
import { fatesOf, type Strike, struck, type Undisturbed, undisturbed } from './points.ts';
import { randomOf } from './random.ts';
import type { Run } from './run.ts';
import { runSchedule } from './schedules.ts';

/** One of so many processes that share the work. */
export interface Share {
  readonly worker: number;
  readonly workers: number;
  readonly minutes: number;
}

export interface Figures {
  points: number;
  pairs: number;
  schedules: number;
  /** Imports that an operator had to take up again, and events that the second layer absorbed. */
  redriven: number;
  extraPosts: number;
  mutants: number;
  caught: number;
  readonly broken: string[];
}

/** Of the minutes, what the pairs may take. */
const PAIRS_SHARE = 0.45;
const MOST_PAIRS = 10_000;

export async function prove(deployment: Deployment, share: Share, now: () => number): Promise<Figures> {
  const figures: Figures = {
    ...{ points: 0, pairs: 0, schedules: 0, redriven: 0, extraPosts: 0, mutants: 0, caught: 0 },
    broken: [],
  };
  const { worker, workers, minutes } = share;
  const count = (
    what: 'points' | 'pairs' | 'schedules',
    name: string,
    done: Pick<Run, CountedField>,
  ): void => {
    figures[what]++;
    figures.redriven += done.redriven;
    figures.extraPosts += done.extraPosts;
    if (done.violations.length > 0) figures.broken.push(`${name}: ${done.violations.join('; ')}`);
  };

  for (const [index, mutant] of MUTANTS.entries()) {
    if (index % workers !== worker) continue;
    figures.mutants++;
    if (await catchMutant(deployment, mutant)) figures.caught++;
    else figures.broken.push(`the mutant that ${mutant.name} was missed`);
  }
  const whole = await undisturbed(deployment);
  for (const strike of strikesOf(whole).filter((_, index) => index % workers === worker)) {
    const { run, violations } = await struck(deployment, [strike], whole);
    count('points', JSON.stringify(strike), { ...run, violations });
  }
  const all = strikesOf(whole);
  const began = now();
  const isBefore = (part: number) => now() - began < minutes * 60_000 * part;
  for (let seed = worker; seed < MOST_PAIRS && isBefore(PAIRS_SHARE); seed += workers) {
    const random = randomOf(seed);
    const pair = [random.pick(all), random.pick(all)];
    const { run, violations } = await struck(deployment, pair, whole);
    count('pairs', JSON.stringify(pair), { ...run, violations });
  }
  for (let seed = worker; isBefore(1); seed += workers) {
    count('schedules', `seed ${seed}`, await runSchedule(deployment, seed));
  }
  return figures;
}

type CountedField = 'redriven' | 'extraPosts' | 'violations';

function strikesOf({ effects }: Undisturbed): Strike[] {
  return effects.flatMap((effect) => fatesOf(effect).map((fate) => ({ at: effect.n, fate })));
}
