// Forward: CPU time per new row, compared with a conditional PutItem and a v1 POST per row. Each round has new rows.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventsFile } from '../files/write-file.ts';
import { serve } from '../forward/served.ts';
import type { Done, Order } from '../forward/worker.ts';
import { spreadOf, timesFaster } from '../measure/harness.ts';
import { atLeast, type Result, result, withGoal } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';

const WORKER = fileURLToPath(new URL('../forward/worker.ts', import.meta.url));
const FIRST_ROW = 40_000_000;
/** Rows that are sent one by one in a round. They take twenty times as long. */
const NAIVE_SHARE = 0.1;

export async function measureForward({ forwarded, rounds }: Scale): Promise<Result[]> {
  const directory = mkdtempSync(join(tmpdir(), 'csv-to-customerio-forward-'));
  const { served, dynamodb, standIn } = await serve(directory);
  const worker = fork(WORKER, [JSON.stringify(served)]);
  const cpu: Record<Order['how'], number[]> = { ours: [], naive: [] };
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const how of ['ours', 'naive'] as const) {
        const from = FIRST_ROW + 2 * round * forwarded + (how === 'ours' ? 0 : forwarded);
        const rows = how === 'ours' ? forwarded : Math.round(forwarded * NAIVE_SHARE);
        worker.send({ how, path: await eventsFile(from, from + rows) } satisfies Order);
        const [done] = (await once(worker, 'message')) as [Done];
        if (round > 0) cpu[how].push(done.cpuSeconds / done.rows);
      }
    }
  } finally {
    worker.disconnect();
    await Promise.all([standIn.close(), dynamodb.close()]);
    rmSync(directory, { recursive: true, force: true });
  }
  const microseconds = spreadOf(cpu.ours.map((seconds) => seconds * 1e6));
  return [
    result('forward', 'CPU time of a new row', microseconds, 'µs'),
    withGoal(
      result('forward', 'compared with a PutItem and a POST per row', timesFaster(cpu.ours, cpu.naive), '×'),
      atLeast(20),
    ),
  ];
}
