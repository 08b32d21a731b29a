// A flow that is learned, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const hoursAgo = (hours: number) => Math.floor(Date.now() / 1000 - hours * 3600);
const cart = (id: string, person: string, hours = 1) => `${id},checkout_started,${hoursAgo(hours)},${person}`;

describe('a flow', () => {
  it('is learned from five imports, and then warns of an unusual count', async () => {
    for (const night of [1, 2, 3, 4, 5]) {
      const lines = rows(4, (n) => cart(`learned-${night}-${n}`, `learned-${night}-${n}`));
      const report = await pipeline.importFile('learned', csv(HEADER, ...lines), `${night}.csv`);
      expect(report).toMatchObject({ state: 'completed', flows: [{ people: 4, verdict: 'unknown' }] });
    }
    const lines = rows(40, (n) => cart(`learned-6-${n}`, `learned-6-${n}`));
    const report = await pipeline.importFile('learned', csv(HEADER, ...lines));
    expect(report).toMatchObject({ state: 'completed', flows: [{ people: 40, verdict: 'unusual' }] });
    expect(report.findings.map(({ code }) => code)).toContain('unusual_flow');
  });
});
