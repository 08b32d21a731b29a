// `npm run mutants`: makes one deliberate mistake after the other, and checks that its tests notice it.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { prettyJson } from '../../lambdas/contracts/format.ts';
import { inBatches } from '../../lambdas/domain/in-batches.ts';
import { type Mutant, mutate } from './mutant.ts';
import { MUTANTS } from './mutants.ts';
import { runTests } from './run-tests.ts';
import {
  type Fate,
  fateOf,
  isEnough,
  LEAST_SCORE,
  printScore,
  quoteScore,
  scoreOf,
  type Tried,
} from './score.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SAVED = resolve(ROOT, 'docs/mutants.json');

interface Options {
  readonly from?: string;
  readonly atOnce: number;
  readonly save?: true;
}

const NAMES = MUTANTS.map(({ name }) => name);

const command = new Command('mutants')
  .addArgument(new Argument('[names...]', 'mutants to run; all without a name').choices(NAMES))
  .option('--from <name>', 'starts with this mutant of the list')
  .option('--at-once <count>', 'mutants at the same time', Number, availableParallelism())
  .option('--save', 'writes the score into docs/mutants.json, which CONTRIBUTING.md quotes')
  .parse();
process.exitCode = await runAll(command.processedArgs[0] as string[], command.opts<Options>());

async function runAll(names: readonly string[], { from, atOnce, save }: Options): Promise<number> {
  const chosen = chosenMutants(names, from);
  for (const mutant of chosen) mutate(readFileSync(resolve(ROOT, mutant.file), 'utf8'), mutant);
  const began = Date.now();
  const tests = [...new Set(chosen.filter(({ equivalent }) => !equivalent).flatMap((one) => one.tests))];
  console.log(`${chosen.length} mutants. First their ${tests.length} test files without a mutant.`);
  const { failing } = await runTests(tests);
  const tried = await inBatches(chosen, atOnce, (mutant) => tryMutant(mutant, failing));
  const score = scoreOf(tried, Date.now(), (Date.now() - began) / 1000);
  console.log(`${printScore(tried)}\n${quoteScore(score)} in ${score.seconds} s`);
  if (save && chosen.length === MUTANTS.length) writeFileSync(SAVED, prettyJson(score));
  if (failing.length > 0)
    console.error(`These tests fail without a mutant. Fix them: npm test -- ${failing.join(' ')}`);
  if (!isEnough(score))
    console.error(
      `At least ${LEAST_SCORE * 100} % must be killed. Add a test for each mutant that survived.`,
    );
  return failing.length === 0 && isEnough(score) ? 0 : 1;
}

function chosenMutants(names: readonly string[], from: string | undefined): readonly Mutant[] {
  if (from !== undefined && !NAMES.includes(from)) command.error(`There is no mutant "${from}".`);
  const rest = from === undefined ? MUTANTS : MUTANTS.slice(NAMES.indexOf(from));
  return names.length === 0 ? rest : rest.filter(({ name }) => names.includes(name));
}

/** @param failing test files that fail without a mutant. */
async function tryMutant(mutant: Mutant, failing: readonly string[]): Promise<Tried> {
  const began = Date.now();
  const fate = await fateOfMutant(mutant, failing);
  const seconds = (Date.now() - began) / 1000;
  console.log(`${fate.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s  ${mutant.name}`);
  return { mutant, fate, seconds };
}

async function fateOfMutant({ name, tests, equivalent }: Mutant, failing: readonly string[]): Promise<Fate> {
  if (equivalent) return 'equivalent';
  if (tests.some((test) => failing.includes(test))) return 'broken';
  return fateOf(await runTests(tests, name));
}
