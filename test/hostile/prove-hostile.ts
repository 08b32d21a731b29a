// All hostile files, in a thread of their own: one that hangs is seen, and those after it go on.
import { isDeepStrictEqual } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { HOSTILE_FILES, type HostileResult, runHostile } from './run-hostile.ts';

export interface HostileTotals {
  readonly files: number;
  readonly crashes: number;
  readonly hangs: number;
  /** Files of which rows, or what was in them, are silently lost. */
  readonly losses: number;
  /** Files of which became what was not said of them. */
  readonly surprises: number;
}

/** The slowest of them takes a tenth of it on a busy machine. */
const HANG_SECONDS = 120;

/** Begins at a file, and tells of each. */
interface HostileShare {
  readonly hostileFrom: number;
}

if (!isMainThread && 'hostileFrom' in Object(workerData)) {
  for (const file of HOSTILE_FILES.slice((workerData as HostileShare).hostileFrom))
    parentPort?.postMessage(await runHostile(file));
}

/** What became of each file, in order. */
export async function runAllHostile(): Promise<readonly HostileResult[]> {
  const results: HostileResult[] = [];
  while (results.length < HOSTILE_FILES.length) {
    await runFrom(results);
    const { name } = HOSTILE_FILES[results.length] ?? {};
    if (name !== undefined) results.push({ name, became: 'hang', lost: [] });
  }
  return results;
}

/** `unexpected`: what was not as its file says, in words. */
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

/** Until all are done, or one hangs. */
function runFrom(results: HostileResult[]): Promise<void> {
  const workerData: HostileShare = { hostileFrom: results.length };
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
