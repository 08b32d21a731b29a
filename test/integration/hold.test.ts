import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const good = (id: string) => `${id},visited,1762190001,cust-1,"say ""hi"", twice"`;
const bad = (id: string) => `${id},visited,,cust-1,`;

describe('an import with too many rejects', () => {
  it('is held: nothing is sent, and every row is in rejects.csv or held.csv', async () => {
    const lines = [good('held-1'), bad('held-2'), bad('held-3'), good('held-4')];
    const dropped = await pipeline.drop('strict', csv(HEADER, ...lines));
    const report = await pipeline.reportOn(dropped);
    expect(report).toMatchObject({
      state: 'held',
      reason: { code: 'too_many_rejects' },
      rows: 4,
      outcomes: { held: 2, rejected: 2 },
      unfinished: 0,
      requests: 0,
    });
    expect(pipeline.requests()).toEqual([]);
    expect(await pipeline.returned(report, 'held.csv')).toBe(csv(HEADER, good('held-1'), good('held-4')));
    const rejects = (await pipeline.returned(report, 'rejects.csv')) ?? '';
    expect(
      rejects
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['held-2', 'held-3']);
    expect(await pipeline.cloud.execution(dropped.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is sent when held.csv is dropped again', async () => {
    const report = await pipeline.importFile('strict', csv(HEADER, good('again-1'), bad('again-2')));
    const held = (await pipeline.returned(report, 'held.csv')) ?? '';
    expect(await pipeline.importFile('strict', held)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 1 },
    });
    expect(pipeline.events()).toHaveLength(1);
  });
});
