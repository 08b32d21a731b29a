// What else a dry run reports.
import { describe, expect, it } from '@jest/globals';
import { DRY_RUN } from '../../lambdas/contracts/object-keys.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const tryOut = async (feed: string, content: string): Promise<Report> =>
  pipeline.reportOn(await pipeline.cloud.putFile(feed, 'file.csv', content, DRY_RUN));

describe('a dry run', () => {
  it('reports which people are unchanged', async () => {
    await pipeline.importFile('people', csv('id,plan', 'pia,gold', 'pit,gold'));
    expect(await tryOut('people', csv('id,plan', 'pia,gold', 'pit,silver'))).toMatchObject({
      outcomes: { unchanged: 1, held: 1 },
    });
    expect(pipeline.people().find(({ id }) => id === 'pit')).toMatchObject({ attributes: { plan: 'gold' } });
  });

  it('reports that a limit would hold the import', async () => {
    const report = await tryOut('events', csv(HEADER, 'h-1,visited,1762190001,hans', 'h-2,,,', 'h-3,,,'));
    expect(report).toMatchObject({
      state: 'held',
      reason: { code: 'too_many_rejects' },
      dryRun: { wouldDeliver: 1 },
      outcomes: { held: 1, rejected: 2 },
    });
  });
});
