// The long form of the proof: the mutants and every crash point, then pairs of crash points and random schedules for
// some minutes.
import { catchMutant } from './catch-mutant.ts';
import type { Deployment } from './deployment.ts';
import { MUTANTS } from './mutants.ts';
import { fatesOf, SCENES, type Strike, struck, type Undisturbed, undisturbed } from './points.ts';
import { randomOf } from './random.ts';
import type { Run } from './run.ts';
import { runSchedule } from './schedules.ts';

/** How much to run. */
export interface Ask {
  readonly minutes: number;
  /** The first seed of pairs and schedules. */
  readonly from: number;
  /** The most of them, if there is time. */
  readonly pairs: number;
  readonly schedules: number;
}

/** One of the threads that share the work. */
export interface Share extends Ask {
  readonly worker: number;
  readonly workers: number;
}

export interface Figures {
  points: number;
  pairs: number;
  schedules: number;
  /** Imports that an operator had to redrive, and events that were posted again and dropped by their ULID. */
  redriven: number;
  extraPosts: number;
  mutants: number;
  caught: number;
  /** Seconds of this thread for pairs and schedules. */
  seconds: number;
  readonly broken: string[];
}

/** The share of the time for pairs, if schedules follow. */
const PAIRS_SHARE = 0.45;

export async function prove(deployment: Deployment, share: Share, now: () => number): Promise<Figures> {
  const figures: Figures = {
    ...{ points: 0, pairs: 0, schedules: 0, redriven: 0, extraPosts: 0, mutants: 0, caught: 0, seconds: 0 },
    broken: [],
  };
  const { worker, workers, minutes, from, pairs, schedules } = share;
  const isMine = (_: unknown, index: number) => index % workers === worker;
  const count = (what: 'points' | 'pairs' | 'schedules', name: string, done: Counted): void => {
    figures[what]++;
    figures.redriven += done.redriven;
    figures.extraPosts += done.extraPosts;
    if (done.violations.length > 0) figures.broken.push(`${name}: ${done.violations.join('; ')}`);
  };

  for (const mutant of MUTANTS.filter(isMine)) {
    figures.mutants++;
    if (await catchMutant(deployment, mutant)) figures.caught++;
    else figures.broken.push(`the mutant that ${mutant.name} was missed`);
  }
  const points = await pointsOf(deployment);
  for (const [index, point] of points.entries()) {
    if (isMine(point, index)) count('points', `point ${index}`, await runPoint(deployment, point));
  }
  const began = now();
  const isBefore = (part: number) => now() - began < minutes * 60_000 * part;
  const forPairs = schedules > 0 ? PAIRS_SHARE : 1;
  for (let seed = from + worker; seed < from + pairs && isBefore(forPairs); seed += workers) {
    count('pairs', `pair ${seed}`, await runPair(deployment, points, seed));
  }
  for (let seed = from + worker; seed < from + schedules && isBefore(1); seed += workers) {
    count('schedules', `seed ${seed}`, await runSchedule(deployment, seed));
  }
  figures.seconds = (now() - began) / 1000;
  return figures;
}

/** What is counted for each run. */
export type Counted = Pick<Run, 'redriven' | 'extraPosts' | 'violations'>;

/** A fault at one effect of a scene. */
export interface Point {
  readonly whole: Undisturbed;
  readonly strike: Strike;
}

/** All points of all scenes. */
export async function pointsOf(deployment: Deployment): Promise<Point[]> {
  const points: Point[] = [];
  for (const scene of SCENES) {
    const whole = await undisturbed(deployment, scene);
    for (const effect of whole.effects)
      for (const fate of fatesOf(effect)) points.push({ whole, strike: { at: effect.n, fate } });
  }
  return points;
}

export function runPoint(deployment: Deployment, { whole, strike }: Point): Promise<Counted> {
  return runStrikes(deployment, [strike], whole);
}

/** Two points of one scene. @param seed the same seed gives the same two. */
export function runPair(deployment: Deployment, points: readonly Point[], seed: number): Promise<Counted> {
  const random = randomOf(seed);
  const { whole, strike } = random.pick(points);
  const other = random.pick(points.filter((point) => point.whole === whole));
  return runStrikes(deployment, [strike, other.strike], whole);
}

async function runStrikes(
  deployment: Deployment,
  strikes: readonly Strike[],
  whole: Undisturbed,
): Promise<Counted> {
  const { run, violations } = await struck(deployment, strikes, whole);
  return { ...run, violations };
}
