// Random schedules: imports that overlap, of one feed and of several, while workers die, calls are refused or their
// responses lost, Customer.io has faults, notifications come twice and operators abort. The seed defines all of it.
import type { Fault } from '../../local/customerio/faults.ts';
import { UNVERIFIED } from '../../local/customerio/unverified.ts';
import type { Word } from './approvals.ts';
import type { Cloud } from './cloud.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { type Fate, possibleFate } from './invocation.ts';
import type { Mutant } from './mutant.ts';
import { type Random, randomOf } from './random.ts';
import { type Drop, type Run, run, type Scenario } from './run.ts';
import { STATE_FEEDS } from './states.ts';
import { aVersion } from './versions.ts';

const FEEDS = ['people', 'events', 'events', 'visits', 'orders'] as const;
const WORDS: readonly Word[] = ['yes', 'yes', 'no', 'none'];
/** How many seeds the tests run, by depth. */
export const SEEDS = { short: 200, full: 2_000 };
/** Of schedules with releases. */
export const RELEASE_SEEDS = { short: 20, full: 1_000 };
/** Most imports end within this time. */
const RELEASE_SECONDS = 120;
const BETWEEN_RELEASES = 45;
/** How long it takes until a function is replaced: the functions of some releases are replaced at the same time. */
const DEPLOY_SECONDS = [0, 0, 1, 5, 20];
/** All files arrive within this time. */
const SECONDS = 30;
/** So soon after each other that all of them wait for a turn. */
const STATES_SECONDS = 6;
export const FATES: readonly Fate[] = ['before', 'after', 'busy', 'unclear', 'orphaned'];
/** Faults without a permanent effect. A row that is declined alone in its batch would be rejected, and rightly. */
export const FAULTS: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'throttle', retryAfter: 90 },
  { kind: 'serverError', status: 503 },
  { kind: 'resetBeforeApplying' },
  { kind: 'resetAfterApplying' },
  { kind: 'hang' },
  { kind: 'emptyBody' },
  { kind: 'unauthorized' },
];

/** What runs a seed: the same seed gives the same run. */
export type RunSeed = (deployment: Deployment, seed: number, mutant?: Mutant) => Promise<Run>;

export const runSchedule: RunSeed = (deployment, seed, mutant) => run(scheduleOf(deployment, seed, mutant));

/** An operator deploys other versions at any moment, aborts executions, and redrives what has stopped. */
export const runReleases: RunSeed = (deployment, seed, mutant) => {
  const schedule = scheduleOf(deployment, seed, mutant);
  const random = randomOf(-seed);
  return run({
    ...schedule,
    releases: true,
    prepare(cloud, redrive) {
      schedule.prepare?.(cloud, redrive);
      for (let n = random.below(3); n >= 0; n--) release(cloud, n, random);
      if (random.chance(0.5)) cloud.scheduler.after(random.below(RELEASE_SECONDS), cloud.abortAll);
      for (let n = random.below(3); n > 0; n--)
        cloud.scheduler.after(random.below(2 * RELEASE_SECONDS), redrive);
    },
  });
};

/** CloudFormation replaces the functions one after the other, in no order. A release waits for the one before it. */
function release(cloud: Cloud, n: number, random: Random): void {
  const version = aVersion(cloud.deployment.feeds, random);
  const at = n * BETWEEN_RELEASES + random.below(BETWEEN_RELEASES - Math.max(...DEPLOY_SECONDS));
  for (const { name } of cloud.deployment.functions.values()) {
    cloud.scheduler.after(at + random.pick(DEPLOY_SECONDS), () => cloud.versions.set(name, version));
  }
}

function scheduleOf(deployment: Deployment, seed: number, mutant: Mutant | undefined): Scenario {
  const random = randomOf(seed);
  const drops = isOfStates(seed) ? statesDrops(random) : dropsOf(random);
  const answers = isOfStates(seed) ? { staleIdentify: random.pick(UNVERIFIED.staleIdentify) } : {};
  const strikes = random.pick([0, 0.01, 0.03]);
  const unwell = random.pick([0, 0, 0.2]);
  return {
    deployment,
    drops,
    random,
    mutant,
    answers,
    choose: random.below,
    latency: () => (random.chance(0.1) ? random.next() * 3 : 0),
    fateOf: (effect) => (random.chance(strikes) ? possibleFate(effect, random.pick(FATES)) : 'well'),
    word: () => random.pick(WORDS),
    prepare: (cloud) => prepare(cloud, unwell, random),
  };
}

function dropsOf(random: Random): Drop[] {
  const counts: Record<string, number> = {};
  return Array.from({ length: 2 + random.below(2) }, () => {
    const feed = random.pick(FEEDS);
    const n = (counts[feed] ?? -1) + 1;
    counts[feed] = n;
    return {
      at: random.below(SECONDS),
      file: anExport(feed, n, random),
      times: random.chance(0.2) ? 3 : 1,
      dryRun: random.chance(0.1),
    };
  });
}

/** One in five schedules is about the states of people. No seed that a test names has one of these remainders. */
const STATE_SEEDS = [5, 11, 15, 19];

function isOfStates(seed: number): boolean {
  return STATE_SEEDS.includes(seed % 20);
}

/** Files of both feeds that arrive at about the same moment, some of them with data that is older than what came before. */
function statesDrops(random: Random): Drop[] {
  return Array.from({ length: 3 + random.below(2) }, (_, index) => ({
    at: random.below(STATES_SECONDS),
    file: anExport(STATE_FEEDS[index % 2] ?? 'profiles', Math.floor(index / 2), random),
    times: random.chance(0.2) ? 3 : 1,
    dryRun: random.chance(0.05),
  }));
}

function prepare(cloud: Cloud, unwell: number, random: Random): void {
  cloud.vendor.outage = () => (random.chance(unwell) ? random.pick(FAULTS) : undefined);
  if (random.chance(0.05)) cloud.scheduler.after(random.below(2 * SECONDS), cloud.abortAll);
}
