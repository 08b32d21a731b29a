// Imports all hostile files in a separate thread. If a file hangs, this is noticed, and the files after it continue.
import { isDeepStrictEqual } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { HostileFile } from './hostile-file.ts';
import { HOSTILE_FILES, type HostileResult, runHostile } from './run-hostile.ts';

export interface HostileTotals {
  readonly files: number;
  readonly crashes: number;
  readonly hangs: number;
  /** Files that silently lost rows or values. */
  readonly losses: number;
  /** Files with another result than expected. */
  readonly surprises: number;
}

/** The slowest file needs a tenth of it on a busy machine. */
const HANG_SECONDS = 120;

/** Starts at a file, and posts the result of each. */
interface HostileShare {
  readonly hostileFrom: number;
  /** 2: every second file. */
  readonly step: number;
}

if (!isMainThread && 'hostileFrom' in Object(workerData)) {
  const { hostileFrom, step } = workerData as HostileShare;
  for (const file of everyNth(step).slice(hostileFrom)) parentPort?.postMessage(await runHostile(file));
}

/** With 2 every second file, beginning with the first. */
export function everyNth(step: number): readonly HostileFile[] {
  return HOSTILE_FILES.filter((_, n) => n % step === 0);
}

/** The result of each file, in order. */
export async function runAllHostile(step = 1): Promise<readonly HostileResult[]> {
  const files = everyNth(step);
  const results: HostileResult[] = [];
  while (results.length < files.length) {
    await runFrom(results, step);
    const { name } = files[results.length] ?? {};
    if (name !== undefined) results.push({ name, became: 'hang', lost: [] });
  }
  return results;
}

/** `unexpected`: the differences from the expected results, in words. */
export async function proveHostile(): Promise<{
  readonly totals: HostileTotals;
  readonly unexpected: readonly string[];
}> {
  const results = await runAllHostile();
  const unexpected = results.filter((result) => result.lost.length > 0 || isSurprise(result));
  return { totals: totalsOf(results), unexpected: unexpected.map((one) => JSON.stringify(one)) };
}

export function totalsOf(results: readonly HostileResult[]): HostileTotals {
  const count = (is: (result: HostileResult) => boolean) => results.filter(is).length;
  return {
    files: results.length,
    crashes: count(({ became }) => String(became).startsWith('crash')),
    hangs: count(({ became }) => became === 'hang'),
    losses: count(({ lost }) => lost.length > 0),
    surprises: count(isSurprise),
  };
}

function isSurprise({ name, became }: HostileResult): boolean {
  return !isDeepStrictEqual(became, HOSTILE_FILES.find((file) => file.name === name)?.becomes);
}

/** Ends if all are finished, or if one hangs. */
function runFrom(results: HostileResult[], step: number): Promise<void> {
  const workerData: HostileShare = { hostileFrom: results.length, step };
  const worker = new Worker(new URL(import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    const hangs = () => void worker.terminate().then(() => resolve(), reject);
    let timer = setTimeout(hangs, HANG_SECONDS * 1000);
    worker.on('message', (result: HostileResult) => {
      results.push(result);
      clearTimeout(timer);
      timer = setTimeout(hangs, HANG_SECONDS * 1000);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
