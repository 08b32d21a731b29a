// Runs a scene once, then again with a fault at one of its effects.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import { addCounts } from '../../lambdas/domain/counts.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { type Effect, type Fate, possibleFate } from './invocation.ts';
import { randomOf } from './random.ts';
import { type Drop, type Run, run, type Scenario } from './run.ts';

const HOUR = 3600;

/** An effect by its number, and its fault. */
export interface Strike {
  readonly at: number;
  readonly fate: Fate;
}

/** A run whose effects get faults. */
export interface Scene extends Pick<Scenario, 'drops' | 'word'> {
  readonly name: string;
  /** Functions that have new effects in this scene. The short form breaks only these. Default: all functions. */
  readonly news?: readonly FunctionName[];
}

const orders: readonly Drop[] = [{ at: 0, file: anExport('orders', 0, randomOf(5)) }];

export const SCENES: readonly Scene[] = [
  {
    // One second apart, so that all run at the same time.
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
  { name: 'a canary that is not answered', drops: orders, word: () => 'none', news: ['report'] },
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

/** The effects that the short form breaks. */
export function newsOf({ effects, scene: { news } }: Undisturbed): readonly Effect[] {
  return effects.filter((effect) => news === undefined || news.some((name) => name === effect.function));
}

/** The broken guarantees of a run with these faults, in words. */
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
  // A redriven import queues again. Then the order of the imports decides what counts as unchanged.
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
 * The sum of a feed: no import waits for one that died before it was registered, so that one comes second.
 * The result of a dry run depends on its time.
 */
function outcomesOf({ reports }: Run): Readonly<Record<string, unknown>> {
  const feeds: Record<string, object> = {};
  for (const { feed, outcomes, dryRun } of reports.values()) {
    if (!dryRun) feeds[feed] = addCounts(feeds[feed] ?? {}, outcomes);
  }
  return Object.fromEntries(Object.entries(feeds).sort());
}
