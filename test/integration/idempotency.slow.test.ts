// Repeated events within and between files, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id,page';
const event = (id: string, page = '/') => `${id},visited,1762190001,cust-${id},${page}`;
const ids = () => pipeline.events().map(({ person }) => person.replace('cust-', ''));

describe('an event or person that was sent before', () => {
  it('is not sent again from a file that also has new rows', async () => {
    await pipeline.importFile('events', csv(HEADER, ...rows(5, (n) => event(`news-${n}`))));
    const [before] = pipeline.requests();
    const report = await pipeline.importFile('events', csv(HEADER, ...rows(5, (n) => event(`news-${n}`), 3)));
    expect(report).toMatchObject({ rows: 5, outcomes: { delivered: 2, duplicate: 3 }, requests: 1 });
    expect(pipeline.requests()).toMatchObject([before, { items: 2 }]);
    expect(ids()).toEqual(['news-1', 'news-2', 'news-3', 'news-4', 'news-5', 'news-6', 'news-7']);
  });

  it('needs one identify if one person has changed', async () => {
    const file = (plan: string) => csv('id,plan', 'change-1,free', `change-2,${plan}`, 'change-3,free');
    await pipeline.importFile('people', file('free'));
    const report = await pipeline.importFile('people', file('gold'));
    expect(report).toMatchObject({ outcomes: { delivered: 1, unchanged: 2 }, requests: 1 });
    expect(pipeline.requests().map(({ items }) => items)).toEqual([3, 1]);
    expect(pipeline.people().map(({ attributes }) => attributes.plan)).toEqual(['free', 'gold', 'free']);
  });

  it('is found in the same file, with any rows between', async () => {
    const report = await pipeline.importFile(
      'events',
      csv(HEADER, event('within-1'), event('within-2'), event('within-1'), event('within-2')),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 2, duplicate: 2 }, conflicts: 0 });
    expect(ids()).toEqual(['within-1', 'within-2']);
  });

  it('is counted as a conflict, and not sent, if the same key has other content', async () => {
    await pipeline.importFile('events', csv(HEADER, event('clash-1', '/a'), event('clash-2', '/a')));
    const report = await pipeline.importFile(
      'events',
      csv(
        HEADER,
        event('clash-1', '/b'),
        event('clash-2', '/a'),
        event('clash-3', '/a'),
        event('clash-3', '/b'),
      ),
    );
    expect(report).toMatchObject({ rows: 4, outcomes: { delivered: 1, duplicate: 3 }, conflicts: 2 });
    expect(pipeline.events().map(({ attributes }) => attributes.page)).toEqual(['/a', '/a', '/a']);
  });
});
