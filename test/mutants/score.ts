// The score of the mutants: how many of those that a test can notice are noticed.
import Table from 'cli-table3';
import * as z from 'zod';
import type { Mutant } from './mutant.ts';
import type { TestRun } from './run-tests.ts';

/** `killed`: a test noticed it. `broken`: its tests cannot run, or fail also without it, so that they prove nothing. */
export type Fate = 'killed' | 'survived' | 'broken' | 'equivalent';

export interface Tried {
  readonly mutant: Mutant;
  readonly fate: Fate;
  readonly seconds: number;
}

/** The share of killed mutants, of those that are not equivalent, that the command requires. */
export const LEAST_SCORE = 0.97;

const FATES = {
  passed: 'survived',
  failed: 'killed',
  broken: 'broken',
} as const satisfies Record<TestRun['result'], Fate>;

export function fateOf({ result }: Pick<TestRun, 'result'>): Fate {
  return FATES[result];
}

/** docs/mutants.json: the last run of all mutants. */
export const ScoreSchema = z.strictObject({
  date: z.iso.date(),
  /** Mutants that a test can notice. */
  mutants: z.number().int(),
  killed: z.number().int(),
  survived: z.array(z.string()).readonly(),
  equivalent: z.array(z.string()).readonly(),
  seconds: z.number().int(),
});
export type Score = Readonly<z.infer<typeof ScoreSchema>>;

/** @param now milliseconds since 1970. @param seconds the time that the run took. */
export function scoreOf(tried: readonly Tried[], now: number, seconds: number): Score {
  const names = (...fates: readonly Fate[]) =>
    tried.filter(({ fate }) => fates.includes(fate)).map(({ mutant }) => mutant.name);
  const [killed, survived, equivalent] = [names('killed'), names('survived', 'broken'), names('equivalent')];
  return {
    date: new Date(now).toISOString().slice(0, 10),
    mutants: killed.length + survived.length,
    killed: killed.length,
    survived,
    equivalent,
    seconds: Math.round(seconds),
  };
}

export function isEnough({ mutants, killed }: Pick<Score, 'mutants' | 'killed'>): boolean {
  return killed >= mutants * LEAST_SCORE;
}

/** The score as CONTRIBUTING.md quotes it. */
export function quoteScore({ mutants, killed, date }: Pick<Score, 'mutants' | 'killed' | 'date'>): string {
  const percent = mutants === 0 ? 100 : Math.floor((killed / mutants) * 1000) / 10;
  return `${killed} of ${mutants} mutants killed (${percent} %) on ${date}`;
}

/** The mutants by file, and those that no test noticed with what they would do to a user. */
export function printScore(tried: readonly Tried[]): string {
  const table = new Table({ head: ['mutants of', 'killed', 'of'], style: { head: [], border: [] } });
  const rooms = Map.groupBy(
    tried.filter(({ fate }) => fate !== 'equivalent'),
    ({ mutant }) => roomOf(mutant),
  );
  for (const [room, own] of rooms)
    table.push([room, own.filter(({ fate }) => fate === 'killed').length, own.length]);
  const missed = tried
    .filter(({ fate }) => fate === 'survived' || fate === 'broken')
    .map(({ mutant: { name, file, because }, fate }) => `${fate}: ${name} (${file}). ${because}`);
  return [table.toString(), ...missed].join('\n');
}

function roomOf({ file }: Mutant): string {
  return file.slice(0, file.lastIndexOf('/'));
}
