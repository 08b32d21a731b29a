// Runs random schedules by their seeds, in two threads: they take the longest of all tests.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { runReleases, runSchedule } from './schedules.ts';

const THREADS = 2;

export interface SeedsRun {
  readonly runs: number;
  /** Imports that an operator had to redrive. */
  readonly redriven: number;
  /** Seeds that broke promises, with the broken promises. */
  readonly broken: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

/** The first seed, the end (not included), and the step. */
interface Seeds {
  readonly releases: boolean;
  readonly seedsFrom: number;
  readonly below: number;
  readonly step: number;
}

if (!isMainThread && 'seedsFrom' in Object(workerData)) parentPort?.postMessage(await runShare(workerData));

/** Which seeds to run. */
export interface SeedsToRun {
  readonly count: number;
  /** The default is 1. */
  readonly from?: number;
  /** With releases in between. */
  readonly releases?: boolean;
}

export async function runSeeds({ count, from = 1, releases = false }: SeedsToRun): Promise<SeedsRun> {
  const shares = Array.from({ length: THREADS }, (_, thread) =>
    runApart({ seedsFrom: from + thread, below: from + count, step: THREADS, releases }),
  );
  const all = await Promise.all(shares);
  return {
    runs: all.reduce((sum, { runs }) => sum + runs, 0),
    redriven: all.reduce((sum, { redriven }) => sum + redriven, 0),
    broken: all.flatMap(({ broken }) => broken),
  };
}

async function runApart(seeds: Seeds): Promise<SeedsRun> {
  const [done] = await once(new Worker(new URL(import.meta.url), { workerData: seeds }), 'message');
  return done as SeedsRun;
}

async function runShare({ seedsFrom, below, step, releases }: Seeds): Promise<SeedsRun> {
  const deployment = await deploy(FEEDS);
  const broken: { seed: number; violations: readonly string[] }[] = [];
  let runs = 0;
  let redriven = 0;
  for (let seed = seedsFrom; seed < below; seed += step) {
    const done = await (releases ? runReleases : runSchedule)(deployment, seed);
    runs++;
    redriven += done.redriven;
    if (done.violations.length > 0) broken.push({ seed, violations: done.violations });
  }
  return { runs, redriven, broken };
}
