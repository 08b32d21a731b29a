// Every effect of one run, and the result of the same run with a fault at that effect.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import { addCounts } from '../../lambdas/domain/counts.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { type Effect, type Fate, possibleFate } from './invocation.ts';
import { randomOf } from './random.ts';
import { type Drop, type Run, run, type Scenario } from './run.ts';

const HOUR = 3600;

/** The number of an effect, and its fault. */
export interface Strike {
  readonly at: number;
  readonly fate: Fate;
}

/** A run whose effects get faults. */
export interface Scene extends Pick<Scenario, 'drops' | 'word'> {
  readonly name: string;
  /** The functions that do something new in it. The short form has faults only there. The default is all functions. */
  readonly news?: readonly FunctionName[];
}

const orders: readonly Drop[] = [{ at: 0, file: anExport('orders', 0, randomOf(5)) }];

export const SCENES: readonly Scene[] = [
  {
    // A second apart, so that they overlap.
    name: 'people, and two exports of events that overlap',
    drops: [
      { at: 0, file: anExport('people', 0, randomOf(5)) },
      { at: 1, file: anExport('events', 0, randomOf(6)) },
      { at: 2, file: anExport('events', 1, randomOf(7)) },
    ],
  },
  {
    name: 'a dry run of events, some of which were delivered before',
    drops: [
      { at: 0, file: anExport('events', 0, randomOf(6)) },
      { at: HOUR, file: anExport('events', 1, randomOf(7)), dryRun: true },
    ],
    news: ['decide', 'forward'],
  },
  { name: 'a canary that is approved', drops: orders, news: ['await-turn', 'decide', 'forward', 'report'] },
  { name: 'a canary that is rejected', drops: orders, word: () => 'no', news: ['report'] },
  { name: 'a canary that no one answers', drops: orders, word: () => 'none', news: ['report'] },
  {
    name: 'visits that are added up, from two exports that overlap',
    drops: [0, 1].map((n) => ({ at: n, file: anExport('visits', n, randomOf(n + 6)) })),
    news: ['forward'],
  },
  {
    name: 'a canary of people that is read back',
    drops: [{ at: 0, file: anExport('members', 0, randomOf(5)) }],
    news: ['forward'],
  },
];

export interface Undisturbed {
  readonly scene: Scene;
  readonly effects: readonly Effect[];
  /** Rows by feed and outcome. */
  readonly outcomes: Readonly<Record<string, unknown>>;
  readonly run: Run;
}

export async function undisturbed(deployment: Deployment, scene: Scene): Promise<Undisturbed> {
  const effects: Effect[] = [];
  const fateOf = (effect: Effect): Fate => {
    effects.push(effect);
    return 'well';
  };
  const done = await run({ deployment, ...scene, fateOf });
  return { scene, effects, outcomes: outcomesOf(done), run: done };
}

/** The effects that have faults in the short form. */
export function newsOf({ effects, scene: { news } }: Undisturbed): readonly Effect[] {
  return effects.filter((effect) => news === undefined || news.some((name) => name === effect.function));
}

/**
 * The effects that begin an invocation. Another effect has one before it in its invocation: a crash after that one is a
 * crash before this one, because a function does nothing between two effects that others can see.
 */
export const isStart = ({ name }: Effect): boolean => name === 'lambda invoke';

/** The broken promises of the run with these faults. */
export async function struck(
  deployment: Deployment,
  strikes: readonly Strike[],
  { scene, outcomes }: Undisturbed,
): Promise<{ readonly violations: readonly string[]; readonly run: Run }> {
  const fates = new Map(strikes.map(({ at, fate }) => [at, fate]));
  const done = await run({
    deployment,
    ...scene,
    fateOf: (effect) => possibleFate(effect, fates.get(effect.n) ?? 'well'),
  });
  // An import that is redriven queues up again: what counts as unchanged then depends on the order.
  const differs = done.redriven === 0 && JSON.stringify(outcomesOf(done)) !== JSON.stringify(outcomes);
  const violations = differs ? [...done.violations, 'other outcomes than without faults'] : done.violations;
  return { violations, run: done };
}

const FATES: readonly Fate[] = ['before', 'after', 'orphaned', 'busy', 'unclear'];

/** The faults that an effect can have. */
export function fatesOf(effect: Effect): readonly Fate[] {
  return FATES.filter((fate) => possibleFate(effect, fate) === fate);
}

/**
 * Added up by feed: an import with a fault before it was registered is not waited for, and comes second. A dry run is
 * not compared: it counts what was new at its time.
 */
function outcomesOf({ reports }: Run): Readonly<Record<string, unknown>> {
  const feeds: Record<string, object> = {};
  for (const { feed, outcomes, dryRun } of reports.values()) {
    if (!dryRun) feeds[feed] = addCounts(feeds[feed] ?? {}, outcomes);
  }
  return Object.fromEntries(Object.entries(feeds).sort());
}
