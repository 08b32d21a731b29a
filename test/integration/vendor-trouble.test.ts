import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id';
const events = (prefix: string, count: number) =>
  rows(count, (n) => `${prefix}-${n},visited,${1_762_190_000 + n},cust-${n}`);
const ignoredDuplicates = () => pipeline.cloud.standIn.workspace.counts.ignoredDuplicateEvents;

/** Each event of the file, once. */
function expectEach(count: number): void {
  expect(pipeline.events().map(({ person }) => person)).toHaveLength(count);
  expect(new Set(pipeline.events().map(({ id }) => id)).size).toBe(count);
}

describe('refused credentials', () => {
  it('pause the import, and a redrive sends the rest, nothing twice', async () => {
    const before = ignoredDuplicates();
    // A partition leaves in batches of at most 1,500: the second of three is refused.
    pipeline.cloud.standIn.inject({ kind: 'unauthorized', whenBodyIncludes: '"timestamp":1762192000' });
    const dropped = await pipeline.drop('events', csv(HEADER, ...events('pause', 3_500)));
    const paused = await pipeline.reportOn(dropped);
    expect(paused).toMatchObject({
      state: 'paused',
      reason: { code: 'credentials' },
      rows: 3_500,
      outcomes: { delivered: 1_500 },
      unfinished: 2_000,
      requests: 2,
    });
    expect(await pipeline.cloud.execution(dropped.executionArn)).toMatchObject({ status: 'FAILED' });

    await pipeline.startAgain(dropped, { redrive: true });
    const mended = await pipeline.reportOn(dropped);
    expect(mended).toMatchObject({
      importId: paused.importId,
      state: 'completed',
      outcomes: { delivered: 3_500 },
      unfinished: 0,
    });
    expect(mended.reason).toBeUndefined();
    expectEach(3_500);
    expect(ignoredDuplicates()).toBe(before);
    expect(pipeline.requests().map(({ status, items }) => [status, items])).toEqual([
      [200, 1_500],
      [401, 0],
      [200, 1_500],
      [200, 500],
    ]);
  });

  it('do not block the next import of the feed', async () => {
    pipeline.cloud.standIn.inject({ kind: 'unauthorized' });
    await pipeline.importFile('events', csv(HEADER, ...events('first', 1)));
    const next = await pipeline.importFile('events', csv(HEADER, ...events('next', 1)));
    expect(next).toMatchObject({ state: 'completed', outcomes: { delivered: 1 } });
  });
});

describe('a redirect to another region', () => {
  it('pauses the import, and sends credentials and rows nowhere else', async () => {
    pipeline.cloud.standIn.inject({
      kind: 'redirect',
      status: 307,
      location: `${pipeline.cloud.standIn.url}/elsewhere`,
    });
    const report = await pipeline.importFile('events', csv(HEADER, ...events('region', 1)));
    expect(report).toMatchObject({ state: 'paused', reason: { code: 'region' }, unfinished: 1 });
    expect(pipeline.requests().map(({ path }) => path)).toEqual(['/api/v2/batch']);
  });
});

describe('a Customer.io with problems', () => {
  it('declines a row, which is rejected with its message, and gets the others', async () => {
    pipeline.cloud.standIn.inject({ kind: 'errorsOn200' });
    const report = await pipeline.importFile('events', csv(HEADER, ...events('refused', 5)));
    expect(report).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 4, rejected: 1 },
      rejects: [{ code: 'refused_by_customerio', rows: 1 }],
    });
    expect(await pipeline.returned(report, 'rejects.csv')).toMatch(
      /\nrefused-1,visited,1762190001,cust-1,2,refused_by_customerio,,.* name: name is invalid,\n$/,
    );

    const again = await pipeline.importFile('events', csv(HEADER, ...events('refused', 5)));
    expect(again).toMatchObject({ outcomes: { delivered: 1, duplicate: 4 } });
    expectEach(5);
  });
});
