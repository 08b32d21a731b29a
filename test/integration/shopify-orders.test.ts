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
  it('makes one order_placed from the rows of an order, with types and a list of line items', async () => {
    const report = await pipeline.importFile(
      'shopify-orders',
      csv(
        HEADER,
        order('#1001', {
          Id: '5512345678901',
          'Financial Status': 'paid',
          'Paid at': '2025-11-03 14:22:06 -0500',
          'Accepts Marketing': 'yes',
          Currency: 'USD',
          Total: '397.00',
          'Billing Zip': "'01101",
          'Shipping Zip': 'SW1A 1AA',
          Tags: 'web, gift',
          Notes: 'Please ring\ntwice.',
          'Lineitem quantity': '1',
          'Lineitem name': 'Walnut desk',
          'Lineitem price': '349.00',
          'Lineitem taxable': 'true',
          Vendor: 'Oak & Co',
        }),
        continuation('#1001', {
          'Lineitem quantity': '2',
          'Lineitem name': 'Tray, 19" wide',
          'Lineitem price': '24.00',
          'Lineitem sku': '007',
          'Lineitem taxable': 'false',
        }),
      ),
    );
    expect(report).toMatchObject({
      state: 'completed',
      rows: 2,
      outcomes: { delivered: 2 },
      unfinished: 0,
      operations: 1,
      events: [{ name: 'order_placed', rows: 2 }],
    });
    expect(pipeline.events()).toEqual([
      {
        type: 'event',
        person: 'ann@example.com',
        name: 'order_placed',
        timestamp: 1762197725,
        // Computed in Python: 1700000000000 ms, then 80 bits of SHA-256 over `main\0order_placed\05512345678901`.
        id: '01HF7YAT00YJAVCV2W30YKMFJ8',
        attributes: {
          order_id: '5512345678901',
          order_name: '#1001',
          financial_status: 'paid',
          paid_at: 1762197726,
          accepts_marketing: true,
          currency: 'USD',
          total: 397,
          billing: { zip: '01101' },
          shipping_address: { zip: 'SW1A 1AA' },
          tags: ['web', 'gift'],
          items: [
            { quantity: 1, name: 'Walnut desk', price: 349, taxable: true, vendor: 'Oak & Co' },
            { quantity: 2, name: 'Tray, 19" wide', price: 24, sku: '007', taxable: false },
          ],
        },
        wouldTrigger: false,
      },
    ]);
  });

  it('rejects every row of an order without an email, and a row without the first row of its order', async () => {
    const report = await pipeline.importFile(
      'shopify-orders',
      csv(
        HEADER,
        order('#1020', { Email: '', Phone: '+15550100123' }),
        continuation('#1020', { Email: '', 'Lineitem name': 'B' }),
        order('#1021'),
        order('#1022'),
        continuation('#1021', { 'Lineitem name': 'strayed' }),
        ...['#1023', '#1024', '#1025'].map((name) => order(name)),
      ),
    );
    expect(report).toMatchObject({ rows: 8, outcomes: { delivered: 4, rejected: 4 } });
    expect(report.rejects).toMatchObject([
      { code: 'no_identifier', rows: 2 },
      { code: 'group_broken', rows: 1 },
      { code: 'orphan_continuation', rows: 1 },
    ]);
    expect(pipeline.events().map(({ attributes }) => attributes.order_name)).toEqual([
      '#1022',
      '#1023',
      '#1024',
      '#1025',
    ]);
    expect(await pipeline.returned(report, 'rejects.csv')).toContain('strayed');
  });

  it('reads the sample that `npm start` imports', async () => {
    const report = await pipeline.importFile('shopify-orders', readFileSync(SAMPLE));
    expect(report).toMatchObject({
      state: 'completed',
      rows: 7,
      operations: 3,
      rejects: [{ code: 'no_identifier', rows: 1 }],
    });
  });
});
