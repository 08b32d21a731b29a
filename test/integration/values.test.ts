// What the cells of a row decide: whether it is sent.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();

describe('where', () => {
  it('sends the rows that the feed keeps, and the report adds up', async () => {
    const report = await pipeline.importFile(
      'web-people',
      csv(
        'id,plan,source',
        'w-1,gold,web',
        'w-2,gold,POS',
        'w-3,gold,',
        'w-4,gold,test',
        ',gold,test',
        ',,web',
      ),
    );
    expect(report).toMatchObject({
      state: 'completed',
      rows: 6,
      outcomes: { delivered: 2, filtered: 3, rejected: 1 },
      unfinished: 0,
    });
    expect(pipeline.people().map(({ id }) => id)).toEqual(['w-1', 'w-3']);
  });

  it('leaves out orders, and items of the others', async () => {
    const at = hoursAgo(5);
    const order = (name: string, cells: Readonly<Record<string, string>>) =>
      orderLine(name, `${name.slice(1)}@example.com`, at, { 'Lineitem name': 'Lamp', ...cells });
    const more = (name: string, item: string) =>
      order(name, { Total: '', Id: '', 'Financial Status': '', 'Lineitem name': item });
    const report = await pipeline.importFile(
      'web-orders',
      csv(
        ORDERS_HEADER,
        ...[order('#w1', { Source: 'web' }), more('#w1', 'Tip'), more('#w1', 'Tray')],
        ...[order('#w2', { Source: 'pos', 'Cancelled at': at }), more('#w2', 'Tray')],
      ),
    );
    expect(report).toMatchObject({
      rows: 5,
      outcomes: { delivered: 3, filtered: 2 },
      groups: { read: 2, delivered: 1 },
      keptBack: [{ outcome: 'filtered', reason: 'left out by where: "Source"', rows: 2, lines: [5] }],
    });
    expect(pipeline.events()).toMatchObject([
      {
        person: 'w1@example.com',
        name: 'order_placed',
        attributes: { items: [{ name: 'Lamp' }, { name: 'Tray' }] },
      },
    ]);
  });

  it('warns if nothing is kept', async () => {
    const report = await pipeline.importFile('web-people', csv('id,plan,source', 'w-9,gold,pos'));
    expect(report).toMatchObject({ state: 'completed', outcomes: { filtered: 1 }, requests: 0 });
    expect(report.findings.map(({ code }) => code)).toContain('all_filtered');
    expect(pipeline.people()).toEqual([]);
  });
});
