// Every effect of one run, and what becomes of the same run when it is struck there.
import { addCounts } from '../../lambdas/domain/review/statistics.ts';
import type { Deployment } from './deployment.ts';
import { anExport } from './exports.ts';
import { type Effect, type Fate, possibleFate } from './invocation.ts';
import type { Mutant } from './mutant.ts';
import { randomOf } from './random.ts';
import { type Drop, type Run, run } from './run.ts';

/** An effect by its number, and what befalls it. */
export interface Strike {
  readonly at: number;
  readonly fate: Fate;
}

/** People, then two exports of events that overlap, and a dry run of one: a second apart, so that all are under way. */
const DROPS: readonly Drop[] = [
  { at: 0, file: anExport('people', 0, randomOf(5)) },
  { at: 1, file: anExport('events', 0, randomOf(6)) },
  { at: 1, file: anExport('events', 1, randomOf(7)), dryRun: true },
  { at: 2, file: anExport('events', 1, randomOf(7)) },
];

export interface Undisturbed {
  readonly effects: readonly Effect[];
  /** Rows by outcome, by feed. */
  readonly outcomes: Readonly<Record<string, unknown>>;
  readonly run: Run;
}

export async function undisturbed(deployment: Deployment, mutant?: Mutant): Promise<Undisturbed> {
  const effects: Effect[] = [];
  const fateOf = (effect: Effect): Fate => {
    effects.push(effect);
    return 'well';
  };
  const done = await run({ deployment, drops: DROPS, fateOf, mutant });
  return { effects, outcomes: outcomesOf(done), run: done };
}

/** What must not be, in words, when the run is struck so. */
export async function struck(
  deployment: Deployment,
  strikes: readonly Strike[],
  { outcomes }: Undisturbed,
  mutant?: Mutant,
): Promise<{ readonly violations: readonly string[]; readonly run: Run }> {
  const fates = new Map(strikes.map(({ at, fate }) => [at, fate]));
  const done = await run({
    deployment,
    drops: DROPS,
    fateOf: (effect) => possibleFate(effect, fates.get(effect.n) ?? 'well'),
    mutant,
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
  const feeds: Record<string, object> = { people: {}, events: {} };
  for (const { feed, outcomes, dryRun } of reports.values()) {
    if (!dryRun) feeds[feed] = addCounts(feeds[feed] ?? {}, outcomes);
  }
  return feeds;
}
