import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { dynamoImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { CANARY_REJECTED } from '../../lambdas/contracts/failure.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import type { DroppedFile } from '../../local/engine/embedded-cloud.ts';
import { CREDENTIALS } from '../../local/engine/function-variables.ts';
import { REGION } from '../../local/engine/local-names.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture({
  feeds: defineFeeds({
    workspace: 'main',
    feeds: {
      canary: { ...events, canary: 3 },
      hasty: { ...events, canary: 1, approvalTimeout: 1 },
      plain: events,
    },
  }),
});

const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const visit = (id: string) => `${id},visited,1762190001,cust-${id},`;
const order = (id: string) => `${id},ordered,1762190002,cust-${id},gift`;

/** Drops a file of ten events, and gives the report that somebody is asked to look at. */
async function dropTen(feed: string, name: string): Promise<{ dropped: DroppedFile; report: Report }> {
  const lines = [...Array(9).keys()].map((n) => visit(`${name}-${n}`));
  const dropped = await pipeline.drop(feed, csv(HEADER, ...lines, order(`${name}-9`)));
  await pipeline.cloud.idle();
  const found = (await pipeline.reports()).find(({ file }) => file.versionId === dropped.versionId);
  if (!found) throw new Error('nobody was asked');
  return { dropped, report: found };
}

function stepFunctions(): SFNClient {
  const { stepFunctions: endpoint = '' } = pipeline.cloud.address.endpoints;
  return new SFNClient({ endpoint, region: REGION, credentials: CREDENTIALS });
}

async function tokenOf({ importId }: Report): Promise<string> {
  const { cloud } = pipeline;
  const [table = ''] = Object.values(cloud.tables).filter((name) => /imports/i.test(name));
  const record = await dynamoImportsTable(cloud.dynamodb, table, Date.now).find(importId);
  expect(record).toMatchObject({ state: 'awaiting-approval' });
  return record?.approvalToken ?? '';
}

const itemsSent = () => pipeline.requests().reduce((sum, { items }) => sum + items, 0);

describe('an import with a canary', () => {
  it('sends a few across event names, and waits with a report to look at', async () => {
    const { dropped, report } = await dropTen('canary', 'ok');
    expect(report).toMatchObject({
      state: 'awaiting-approval',
      canary: { operations: 3, rows: 3, refused: 0, approveBy: expect.any(String) },
      outcomes: { delivered: 3 },
      unfinished: 7,
    });
    expect(new Set(pipeline.events().map(({ name }) => name))).toEqual(new Set(['visited', 'ordered']));
    expect(await pipeline.returned(report, 'report.html')).toContain('Awaiting approval');

    const other = await pipeline.importFile('plain', csv(HEADER, visit('meanwhile')));
    expect(other).toMatchObject({ state: 'completed' });

    const taskToken = await tokenOf(report);
    await stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 10 },
      canary: { operations: 3 },
      requests: 2,
    });
    // Ten of its own, and that of the other feed: none twice.
    expect(itemsSent()).toBe(11);
    expect(pipeline.events()).toHaveLength(11);
  });

  it('is held when somebody rejects it: what the canary sent is told, nothing else was sent', async () => {
    const { dropped, report } = await dropTen('canary', 'no');
    const taskToken = await tokenOf(report);
    await stepFunctions().send(new SendTaskFailureCommand({ taskToken, error: CANARY_REJECTED }));
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'held',
      reason: { code: 'canary_rejected' },
      outcomes: { delivered: 3, held: 7 },
      unfinished: 0,
    });
    expect(pipeline.events()).toHaveLength(3);

    await pipeline.startAgain(dropped, { approved: true });
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 10 },
    });
    expect(itemsSent()).toBe(10);
  });

  it('is held when nobody says a word in time', async () => {
    const { dropped } = await dropTen('hasty', 'late');
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'held',
      reason: { code: 'approval_timed_out' },
      outcomes: { delivered: 1, held: 9 },
    });
  });
});
