// When an import with rejects is not held, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const good = (id: string) => `${id},visited,1762190001,cust-1,"say ""hi"", twice"`;
const bad = (id: string) => `${id},visited,,cust-1,`;

describe('an import with too many rejects', () => {
  it('is not held at the limit, or without a limit', async () => {
    const quarter = csv(HEADER, good('limit-1'), good('limit-2'), good('limit-3'), bad('limit-4'));
    const most = csv(HEADER, good('limit-5'), bad('limit-6'), bad('limit-7'));
    expect(await pipeline.importFile('strict', quarter)).toMatchObject({ state: 'completed' });
    expect(await pipeline.importFile('lenient', most)).toMatchObject({ state: 'completed' });
    expect(pipeline.events()).toHaveLength(4);
  });

  it('has no held.csv if it was not held', async () => {
    const report = await pipeline.importFile('strict', csv(HEADER, good('no-1')));
    expect(await pipeline.returned(report, 'held.csv')).toBeUndefined();
  });

  it('is also held if all rows are rejected, except without a limit', async () => {
    const file = csv(HEADER, bad('all-1'), bad('all-2'));
    const outcomes = { rejected: 2, held: 0, delivered: 0 };
    expect(await pipeline.importFile('strict', file)).toMatchObject({ state: 'held', outcomes });
    expect(await pipeline.importFile('lenient', file)).toMatchObject({ state: 'completed', outcomes });
    expect(pipeline.requests()).toEqual([]);
  });
});
