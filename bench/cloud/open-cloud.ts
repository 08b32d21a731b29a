// The embedded cloud with the feeds of the benchmark. The API answers in 30 ms, and there is almost no pacing or
// waiting, so that the benchmark measures work.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../lib/synthesize.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { BENCH_FEEDS } from '../files/feeds.ts';

/** The name of a function, such as `Forward`, from its logical id in the stack. */
export function functionName(logicalId: string): string {
  return /^Pipeline(\w+)Function[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? logicalId;
}

/** Disposing it ends the cloud and deletes its data. */
export async function openCloud(): Promise<AsyncDisposable & { readonly cloud: EmbeddedCloud }> {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-bench-'));
  const context = { requestsPerSecond: 200 };
  const { directory } = synthesize({
    feeds: BENCH_FEEDS,
    context,
    checked: false,
    outdir: join(folder, 'cdk.out'),
  });
  const cloud = await startEmbeddedCloud({
    assembly: directory,
    store: join(folder, 'store'),
    customerIo: { latencyMilliseconds: 30 },
    waitSeconds: () => 0.02,
  });
  return {
    cloud,
    [Symbol.asyncDispose]: async () => {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
