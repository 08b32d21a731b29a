import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id,file';
const profilesCreatedByEvents = () => pipeline.cloud.standIn.workspace.counts.profilesCreatedByEvents;

/** Resolves when a request got this answer. */
async function answered(status: number): Promise<void> {
  while (!pipeline.requests().some((request) => request.status === status)) await sleep(10);
}

/** S3 has the time of an object in whole seconds. After this, a dropped file is a later one. */
async function nextSecond(): Promise<void> {
  await sleep(1001 - (Date.now() % 1000));
}

describe('an import of events', () => {
  it('waits for an earlier import of people, so that each event has its person', async () => {
    const created = profilesCreatedByEvents();
    pipeline.cloud.standIn.inject({ kind: 'throttle', retryAfter: 2, whenBodyIncludes: '"identify"' });
    const people = await pipeline.drop('people', csv('id', ...rows(20, (n) => `cust-${n}`)));
    await nextSecond();
    await answered(429);
    const events = await pipeline.drop(
      'events',
      csv(HEADER, ...rows(20, (n) => `after-${n},visited,1762190001,cust-${n},x`)),
    );
    expect(await pipeline.reportOn(people)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 20 },
    });
    expect(await pipeline.reportOn(events)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 20 },
    });
    expect(pipeline.people()).toHaveLength(20);
    expect(profilesCreatedByEvents()).toBe(created);
    expect(pipeline.requests().map(({ status, items }) => [status, items])).toEqual([
      [429, 0],
      [200, 20],
      [200, 20],
    ]);
  });
});

describe('imports of two feeds', () => {
  it('are sent at the same time', async () => {
    const { standIn } = pipeline.cloud;
    const relent = standIn.inject({ kind: 'throttle', times: Infinity, whenBodyIncludes: 'patient' });
    const slow = await pipeline.drop('events', csv(HEADER, 'side-1,patient,1762190001,cust-1,x'));
    await answered(429);
    const quick = await pipeline.drop('people', csv('id', 'side-1'));
    await pipeline.cloud.execution(quick.executionArn);
    expect(pipeline.events()).toEqual([]);
    relent();
    expect(await pipeline.reportOn(slow)).toMatchObject({ state: 'completed' });
    expect(pipeline.events()).toHaveLength(1);
  });
});
