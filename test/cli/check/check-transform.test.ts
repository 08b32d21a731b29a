// `check` on files of a feed with a transform, up to its report.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkFile } from '../../../cli/check/check-file.ts';
import type { TransformRow } from '../../../lambdas/contracts/feed/transform.ts';
import type { Report } from '../../../lambdas/contracts/report.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { defineFeeds } from '../../../lib/define-feeds.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'people.csv');
writeFileSync(path, 'id,plan\n1,gold\n2,test\n3,silver\n');

function check(run: TransformRow): Promise<Report> {
  const students = { ...people, transform: { run }, limits: { maxRejectShare: 1 } };
  const feeds = defineFeeds({ workspace: 'main', feeds: { students } });
  return checkFile(
    { path, feedName: 'students', feeds },
    () => undefined,
    async ({ report }) => report,
  );
}

describe('checkFile', () => {
  it('runs the transform of the feed, and counts what it leaves out', async () => {
    const report = await check((row) => (row.plan === 'test' ? null : row));
    expect(report).toMatchObject({
      rows: 3,
      outcomes: { filtered: 1, rejected: 0 },
      dryRun: { wouldDeliver: 2 },
    });
  });

  let rows = 0;
  it.each<[string, TransformRow, number]>([
    ['depends on the time', (row) => ({ ...row, plan: new Date().toISOString() }), 3],
    ['depends on chance', (row) => ({ ...row, plan: String(Math.random()) }), 3],
    ['counts its calls', (row) => (rows++ % 2 === 0 ? null : row), 3],
    ['depends on the time for some rows', (row) => ({ ...row, plan: row.plan === 'test' ? Date() : '' }), 1],
  ])('rejects the rows of a transform that %s', async (_, run, count) => {
    const { rejects } = await check(run);
    expect(rejects).toMatchObject([{ code: 'transform_impure', rows: count }]);
  });

  it('names the file as an import does', async () => {
    const files = new Set<string>();
    await check((row, { file }) => {
      files.add(file);
      return row;
    });
    expect([...files]).toEqual(['people.csv']);
  });
});
