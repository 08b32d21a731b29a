// Large cells, zip bombs and odd names in the embedded engine, with its servers, events and processes.
import { describe, expect, it } from '@jest/globals';
import { pipelineFixture } from '../integration/pipeline-fixture.ts';
import { HOSTILE_FEEDS, HOSTILE_FILES, rowsOf } from './run-hostile.ts';
import { NAMED_FILES } from './written-files.ts';

const MEBIBYTE = 1024 ** 2;
const LARGE = ['a cell of 32 MB', 'a gzip that expands too much', 'a zip bomb'];
const LARGE_FILES = HOSTILE_FILES.filter(({ name }) => LARGE.includes(name));

const pipeline = pipelineFixture({ feeds: HOSTILE_FEEDS });

describe('a file that is larger than it looks', () => {
  it.each(LARGE_FILES)('is read in bounded memory: $name', async ({ bytes, becomes, name }) => {
    const report = await pipeline.importFile('people', bytes(), `${name}.csv`);
    expect(report.reason?.code ?? rowsOf(report)).toEqual(becomes);
    expect(fullFunctions()).toEqual([]);
  });
});

describe('a file with an odd name', () => {
  it.each(NAMED_FILES)('is imported: $name', async ({ bytes, key }) => {
    const report = await pipeline.importFile('people', bytes(), key);
    const { delivered, unchanged } = report.outcomes;
    expect(report).toMatchObject({ state: 'completed', rows: 3, file: { key: `incoming/people/${key}` } });
    expect(delivered + unchanged).toBe(3);
  });
});

/** Functions that use more than half of their memory in the template. */
function fullFunctions(): string[] {
  const { memory, template } = pipeline.cloud;
  return template.functions
    .filter(({ name, memoryMegabytes }) => (memory()[name] ?? 0) > (memoryMegabytes * MEBIBYTE) / 2)
    .map(({ name }) => name);
}
