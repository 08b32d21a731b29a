// Random schedules: imports that overlap, of one feed and of several, while workers die, calls are refused or their
// responses lost, Customer.io has faults, notifications come twice and operators abort. The seed defines all of it.
import type { Fault } from '../../local/customerio/faults.ts';
import type { Word } from './approvals.ts';
import type { Cloud } from './cloud.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { type Fate, possibleFate } from './invocation.ts';
import type { Mutant } from './mutant.ts';
import { type Random, randomOf } from './random.ts';
import { type Drop, type Run, run } from './run.ts';

const FEEDS = ['people', 'events', 'events', 'visits', 'orders'] as const;
const WORDS: readonly Word[] = ['yes', 'yes', 'no', 'none'];
/** How many seeds the tests run, by depth. */
export const SEEDS = { short: 200, full: 2_000 };
/** All files arrive within this time. */
const SECONDS = 30;
const FATES: readonly Fate[] = ['before', 'after', 'busy', 'unclear', 'orphaned'];
/** Faults without a permanent effect. A row that is declined alone in its batch would be rejected, and rightly. */
const FAULTS: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'throttle', retryAfter: 90 },
  { kind: 'serverError', status: 503 },
  { kind: 'resetBeforeApplying' },
  { kind: 'resetAfterApplying' },
  { kind: 'hang' },
  { kind: 'emptyBody' },
  { kind: 'unauthorized' },
];

/** @param seed the same seed gives the same run. */
export function runSchedule(deployment: Deployment, seed: number, mutant?: Mutant): Promise<Run> {
  const random = randomOf(seed);
  const drops = dropsOf(random);
  const strikes = random.pick([0, 0.01, 0.03]);
  const unwell = random.pick([0, 0, 0.2]);
  return run({
    deployment,
    drops,
    random,
    mutant,
    choose: random.below,
    latency: () => (random.chance(0.1) ? random.next() * 3 : 0),
    fateOf: (effect) => (random.chance(strikes) ? possibleFate(effect, random.pick(FATES)) : 'well'),
    word: () => random.pick(WORDS),
    prepare: (cloud) => prepare(cloud, unwell, random),
  });
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

function prepare(cloud: Cloud, unwell: number, random: Random): void {
  cloud.vendor.outage = () => (random.chance(unwell) ? random.pick(FAULTS) : undefined);
  if (random.chance(0.05)) cloud.scheduler.after(random.below(2 * SECONDS), cloud.abortAll);
}
