// Further rules about values, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();

describe('where', () => {
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

describe('a column of dates', () => {
  it('reaches Customer.io in a form that campaigns read', async () => {
    const report = await pipeline.importFile(
      'dated-attributes',
      csv(
        'id,born,seen',
        'd-1,31.12.1943,2025-11-03T14:05:09-05:00[America/New_York]',
        'd-2,1985-03-07,Mon Nov 03 19:05:09 UTC 2025',
        'd-3,01.01.0001,',
      ),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 2, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'date_out_of_range', rows: 1 }]);
    expect(pipeline.people().map(({ attributes }) => attributes)).toEqual([
      { born: '1943-12-31', seen: 1_762_196_709 },
      { born: '1985-03-07', seen: 1_762_196_709 },
    ]);
  });
});

describe('an action by column', () => {
  it('deletes the people that the file says are deleted, and identifies the others', async () => {
    await pipeline.importFile('changed-people', csv('id,plan,op', 'a-1,gold,u', 'a-2,gold,u', 'a-3,gold,'));
    expect(pipeline.people().map(({ id }) => id)).toEqual(['a-1', 'a-2', 'a-3']);
    const report = await pipeline.importFile(
      'changed-people',
      csv('id,plan,op', 'a-1,silver,U', 'a-2,gold,D', 'a-3,gold,truncate'),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 2, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'unknown_action', rows: 1 }]);
    expect(pipeline.people().map(({ id, attributes }) => [id, attributes.plan])).toEqual([
      ['a-1', 'silver'],
      ['a-3', 'gold'],
    ]);
  });
});

describe('a long value', () => {
  it('is cut or left out, and the stand-in counts no damage', async () => {
    const [text, note] = ['é'.repeat(600), 'n'.repeat(1_001)];
    const report = await pipeline.importFile('wordy-people', csv('id,about,note', `l-1,${text},${note}`));
    expect(report).toMatchObject({ outcomes: { delivered: 1 } });
    expect(report.findings.filter(({ code }) => code === 'long_values').map(({ column }) => column)).toEqual([
      'about',
      'note',
    ]);
    expect(pipeline.people().map(({ attributes }) => attributes)).toEqual([{ about: 'é'.repeat(500) }]);
  });
});
