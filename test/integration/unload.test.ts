// Exports as Redshift unloads them: several objects without headers, and a manifest that is written last.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const PARTS = {
  part_00: gzipSync('u-1|New\\\nYork|5" pipe\nu-2|Oslo\n'),
  part_01: 'u-3|a\\|b|\\\\\n|Ulm|\n',
};

describe('an UNLOAD with a manifest', () => {
  it('is one import of all its objects, with the object and line of each rejected row', async () => {
    const parts = Object.entries(PARTS).map(([name, body]) => pipeline.drop('unloaded', body, `may/${name}`));
    for (const { executionArn } of await Promise.all(parts)) {
      expect(await pipeline.cloud.execution(executionArn)).toMatchObject({ output: { status: 'skipped' } });
    }
    const { bucketName } = pipeline.cloud;
    const keys = Object.keys(PARTS).map((name) => `incoming/unloaded/may/${name}`);
    const manifest = { entries: keys.map((key) => ({ url: `s3://${bucketName}/${key}`, mandatory: true })) };
    const report = await pipeline.importFile('unloaded', JSON.stringify(manifest), 'may/people_manifest');
    expect(report).toMatchObject({
      state: 'completed',
      rows: 4,
      outcomes: { delivered: 2, rejected: 2 },
      file: { parts: keys },
    });
    expect(pipeline.people()).toMatchObject([
      { id: 'u-1', attributes: { city: 'New\nYork', note: '5" pipe' } },
      { id: 'u-3', attributes: { city: 'a|b', note: '\\' } },
    ]);
    const rejects = (await pipeline.returned(report, 'rejects.csv'))?.trimEnd().split('\n') ?? [];
    expect(rejects.map((line) => [line.split('|')[3], line.split('|').at(-2)])).toEqual([
      ['_reject_line', '_reject_file'],
      ['3', keys[0]],
      ['2', keys[1]],
    ]);

    const mended = rejects.join('\n').replace('u-2|Oslo||', 'u-2|Oslo|x|').replace('\n|Ulm', '\nu-4|Ulm');
    const again = await pipeline.importFile('unloaded', mended, 'rejects.csv');
    expect(again).toMatchObject({ state: 'completed', rows: 2, outcomes: { delivered: 2 } });
    expect(again.file).not.toHaveProperty('parts');
  });

  it('is refused if an object is missing, and sends nothing', async () => {
    const url = `s3://${pipeline.cloud.bucketName}/incoming/unloaded/june/part_00`;
    const manifest = JSON.stringify({ entries: [{ url }] });
    const report = await pipeline.importFile('unloaded', manifest, 'june/people_manifest');
    expect(report).toMatchObject({ state: 'failed', reason: { code: 'part_missing' }, requests: 0 });
  });
});

describe('a file without a manifest', () => {
  it('starts no import', async () => {
    const { executionArn } = await pipeline.drop('unloaded', csv('u-9|Rom|x'), 'loose.csv');
    expect(await pipeline.cloud.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(pipeline.people()).toEqual([]);
  });
});
