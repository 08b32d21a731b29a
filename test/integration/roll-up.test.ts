import { expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();
const order = (name: string, day: string, Total: string) =>
  orderLine(name, 'ann@example.com', `${day} 10:00:00 +0000`, { Total });

it('keeps the totals of a person on the profile, for several feeds, and does not count a repeat', async () => {
  const history = [order('#1', '2024-05-01', '10.10'), order('#2', '2024-03-01', '20.20')];
  const nightly = csv(ORDERS_HEADER, ...history, order('#3', '2025-11-03', '0.03'));
  await pipeline.importFile('summed-backfill', csv(ORDERS_HEADER, ...history));
  const report = await pipeline.importFile('summed-orders', nightly);
  expect(report).toMatchObject({
    state: 'completed',
    outcomes: { delivered: 1, duplicate: 2 },
    unfinished: 0,
  });
  expect(pipeline.people()).toMatchObject([
    {
      email: 'ann@example.com',
      attributes: {
        first_order_date: Date.UTC(2024, 2, 1, 10) / 1000,
        last_order_date: Date.UTC(2025, 10, 3, 10) / 1000,
        total_orders: 3,
        lifetime_value: 30.33,
      },
    },
  ]);
  expect(await pipeline.importFile('summed-orders', nightly)).toMatchObject({
    outcomes: { duplicate: 3 },
    requests: 0,
  });
});
