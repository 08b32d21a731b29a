// Further exports of Shopify, on the engine.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

/** The header of Shopify's export, with 79 columns. */
const SAMPLE = new URL('../../samples/shopify-orders/orders_export.csv', import.meta.url);
const [HEADER = ''] = readFileSync(SAMPLE, 'utf8').split('\n');

/** A row of an export: only the columns that matter have values. */
function line(cells: Readonly<Record<string, string>>): string {
  return HEADER.split(',')
    .map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`)
    .join(',');
}

/** The first row of an order. */
function order(name: string, cells: Readonly<Record<string, string>> = {}): string {
  return line({
    Name: name,
    Id: name.replace('#', '55000000'),
    Email: 'ann@example.com',
    'Created at': '2025-11-03 14:22:05 -0500',
    'Financial Status': 'paid',
    Total: '10.00',
    'Lineitem name': 'Lamp',
    ...cells,
  });
}

/** Another line item of an order, in the form of Shopify. */
function continuation(name: string, cells: Readonly<Record<string, string>>): string {
  return line({
    Name: name,
    Email: 'ann@example.com',
    'Created at': '2025-11-03 14:22:05 -0500',
    ...cells,
  });
}

describe('the shopify-orders feed', () => {
  it('separates one order from the next', async () => {
    const report = await pipeline.importFile(
      'shopify-orders',
      csv(
        HEADER,
        order('#1010', { 'Lineitem name': 'A' }),
        order('#1011', { 'Lineitem name': 'B' }),
        continuation('#1011', { 'Lineitem name': 'C' }),
        order('#1012', { 'Lineitem name': 'D', 'Created at': '2025-11-03 20:22:05 +0100' }),
      ),
    );
    expect(report).toMatchObject({ rows: 4, operations: 3, outcomes: { delivered: 4 } });
    expect(pipeline.events().map(({ attributes }) => [attributes.order_name, attributes.items])).toEqual([
      ['#1010', [{ name: 'A' }]],
      ['#1011', [{ name: 'B' }, { name: 'C' }]],
      ['#1012', [{ name: 'D' }]],
    ]);
    expect(new Set(pipeline.events().map(({ timestamp }) => timestamp))).toEqual(new Set([1762197725]));
  });

  it('sends an order once from repeated exports, with any columns that Shopify adds', async () => {
    await pipeline.importFile('shopify-orders', csv(HEADER, order('#1030')));
    const wider = await pipeline.importFile(
      'shopify-orders',
      csv(`Brand new column,${HEADER}`, `x,${order('#1030')}`, `x,${order('#1031')}`),
    );
    expect(wider).toMatchObject({ outcomes: { delivered: 1, duplicate: 1 }, conflicts: 0 });
    expect(pipeline.events().map(({ attributes }) => attributes.order_name)).toEqual(['#1030', '#1031']);
  });

  it('sends order_paid and order_fulfilled once each, if the feed asks for them', async () => {
    const later = { 'Paid at': '2025-11-03 15:00:00 -0500', 'Fulfilled at': '2025-11-04 09:00:00 -0500' };
    const files = [{}, { 'Paid at': later['Paid at'] }, later, { ...later, 'Fulfilled at': '' }, later];
    for (const cells of files)
      await pipeline.importFile('paid-orders', csv(HEADER, order('#1091', { ...cells, Email: 'pay@x.org' })));
    const sent = pipeline.events().map(({ name, timestamp, person }) => [name, timestamp, person]);
    expect(sent).toEqual([
      ['order_placed', 1762197725, 'pay@x.org'],
      ['order_paid', 1762200000, 'pay@x.org'],
      ['order_fulfilled', 1762264800, 'pay@x.org'],
    ]);
    await pipeline.importFile('shopify-orders', csv(HEADER, order('#1092', later)));
    expect(pipeline.events().map(({ name }) => name)).toHaveLength(4);
  });
});
