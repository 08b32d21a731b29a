import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const good = (id: string) => `${id},visited,1762190001,cust-1`;
const bad = (id: string) => `${id},visited,,cust-1`;

describe('a held import that is approved', () => {
  it('is sent unchanged, and reports that it was approved', async () => {
    const dropped = await pipeline.drop('events', csv(HEADER, good('h-1'), bad('h-2'), bad('h-3')));
    expect(await pipeline.reportOn(dropped)).toMatchObject({ state: 'held', outcomes: { held: 1 } });
    expect(pipeline.requests()).toEqual([]);
    await pipeline.startAgain(dropped, { approved: true });
    const report = await pipeline.reportOn(dropped);
    expect(report).toMatchObject({
      state: 'completed',
      approved: true,
      outcomes: { delivered: 1, rejected: 2, held: 0 },
    });
    expect(report.reason).toBeUndefined();
    expect(pipeline.events()).toHaveLength(1);
  });

  it('cannot be approved twice: nothing is sent again', async () => {
    const dropped = await pipeline.drop('events', csv(HEADER, good('t-1'), bad('t-2'), bad('t-3')));
    await pipeline.reportOn(dropped);
    await pipeline.startAgain(dropped, { approved: true });
    await pipeline.startAgain(dropped, { approved: true });
    expect(pipeline.requests()).toHaveLength(1);
  });

  it('is not sent by a redrive, which is only for failed imports', async () => {
    const dropped = await pipeline.drop('events', csv(HEADER, good('r-1'), bad('r-2'), bad('r-3')));
    await pipeline.reportOn(dropped);
    await pipeline.startAgain(dropped, { redrive: true });
    expect(await pipeline.reportOn(dropped)).toMatchObject({ state: 'held' });
    expect(pipeline.requests()).toEqual([]);
  });
});
