import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { feeds } from '../../feeds.config.ts';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const ROWS = 100_000;
const MEBIBYTE = 1024 * 1024;
/** The limit for each function. Forward has the most: one process weighs the partitions first, and then sends them.
 * Measured on 2026-12-01: 313 MiB, so 300 MiB does not hold. Forward is deployed with 1,024 MB. */
const MOST_MEBIBYTES = 350;

const items: Record<string, number | undefined> = {};
const pipeline = pipelineFixture({
  feeds,
  onProgress: (progress) => {
    if (progress.kind === 'entered' && progress.items !== undefined) items[progress.state] = progress.items;
  },
});

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with delimiters, quotes and line ends in quoted cells. */
function generated(): string {
  const generator = fileURLToPath(new URL('../../samples/generate.ts', import.meta.url));
  const path = join(folder, 'large.csv');
  const text = execFileSync(process.execPath, [generator, '--rows', String(ROWS)], {
    maxBuffer: 64 * MEBIBYTE,
  });
  writeFileSync(path, text);
  return path;
}

describe('a file of 100,000 events', () => {
  it('is imported in several chunks and partitions: every row once, in little memory', async () => {
    const path = generated();
    const read = parse(readFileSync(path), { columns: true }) as Record<string, string>[];
    const report = await pipeline.importFile('events', { path });

    expect(read).toHaveLength(ROWS);
    expect(report).toMatchObject({
      state: 'completed',
      rows: ROWS,
      operations: ROWS,
      outcomes: { delivered: ROWS },
      unfinished: 0,
    });
    expect(items[STATE.validate]).toBeGreaterThan(1);
    expect(items[STATE.forward]).toBeGreaterThan(1);
    expect(countsByName(pipeline.events().map(({ name }) => name))).toEqual(
      countsByName(read.map((row) => row.event_name ?? '')),
    );
    expect(Object.fromEntries(report.events.map(({ name, rows }) => [name, rows]))).toEqual(
      countsByName(read.map((row) => row.event_name ?? '')),
    );
    expect(new Set(pipeline.events().map(({ id }) => id)).size).toBe(ROWS);
    expect(pipeline.cloud.standIn.workspace.counts.ignoredDuplicateEvents).toBe(0);

    const memory = Object.values(pipeline.cloud.memory());
    expect(memory).toHaveLength(7);
    expect(Math.max(...memory) / MEBIBYTE).toBeLessThan(MOST_MEBIBYTES);
  });
});

function countsByName(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
