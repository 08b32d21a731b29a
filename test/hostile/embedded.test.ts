// Odd names through the embedded engine, where they meet real servers, events and processes.
import { describe, expect, it } from '@jest/globals';
import { pipelineFixture } from '../integration/pipeline-fixture.ts';
import { HOSTILE_FEEDS } from './run-hostile.ts';
import { NAMED_FILES } from './written-files.ts';

const pipeline = pipelineFixture({ feeds: HOSTILE_FEEDS });

describe('a file with an odd name', () => {
  it.each(NAMED_FILES)('is imported: $name', async ({ bytes, key }) => {
    const report = await pipeline.importFile('people', bytes(), key);
    const { delivered, unchanged } = report.outcomes;
    expect(report).toMatchObject({ state: 'completed', rows: 3, file: { key: `incoming/people/${key}` } });
    expect(delivered + unchanged).toBe(3);
  });
});
