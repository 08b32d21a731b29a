// People who are merged into others, as the stand-in's workspace then has them.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'to,from,from_email';

const held = () => pipeline.people().map(({ id, email, attributes }) => ({ id, email, ...attributes }));

describe('a merge', () => {
  it('leaves one person, is harmless when repeated, and forgets what was known of both', async () => {
    const file = csv('id,email,plan,city', 'stay-1,,gold,', 'gone-1,gone-1@example.com,silver,Bern');
    await pipeline.importFile('people', file);
    await pipeline.importFile(
      'events',
      csv('event_id,event_name,timestamp,user_id', 'merge-1,seen,2025-11-30T10:00:00Z,gone-1'),
    );
    const merges = csv(HEADER, 'stay-1,gone-1,gone-1@example.com', 'stay-1,stay-1,');
    const report = await pipeline.importFile('merged', merges);
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 1, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'merge_into_itself', rows: 1 }]);
    const one = { id: 'stay-1', email: 'gone-1@example.com', plan: 'gold', city: 'Bern' };
    expect(held()).toMatchObject([one]);
    expect(pipeline.events()).toMatchObject([{ person: 'stay-1', name: 'seen' }]);

    const again = await pipeline.importFile('merged', merges);
    expect(again).toMatchObject({ outcomes: { delivered: 1, unchanged: 0, duplicate: 0 } });
    expect(held()).toMatchObject([one]);

    // The source was corrected: the row of the person who stays is sent whole again, although it is not new.
    const after = await pipeline.importFile('people', csv('id,email,plan,city', 'stay-1,,gold,'));
    expect(after).toMatchObject({ outcomes: { delivered: 1, unchanged: 0 } });
  });
});

describe('a file of merges', () => {
  it('is held with chains and circles, and rejects only them after the approval', async () => {
    const ids = ['ch-1', 'ch-2', 'ch-3', 'ch-4', 'ch-5'];
    await pipeline.importFile('people', csv('id,plan', ...ids.map((id) => `${id},gold`)));
    const dropped = await pipeline.drop(
      'merged',
      csv(HEADER, 'ch-2,ch-1,', 'ch-1,ch-2,', 'ch-4,ch-5,'),
      'chains.csv',
    );
    const report = await pipeline.reportOn(dropped);
    expect(report).toMatchObject({ state: 'held', reason: { code: 'merge_chain' } });
    expect(held()).toHaveLength(5);
    await pipeline.startAgain(dropped, { approved: true });
    const approved = await pipeline.reportOn(dropped);
    expect(approved).toMatchObject({ state: 'completed', outcomes: { delivered: 1, rejected: 2 } });
    expect(approved.rejects).toMatchObject([{ code: 'merge_chain', rows: 2 }]);
    expect(await pipeline.returned(approved, 'rejects.csv')).toContain('ch-2,ch-1');
    expect(held().map(({ id }) => id)).toEqual(['ch-1', 'ch-2', 'ch-3', 'ch-4']);
  });

  it('is held if it merges more people than the limit, and says how many', async () => {
    const rows = ['m-1', 'm-2', 'm-3'].map((id) => `m-0,${id},`);
    const report = await pipeline.importFile('merged', csv(HEADER, ...rows), 'many.csv');
    expect(report).toMatchObject({ state: 'held', reason: { code: 'too_many_merges' } });
    expect(report.reason?.message).toContain('3 people would be merged into others');
    expect(pipeline.requests()).toEqual([]);
  });
});
