// `npm run bench`: runs all stages, prints a table and writes bench/results.json. `--quick` is for the log of CI.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Command } from 'commander';
import { prettyJson } from '../lambdas/contracts/format.ts';
import { printTable } from './measure/print.ts';
import type { Result, Results } from './measure/results.ts';
import { FULL, QUICK, type Scale } from './measure/scale.ts';
import { measureBundles } from './stages/bundles.ts';
import { measureEndToEnd } from './stages/end-to-end.ts';
import { measureForward } from './stages/forward.ts';
import { measureGrowth } from './stages/growth.ts';
import { measureSplit } from './stages/split.ts';
import { measureValidate } from './stages/validate.ts';
import { measureValidateParts } from './stages/validate-parts.ts';

const RESULTS = new URL('./results.json', import.meta.url);

type Measure = (scale: Scale) => Promise<Result[]> | Result[];

const STAGES: Readonly<Record<string, Measure>> = {
  split: measureSplit,
  validate: measureValidate,
  'validate-parts': measureValidateParts,
  forward: measureForward,
  'end-to-end': measureEndToEnd,
  growth: measureGrowth,
  bundles: measureBundles,
};

interface BenchOptions {
  readonly quick: boolean;
  readonly only?: string;
}

await new Command('bench')
  .option('--quick', 'run each stage with little data, and write no file', false)
  .option('--only <stage>', `one of ${Object.keys(STAGES).join(', ')}; writes no file`)
  .action(bench)
  .parseAsync();

async function bench({ quick, only }: BenchOptions): Promise<void> {
  const at = new Date().toISOString();
  const start = performance.now();
  const results: Result[] = [];
  for (const [name, measure] of Object.entries(STAGES)) {
    if (only !== undefined && only !== name) continue;
    const found = await measure(quick ? QUICK : FULL);
    console.log(`${printTable(found)}\n`);
    results.push(...found);
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${seconds} s`);
  if (quick || only !== undefined) return;
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}`;
  const run: Results = { at, machine, node: process.version, quick, seconds, results };
  writeFileSync(RESULTS, prettyJson(run));
}
