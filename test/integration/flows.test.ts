import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const hoursAgo = (hours: number) => Math.floor(Date.now() / 1000 - hours * 3600);
const cart = (id: string, person: string, hours = 1) => `${id},checkout_started,${hoursAgo(hours)},${person}`;
const order = (id: string, person: string, hours = 0.5) => `${id},order_placed,${hoursAgo(hours)},${person}`;

describe('a flow', () => {
  it('counts people who left a cart and did not order since, in this file and in other feeds', async () => {
    await pipeline.importFile('orders', csv(HEADER, order('fo-1', 'flow-ann')));
    const file = csv(
      HEADER,
      cart('fc-1', 'flow-ann'),
      cart('fc-2', 'flow-bob'),
      order('fo-2', 'flow-bob'),
      cart('fc-3', 'flow-cyd'),
      cart('fc-4', 'flow-dan', 30),
    );
    const report = await pipeline.importFile('carts', file);
    expect(report).toMatchObject({
      state: 'completed',
      flows: [{ flow: 'recovery', age: '24h', people: 1, usual: { min: 1, max: 100 }, verdict: 'usual' }],
      outcomes: { delivered: 5 },
    });
  });

  it('holds an import with no one in the flow before anything is sent', async () => {
    const report = await pipeline.importFile('carts', csv(HEADER, cart('fc-9', 'flow-eve', 48)));
    expect(report).toMatchObject({
      state: 'held',
      reason: {
        code: 'unusual_flow',
        message: expect.stringContaining('0 people at age 24h (usual: 1 to 100)'),
      },
      outcomes: { held: 1, delivered: 0 },
    });
    expect(pipeline.events()).toEqual([]);
  });
});

describe('a limit that needs weighing', () => {
  it('holds an import in which one person has too many events, until it is approved', async () => {
    const lines = rows(4, (n) => cart(`busy-${n}`, 'busy'));
    const dropped = await pipeline.drop('few', csv(HEADER, cart('calm', 'calm'), ...lines));
    const report = await pipeline.reportOn(dropped);
    expect(report).toMatchObject({ state: 'held', reason: { code: 'busy_person' }, outcomes: { held: 5 } });
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'busy_person', lines: [3] }));
    expect(pipeline.events()).toEqual([]);
    await pipeline.startAgain(dropped, { approved: true });
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 5 },
    });
    expect(pipeline.events()).toHaveLength(5);
  });

  it('holds a file with mostly delivered rows, and counts no row twice', async () => {
    const old = rows(3, (n) => cart(`old-${n}`, `old-${n}`));
    await pipeline.importFile('fresh', csv(HEADER, ...old));
    const report = await pipeline.importFile('fresh', csv(HEADER, ...old, cart('new', 'new')), 'again.csv');
    expect(report).toMatchObject({
      state: 'held',
      reason: { code: 'mostly_old', message: expect.stringContaining('3 of 4 rows were delivered before') },
    });
    expect(pipeline.events()).toHaveLength(3);
  });
});
