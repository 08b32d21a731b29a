// Further forms of events, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

describe('the events feed', () => {
  it('reads a date and a time of day in two columns', async () => {
    const header = 'event_id,event_name,Date,Time,customer_id';
    const report = await pipeline.importFile(
      'two-columns',
      csv(header, 'two-1,e,11/3/2025,2:05 PM,u', 'two-2,e,11/3/2025,,u', 'two-3,e,11/3/2025 0:00,9:05,u'),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 2, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'missing_time', examples: [{ line: 3, column: 'Time' }] }]);
    expect(pipeline.events().map(({ timestamp, attributes }) => [timestamp, attributes])).toEqual([
      [1762178700, { event_id: 'two-3' }],
      [1762196700, { event_id: 'two-1' }],
    ]);
  });

  it('sends the events of a person in the order of their times, for any order of the rows', async () => {
    await pipeline.importFile(
      'events',
      csv(
        'event_id,event_name,timestamp,customer_id',
        'order-3,third,1762190003,cust-3',
        'order-1,first,1762190001,cust-3',
        'order-2,second,1762190002,cust-3',
      ),
    );
    expect(pipeline.events().map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  });

  it('identifies events without an id by their content', async () => {
    const lines = [
      'event_name,timestamp,customer_id,page',
      'visited,1762190001,cust-4,/a',
      'visited,1762190001,cust-4,/b',
      'visited,1762190001,cust-4,/a',
    ];
    const report = await pipeline.importFile('events', csv(...lines));
    expect(report.outcomes).toMatchObject({ delivered: 2, duplicate: 1 });
    expect((await pipeline.importFile('events', csv(...lines))).outcomes.duplicate).toBe(3);
    expect(pipeline.events().map(({ attributes }) => attributes)).toEqual([{ page: '/a' }, { page: '/b' }]);
  });
});
