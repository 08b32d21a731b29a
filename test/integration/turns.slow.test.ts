// Further turns, on the engine.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id,file';
const profilesCreatedByEvents = () => pipeline.cloud.standIn.workspace.counts.profilesCreatedByEvents;

const throttled = () => pipeline.requests().filter(({ status }) => status === 429).length;

/** S3 has the time of an object in whole seconds. After this, a dropped file is a later one. */
async function nextSecond(): Promise<void> {
  await sleep(1001 - (Date.now() % 1000));
}

describe('an import of events', () => {
  it('also waits for people that arrived in the same second or just before', async () => {
    const created = profilesCreatedByEvents();
    const before = throttled();
    pipeline.cloud.standIn.inject({ kind: 'throttle', retryAfter: 1, whenBodyIncludes: '"identify"' });
    await nextSecond();
    const people = await pipeline.drop('people', csv('id', ...rows(20, (n) => `same-${n}`)));
    // Then the import of people is registered. On a slow machine, the second is over by then.
    while (throttled() === before) await sleep(10);
    const events = await pipeline.drop(
      'events',
      csv(HEADER, ...rows(20, (n) => `same-${n},visited,1762190001,same-${n},x`)),
    );
    expect(await pipeline.reportOn(people)).toMatchObject({ state: 'completed' });
    expect(await pipeline.reportOn(events)).toMatchObject({ state: 'completed' });
    expect(profilesCreatedByEvents()).toBe(created);
  });
});

describe('imports of one feed', () => {
  it('are sent one after the other', async () => {
    // Three requests for each file.
    const long = 'x'.repeat(900);
    const file = (name: string) =>
      csv(HEADER, ...rows(1_000, (n) => `${name}-${n},visited,1762190001,cust-${n},file-${name}${long}`));
    const dropped = [];
    for (const name of ['a', 'b', 'c'])
      dropped.push(await pipeline.drop('events', file(name), `${name}.csv`));
    for (const one of dropped) {
      expect(await pipeline.reportOn(one)).toMatchObject({
        state: 'completed',
        outcomes: { delivered: 1_000 },
      });
    }
    const order = pipeline.requests().map(({ body = '' }) => /"file-(.)/.exec(body)?.[1]);
    const turns = order.filter((file, index) => file !== order[index - 1]);
    expect(order).toHaveLength(9);
    expect(turns).toHaveLength(3);
  });
});
