// Further ends of an import with a canary on the engine.
import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { CANARY_REJECTED } from '../../lambdas/contracts/failure.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import type { DroppedFile } from '../../local/engine/embedded-cloud.ts';
import { stepFunctions, tokenOf } from './approval-token.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const visit = (id: string) => `${id},visited,1762190001,cust-${id},`;
const order = (id: string) => `${id},ordered,1762190002,cust-${id},gift`;

/** Drops a file, and returns the report that waits for approval. */
async function dropAndAsk(feed: string, content: string): Promise<{ dropped: DroppedFile; report: Report }> {
  const dropped = await pipeline.drop(feed, content);
  await pipeline.cloud.idle();
  const found = (await pipeline.reports()).find(({ file }) => file.versionId === dropped.versionId);
  if (!found) throw new Error('no report waits for approval');
  return { dropped, report: found };
}

function dropTen(feed: string, name: string) {
  const lines = [...Array(9).keys()].map((n) => visit(`${name}-${n}`));
  return dropAndAsk(feed, csv(HEADER, ...lines, order(`${name}-9`)));
}

const itemsSent = () => pipeline.requests().reduce((sum, { items }) => sum + items, 0);

describe('an import with a canary', () => {
  it('pauses if credentials are refused, and a redrive sends its canary', async () => {
    pipeline.cloud.standIn.inject({ kind: 'unauthorized' });
    const { dropped, report } = await dropTen('canary', 'key');
    expect(report).toMatchObject({
      state: 'paused',
      reason: { code: 'credentials' },
      outcomes: { delivered: 0 },
      unfinished: 10,
    });
    const { cloud } = pipeline;
    const begun = cloud.executions().find(({ arn }) => arn === dropped.executionArn);
    await cloud.startExecution({ ...(begun?.input as object), redrive: true });
    await cloud.idle();
    const asked = await pipeline.reportOn(dropped);
    expect(asked).toMatchObject({ state: 'awaiting-approval', canary: { operations: 3 } });
    const taskToken = await tokenOf(pipeline.cloud, asked);
    await stepFunctions(pipeline.cloud).send(
      new SendTaskFailureCommand({ taskToken, error: CANARY_REJECTED }),
    );
    await pipeline.cloud.idle();
    expect(itemsSent()).toBe(3);
  });

  it('is held when no one answers in time', async () => {
    const { dropped } = await dropTen('hasty', 'late');
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'held',
      reason: { code: 'approval_timed_out' },
      outcomes: { delivered: 1, held: 9 },
    });
  });
});
