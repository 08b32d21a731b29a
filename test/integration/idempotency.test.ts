import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../lambdas/contracts/report.ts';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id,page';
const event = (id: string, page = '/') => `${id},visited,1762190001,cust-${id},${page}`;
const ids = () => pipeline.events().map(({ person }) => person.replace('cust-', ''));

describe('an event or person that was sent before', () => {
  it('is not sent again from the same file', async () => {
    const people = csv('id,email', 'again-1,a@example.com', 'again-2,b@example.com');
    const events = csv(HEADER, event('again-a'), event('again-b'));
    await pipeline.importFile('people', people);
    await pipeline.importFile('events', events);
    const sent = pipeline.requests().length;

    expect(await pipeline.importFile('people', people)).toMatchObject({
      state: 'completed',
      outcomes: { unchanged: 2, delivered: 0 },
      requests: 0,
    });
    expect(await pipeline.importFile('events', events, 'under-another-name.csv')).toMatchObject({
      state: 'completed',
      outcomes: { duplicate: 2, delivered: 0 },
      conflicts: 0,
      requests: 0,
    });
    expect(pipeline.requests()).toHaveLength(sent);
    expect(pipeline.events()).toHaveLength(2);
  });

  it('is sent once if two files have it at the same time', async () => {
    const dropped = await Promise.all([
      pipeline.drop('events', csv(HEADER, ...rows(40, (n) => event(`twice-${n}`))), 'a.csv'),
      pipeline.drop('events', csv(HEADER, ...rows(40, (n) => event(`twice-${n}`), 21)), 'b.csv'),
    ]);
    const reports: Report[] = [];
    for (const file of dropped) reports.push(await pipeline.reportOn(file));
    const sum = (outcome: 'delivered' | 'duplicate') =>
      reports.reduce((rowCount, { outcomes }) => rowCount + outcomes[outcome], 0);
    expect(reports.map(({ state, rows: read, unfinished }) => [state, read, unfinished])).toEqual([
      ['completed', 40, 0],
      ['completed', 40, 0],
    ]);
    expect({ delivered: sum('delivered'), duplicate: sum('duplicate') }).toEqual({
      delivered: 60,
      duplicate: 20,
    });
    expect(ids().sort()).toEqual(rows(60, (n) => `twice-${n}`).sort());
    expect(pipeline.requests().reduce((items, request) => items + request.items, 0)).toBe(60);
  });

  it('is one import if S3 sends the event of an object twice', async () => {
    const dropped = await pipeline.drop('events', csv(HEADER, event('told-1')));
    const report = await pipeline.reportOn(dropped);
    await pipeline.startAgain(dropped);
    expect(pipeline.cloud.executions().at(-1)?.end).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'skipped', importId: report.importId },
    });
    expect(await pipeline.reportOn(dropped)).toEqual(report);
    expect(pipeline.requests()).toHaveLength(1);
  });
});
