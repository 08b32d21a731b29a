// Further limits and findings, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { type Cells, hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const visits = (name: string, count: number) => rows(count, (n) => `${name}-${n},visited,1762190001,c-${n}`);
const codesIn = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);

/** Five files of ten rows: the earlier imports of a feed. */
async function fiveNights(feed: string): Promise<void> {
  for (const night of [1, 2, 3, 4, 5]) {
    const report = await pipeline.importFile(feed, csv(HEADER, ...visits(`${feed}-night-${night}`, 10)));
    expect(report).toMatchObject({ state: 'completed' });
    expect(codesIn(report)).not.toContain('unusual_volume');
  }
}

describe('a file that differs from the earlier files of its feed', () => {
  it('is sent with a warning by default', async () => {
    await fiveNights('unlimited');
    const report = await pipeline.importFile(
      'unlimited',
      csv(`${HEADER},note`, ...visits('few', 2).map((row) => `${row},x`)),
    );
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 2 } });
    expect(codesIn(report)).toEqual(expect.arrayContaining(['unusual_volume', 'columns_new']));
  });

  it('reports columns with another type', async () => {
    const file = (name: string, amount: (n: number) => string) =>
      csv(`${HEADER},amount`, ...visits(name, 25).map((row, n) => `${row},${amount(n)}`));
    await pipeline.importFile('unlimited', file('numbers', String));
    const report = await pipeline.importFile(
      'unlimited',
      file('words', (n) => `about ${n}`),
    );
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: 'columns_retyped',
        message: expect.stringContaining('"amount" (number, now text)'),
      }),
    );
  });
});

describe('a file without new rows', () => {
  it.each([
    ['a refund', '11', { 'Refunded Amount': '5.00' }, 'order_refunded'],
    ['a second refund', '12', { 'Refunded Amount': '9.00' }, 'order_refunded'],
    ['a cancellation', '13', { 'Cancelled at': hoursAgo(1) }, 'order_cancelled'],
  ])('is not reported so if an order that was delivered before has %s', async (_, n, cells, event) => {
    const placedAt = hoursAgo(9);
    const order = (change: Cells) =>
      csv(ORDERS_HEADER, orderLine(`#11${n}`, `${n}@news.example`, placedAt, change));
    const first = n === '12' ? { 'Refunded Amount': '5.00' } : {};
    await pipeline.importFile('shopify-orders', order(first));
    const report = await pipeline.importFile('shopify-orders', order(cells), 'night.csv');
    expect(
      pipeline
        .events()
        .filter(({ name }) => name === event)
        .at(-1),
    ).toMatchObject({
      person: `${n}@news.example`,
    });
    expect(report).toMatchObject({ outcomes: { duplicate: 1 }, deliveredFurther: 1 });
    expect(codesIn(report)).not.toContain('nothing_new');
    const again = await pipeline.importFile('shopify-orders', order(cells), 'again.csv');
    expect(codesIn(again)).toContain('nothing_new');
  });
});
