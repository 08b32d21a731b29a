// Rows that a function of the feed changes, in the deployed form: synth bundles it, and Validate loads it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();

describe('a transform of people', () => {
  it('changes what Customer.io gets, leaves rows out, and rejects those on which it fails', async () => {
    const report = await pipeline.importFile(
      'transformed-people',
      csv(
        'id,name',
        't-1,Ms. Ann Miller',
        't-2,Dr Bob van Dyk',
        't-3,test',
        't-4,',
        't-5,nobody',
        't-6,Cher',
      ),
    );
    expect(report).toMatchObject({
      state: 'completed',
      rows: 6,
      outcomes: { delivered: 3, filtered: 2, rejected: 1 },
      unfinished: 0,
      rejects: [{ code: 'transform_failed', rows: 1, examples: [{ line: 5 }] }],
    });
    expect(pipeline.people().map(({ id, attributes }) => [id, attributes])).toEqual([
      ['t-1', { first: 'Ann', last: 'Miller' }],
      ['t-2', { first: 'Bob', last: 'van Dyk' }],
      ['t-6', { first: 'Cher' }],
    ]);
    const rejects = await pipeline.returned(report, 'rejects.csv');
    expect(rejects).toMatch(/^id,name,_reject_line,.*\nt-4,,5,transform_failed,/);
  });

  it('is unchanged if the same file is dropped again', async () => {
    const file = csv('id,name', 't-11,Ann Miller');
    await pipeline.importFile('transformed-people', file, 'one.csv');
    const report = await pipeline.importFile('transformed-people', file, 'two.csv');
    expect(report).toMatchObject({ outcomes: { unchanged: 1 }, requests: 0 });
  });
});

describe('a transform of orders', () => {
  it('leaves out orders and items, and adds a property', async () => {
    const at = hoursAgo(5);
    const order = (name: string, cells: Readonly<Record<string, string>>) =>
      orderLine(name, `${name.slice(1)}@example.com`, at, { 'Lineitem name': 'Lamp', ...cells });
    const more = (name: string, item: string) =>
      order(name, { Total: '', Id: '', 'Financial Status': '', 'Lineitem name': item });
    const report = await pipeline.importFile(
      'transformed-orders',
      csv(
        ORDERS_HEADER,
        ...[order('#t1', { Source: 'web', Total: '42.10' }), more('#t1', 'Tip'), more('#t1', 'Tray')],
        ...[order('#t2', { Source: 'pos' }), more('#t2', 'Tray')],
      ),
    );
    expect(report).toMatchObject({
      rows: 5,
      outcomes: { delivered: 3, filtered: 2 },
      groups: { read: 2, delivered: 1 },
      keptBack: [{ outcome: 'filtered', reason: 'left out by transform', rows: 2, lines: [5] }],
    });
    expect(pipeline.events()).toMatchObject([
      {
        person: 't1@example.com',
        name: 'order_placed',
        attributes: { net: 37.1, items: [{ name: 'Lamp' }, { name: 'Tray' }] },
      },
    ]);
  });
});

describe('the app', () => {
  it('has the code of transforms next to that of Validate alone', () => {
    const files = readdirSync(pipeline.assembly, { recursive: true }).map(String);
    const code = files.filter((file) => file.endsWith('transformed-people.cjs'));
    expect(code.length).toBeGreaterThan(0);
    expect(code.filter((file) => !/(?:^asset\.\w+|\bvalidate)\/transforms\//.test(file))).toEqual([]);
    const configs = files.filter((file) => file.endsWith('feeds.json'));
    for (const config of configs) {
      const { feeds } = JSON.parse(readFileSync(join(pipeline.assembly, config), 'utf8'));
      expect(feeds['transformed-people'].transform).toEqual({
        adds: ['first', 'last'],
        run: { digest: expect.any(String) },
      });
    }
  });
});
