// Every effect of one run, and what becomes of the same run when it is struck there.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import { addCounts } from '../../lambdas/domain/counts.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { type Effect, type Fate, possibleFate } from './invocation.ts';
import { randomOf } from './random.ts';
import { type Drop, type Run, run, type Scenario } from './run.ts';

const HOUR = 3600;

/** An effect by its number, and what befalls it. */
export interface Strike {
  readonly at: number;
  readonly fate: Fate;
}

/** A run whose effects are struck. */
export interface Scene extends Pick<Scenario, 'drops' | 'word'> {
  readonly name: string;
  /** What is news about it: in the short form only effects of these functions are struck; of all, unless told. */
  readonly news?: readonly FunctionName[];
}

const orders: readonly Drop[] = [{ at: 0, file: anExport('orders', 0, randomOf(5)) }];

export const SCENES: readonly Scene[] = [
  {
    // A second apart, so that all are under way.
    name: 'people, and two exports of events that overlap',
    drops: [
      { at: 0, file: anExport('people', 0, randomOf(5)) },
      { at: 1, file: anExport('events', 0, randomOf(6)) },
      { at: 2, file: anExport('events', 1, randomOf(7)) },
    ],
  },
  {
    name: 'a dry run of events of which some are known',
    drops: [
      { at: 0, file: anExport('events', 0, randomOf(6)) },
      { at: HOUR, file: anExport('events', 1, randomOf(7)), dryRun: true },
    ],
    news: ['decide', 'forward'],
  },
  { name: 'a canary that is approved', drops: orders, news: ['await-turn', 'decide', 'forward', 'report'] },
  { name: 'a canary that is rejected', drops: orders, word: () => 'no', news: ['report'] },
  { name: 'a canary about which nobody says a word', drops: orders, word: () => 'none', news: ['report'] },
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
  /** Rows by outcome, by feed. */
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

/** The effects that the short form strikes. */
export function newsOf({ effects, scene: { news } }: Undisturbed): readonly Effect[] {
  return effects.filter((effect) => news === undefined || news.some((name) => name === effect.function));
}

/** What must not be, in words, when the run is struck so. */
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
  // Who is redriven queues up anew: then what counts as unchanged depends on who came first.
  const differs = done.redriven === 0 && JSON.stringify(outcomesOf(done)) !== JSON.stringify(outcomes);
  const violations = differs ? [...done.violations, 'other outcomes than undisturbed'] : done.violations;
  return { violations, run: done };
}

const FATES: readonly Fate[] = ['before', 'after', 'orphaned', 'busy', 'unclear'];

/** What can befall an effect. */
export function fatesOf(effect: Effect): readonly Fate[] {
  return FATES.filter((fate) => possibleFate(effect, fate) === fate);
}

/**
 * Added up over a feed: an import that was struck before it was registered is not waited for, and comes second.
 * A dry run tells what was new at its time.
 */
function outcomesOf({ reports }: Run): Readonly<Record<string, unknown>> {
  const feeds: Record<string, object> = {};
  for (const { feed, outcomes, dryRun } of reports.values()) {
    if (!dryRun) feeds[feed] = addCounts(feeds[feed] ?? {}, outcomes);
  }
  return Object.fromEntries(Object.entries(feeds).sort());
}
