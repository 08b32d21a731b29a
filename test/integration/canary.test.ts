import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { CANARY_REJECTED } from '../../lambdas/contracts/failure.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import type { DroppedFile } from '../../local/engine/embedded-cloud.ts';
import { authorization, send } from '../local/customerio/running-stand-in.ts';
import { identify } from '../local/customerio/track-items.ts';
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
  it('sends a few operations of each event name, and waits for approval with a report', async () => {
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

    const taskToken = await tokenOf(pipeline.cloud, report);
    await stepFunctions(pipeline.cloud).send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 10 },
      canary: { operations: 3 },
      requests: 2,
    });
    // Its own ten, and that of the other feed, none of them twice.
    expect(itemsSent()).toBe(11);
    expect(pipeline.events()).toHaveLength(11);
  });

  it('is held when it is rejected: the report has what the canary sent, and nothing else was sent', async () => {
    const { dropped, report } = await dropTen('canary', 'no');
    const taskToken = await tokenOf(pipeline.cloud, report);
    await stepFunctions(pipeline.cloud).send(
      new SendTaskFailureCommand({ taskToken, error: CANARY_REJECTED }),
    );
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
});

describe('a canary that is read back', () => {
  const PEOPLE = 'id,email,plan,city,member_since';
  const told = ({ findings }: Report) =>
    findings
      .filter(({ code }) => code.startsWith('read_back'))
      .map(({ code, rows, share }) => [code, rows, share]);

  it('reports the names of attributes that differ in Customer.io, and no values', async () => {
    // Another source sent a newer plan, which Customer.io keeps.
    const batch = [identify({ id: 'rb-ann' }, { plan: 'secretplan' }, 2_000_000_000)];
    const own = { authorization: authorization({ siteId: 'local', apiKey: 'local-track-api-key' }) };
    const { status } = await send(pipeline.cloud.standIn, '/api/v2/batch', {
      body: JSON.stringify({ batch }),
      headers: own,
    });
    expect(status).toBe(200);

    const rows = ['rb-ann,rb-ann@example.test,gold,Ulm,2025-01-01', 'rb-bob,rb-bob@example.test,free,Bonn,'];
    const { dropped, report } = await dropAndAsk('looked', csv(PEOPLE, ...rows));
    expect(report.state).toBe('awaiting-approval');
    expect(told(report)).toEqual([['read_back_differs', 1, 0.5]]);
    const [{ message } = { message: '' }] = report.findings.filter(
      ({ code }) => code === 'read_back_differs',
    );
    expect(message).toContain('"plan" (1 person)');
    const page = (await pipeline.returned(report, 'report.html')) ?? '';
    expect(page).toContain('&#34;plan&#34; (1 person)');
    expect(page).not.toMatch(/secretplan|gold/);
    for (const name of readdirSync(join(pipeline.store, 'logs'))) {
      const log = readFileSync(join(pipeline.store, 'logs', name), 'utf8');
      expect(log).not.toMatch(/secretplan|rb-ann|local-app-api-key/);
    }
    const asked = pipeline.requests().filter(({ method }) => method === 'GET');
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));

    const taskToken = await tokenOf(pipeline.cloud, report);
    await stepFunctions(pipeline.cloud).send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    const end = await pipeline.reportOn(dropped);
    expect(end).toMatchObject({ state: 'completed', outcomes: { delivered: 2 } });
    expect(told(end)).toEqual(told(report));
  });
});
