// Validate on one core: from the bytes of a chunk to printed operations, compared with a naive loop and with csv-parse
// alone. Validate also profiles cells and counts lines; partitioning and gzip are measured separately.
import { printOperation } from '../../lambdas/domain/operations/operation.ts';
import { type ChunkToMap, mapChunk } from '../../lambdas/validate/map-chunk.ts';
import { chunksOf } from '../files/chunks-of.ts';
import { eventsFile, ordersFile } from '../files/write-file.ts';
import { inRounds, spreadOf, timesFaster } from '../measure/harness.ts';
import { atLeast, type Result, result, withGoal } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';
import { mapEventRows, mapOrderRows, namedRows } from '../naive/map-rows.ts';

export async function measureValidate({ events, orders, rounds }: Scale): Promise<Result[]> {
  return [
    ...(await compare(
      'validate (a)',
      { path: await eventsFile(0, events), feed: 'events' },
      mapEventRows,
      rounds,
    )),
    ...(await measureTransform(await eventsFile(0, events), rounds)),
    ...(await compare(
      'validate (b)',
      { path: await ordersFile(orders), feed: 'orders' },
      mapOrderRows,
      rounds,
    )),
  ];
}

/** The same rows with and without a transform, which splits a column into two. */
async function measureTransform(path: string, rounds: number): Promise<Result[]> {
  const plain = await chunksOf(path, 'events');
  const changed = await chunksOf(path, 'transformed');
  const { without, withOne } = await inRounds(
    [
      { name: 'without', run: () => mapAndPrint(plain) },
      { name: 'withOne', run: () => mapAndPrint(changed) },
    ],
    rounds,
  );
  const microseconds = withOne.cpu.map((seconds, round) => (seconds - (without.cpu[round] ?? 0)) * 1e6);
  return [result('validate (a)', 'a transform that adds two columns', spreadOf(microseconds), 'µs per row')];
}

async function compare(
  stage: string,
  { path, feed }: { readonly path: string; readonly feed: string },
  mapNaively: (path: string) => Promise<number>,
  rounds: number,
): Promise<Result[]> {
  const chunks = await chunksOf(path, feed);
  const { ours, naive, csvParse } = await inRounds(
    [
      { name: 'ours', run: () => mapAndPrint(chunks) },
      { name: 'naive', run: () => mapNaively(path) },
      { name: 'csvParse', run: () => readRows(path) },
    ],
    rounds,
  );
  const speed = (cpu: readonly number[]) => spreadOf(cpu.map((seconds) => 1 / seconds / 1000));
  return [
    result(stage, 'speed', speed(ours.cpu), 'k rows/s'),
    withGoal(
      result(stage, 'compared with csv-parse, zod and JSON.stringify', timesFaster(ours.cpu, naive.cpu), '×'),
      atLeast(2),
    ),
    withGoal(
      result(stage, 'compared with csv-parse alone', timesFaster(ours.cpu, csvParse.cpu), '×'),
      atLeast(1),
    ),
  ];
}

function mapAndPrint(chunks: readonly ChunkToMap[]): number {
  let characters = 0;
  let rows = 0;
  for (const chunk of chunks) {
    const { statistics } = mapChunk(chunk, (operation) => {
      characters += printOperation(operation).length;
    });
    rows += statistics.rows;
  }
  return characters > 0 ? rows : 0;
}

async function readRows(path: string): Promise<number> {
  let rows = 0;
  for await (const row of namedRows(path)) if (row) rows++;
  return rows;
}
