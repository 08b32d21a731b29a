// `npm run mutants`: makes one deliberate mistake after the other, and checks that its tests notice it.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Argument, Command } from 'commander';
import { prettyJson } from '../../lambdas/contracts/format.ts';
import { inBatches } from '../../lambdas/domain/in-batches.ts';
import type { Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';
import { runTests } from './run-tests.ts';
import { fateOf, isEnough, LEAST_SCORE, printScore, quoteScore, scoreOf, type Tried } from './score.ts';

const SAVED = new URL('../../docs/mutants.json', import.meta.url);

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
  const began = Date.now();
  const tests = [...new Set(chosen.filter(({ equivalent }) => !equivalent).flatMap((one) => one.tests))];
  console.log(`${chosen.length} mutants. First their ${tests.length} test files without a mutant.`);
  if ((await runTests(tests)) !== 'passed') {
    console.error(`The tests fail without a mutant. Fix them first: npm test -- ${tests.join(' ')}`);
    return 1;
  }
  const tried = await inBatches(chosen, atOnce, tryMutant);
  const score = scoreOf(tried, Date.now(), (Date.now() - began) / 1000);
  console.log(`${printScore(tried)}\n${quoteScore(score)} in ${score.seconds} s`);
  if (save && chosen.length === MUTANTS.length) writeFileSync(SAVED, prettyJson(score));
  if (isEnough(score)) return 0;
  console.error(`At least ${LEAST_SCORE * 100} % must be killed. Add a test for each mutant that survived.`);
  return 1;
}

function chosenMutants(names: readonly string[], from: string | undefined): readonly Mutant[] {
  if (from !== undefined && !NAMES.includes(from)) command.error(`There is no mutant "${from}".`);
  const rest = from === undefined ? MUTANTS : MUTANTS.slice(NAMES.indexOf(from));
  return names.length === 0 ? rest : rest.filter(({ name }) => names.includes(name));
}

async function tryMutant(mutant: Mutant): Promise<Tried> {
  const began = Date.now();
  const fate = mutant.equivalent ? 'equivalent' : fateOf(await runTests(mutant.tests, mutant.name));
  const seconds = (Date.now() - began) / 1000;
  console.log(`${fate.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s  ${mutant.name}`);
  return { mutant, fate, seconds };
}
