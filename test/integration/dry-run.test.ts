import { describe, expect, it } from '@jest/globals';
import { DRY_RUN } from '../../lambdas/contracts/object-keys.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const now = new Date().toISOString();
const tryOut = async (feed: string, content: string): Promise<Report> =>
  pipeline.reportOn(await pipeline.cloud.putFile(feed, 'file.csv', content, DRY_RUN));

describe('a dry run', () => {
  it('reports which rows would be delivered, are duplicates or are rejected, and sends nothing', async () => {
    await pipeline.importFile('events', csv(HEADER, 'd-1,visited,1762190001,dora'));
    const sent = pipeline.requests().length;
    const report = await tryOut(
      'events',
      csv(HEADER, 'd-1,visited,1762190001,dora', `d-2,visited,${now},dora`, 'd-3,visited,,dora'),
    );
    expect(report).toMatchObject({
      state: 'completed',
      rows: 3,
      outcomes: { held: 1, duplicate: 1, rejected: 1, delivered: 0 },
      unfinished: 0,
      requests: 0,
      dryRun: { wouldDeliver: 1, wouldTrigger: 1, operations: 1, requests: 1 },
    });
    expect(pipeline.requests()).toHaveLength(sent);
    expect(pipeline.events().map(({ id }) => id)).toHaveLength(1);
    expect(await pipeline.returned(report, 'rejects.csv')).toContain('d-3');
    expect(await pipeline.returned(report, 'held.csv')).toBeUndefined();
    expect(await pipeline.returned(report, 'report.html')).toContain(
      'Nothing was sent. 1 of 3 rows would be delivered.',
    );
  });

  it('marks nothing as sent: the same file, dropped later, is delivered completely', async () => {
    const file = csv(HEADER, 'm-1,visited,1762190001,mona', 'm-2,visited,1762190002,mona');
    expect(await tryOut('events', file)).toMatchObject({ dryRun: { wouldDeliver: 2 } });
    expect(await tryOut('events', file)).toMatchObject({ dryRun: { wouldDeliver: 2 } });
    expect(await pipeline.importFile('events', file)).toMatchObject({ outcomes: { delivered: 2 } });
    expect(await tryOut('events', file)).toMatchObject({
      dryRun: { wouldDeliver: 0 },
      outcomes: { duplicate: 2 },
    });
  });
});
