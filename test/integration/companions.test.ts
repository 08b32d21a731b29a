import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import type { DroppedFile } from '../../local/engine/embedded-cloud.ts';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const waiting = new Set<string>();
const pipeline = pipelineFixture({
  onProgress: (progress) => {
    if (progress.kind === 'entered' && progress.state === STATE.awaitTurn) waiting.add(progress.execution);
  },
});

const HEADER = 'event_id,event_name,timestamp,customer_id';
const profilesCreatedByEvents = () => pipeline.cloud.standIn.workspace.counts.profilesCreatedByEvents;

/** Resolves when the import waits for its turn. */
async function toldToWait({ executionArn }: DroppedFile): Promise<void> {
  while (!waiting.has(executionArn)) await sleep(10);
}

describe('an import that comes after other feeds', () => {
  it('is delivered after their files, even if it was dropped first', async () => {
    const created = profilesCreatedByEvents();
    const hoursAgo = (hours: number) => Math.floor(Date.now() / 1000) - hours * 3600;
    const carts = await pipeline.drop(
      'carts-us',
      csv(HEADER, ...rows(20, (n) => `cart-${n},checkout_started,${hoursAgo(3)},shopper-${n}`)),
    );
    await toldToWait(carts);
    const customers = await pipeline.drop('customers', csv('id', ...rows(20, (n) => `shopper-${n}`)));
    const orders = await pipeline.drop(
      'orders',
      csv(HEADER, ...rows(5, (n) => `order-${n},order_placed,${hoursAgo(1)},shopper-${n}`)),
    );
    expect(await pipeline.reportOn(carts)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 15, suppressed: 5 },
      findings: expect.not.arrayContaining([expect.objectContaining({ code: 'did_not_wait' })]),
    });
    expect(await pipeline.reportOn(customers)).toMatchObject({ state: 'completed' });
    expect(await pipeline.reportOn(orders)).toMatchObject({ state: 'completed' });
    expect(profilesCreatedByEvents()).toBe(created);
    expect(pipeline.people()).toHaveLength(20);
    const buyers = new Set(
      pipeline.events().flatMap(({ name, person }) => (name === 'order_placed' ? [person] : [])),
    );
    const shoppers = pipeline.events().filter(({ name }) => name === 'checkout_started');
    expect(buyers.size).toBe(5);
    expect(shoppers.filter(({ person }) => buyers.has(person))).toEqual([]);
  });

  it('continues if their file failed, and reports it', async () => {
    const failed = await pipeline.importFile('customers-eu', csv('name', 'x'));
    expect(failed).toMatchObject({ state: 'failed' });
    const report = await pipeline.importFile('carts-eu', csv(HEADER, 'eu-1,visited,1762190001,shopper-eu'));
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 1 } });
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: 'companion_not_delivered',
        message: expect.stringContaining(failed.importId),
      }),
    );
  });

  it('continues when its waiting time is over, and reports it', async () => {
    const report = await pipeline.importFile('carts-uk', csv(HEADER, 'uk-1,visited,1762190001,shopper-uk'));
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 1 } });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'did_not_wait', message: expect.stringContaining('"customers-uk"') }),
    );
    expect(pipeline.events()).toHaveLength(1);
  });
});
