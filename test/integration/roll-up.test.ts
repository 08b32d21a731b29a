import { BatchWriteItemCommand, ScanCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
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

it('holds an import after the loss of the seen table, and has exact totals after its restore', async () => {
  const ordersOf = (...totals: readonly string[]) =>
    csv(
      ORDERS_HEADER,
      ...totals.map((Total, n) =>
        orderLine(`#9${n}`, 'bea@example.com', '2025-11-04 10:00:00 +0000', { Total }),
      ),
    );
  await pipeline.importFile('summed-orders', ordersOf('10.10'));
  const backup = await seenItems();
  await writeSeen(backup.map(({ key }) => ({ DeleteRequest: { Key: { key: key ?? { S: '' } } } })));
  expect(await pipeline.importFile('summed-orders', ordersOf('10.10', '0.05'))).toMatchObject({
    state: 'held',
    reason: { code: 'seen_table_lost' },
    outcomes: { held: 2 },
    requests: 0,
  });
  await writeSeen(backup.map((Item) => ({ PutRequest: { Item } })));
  expect(await pipeline.importFile('summed-orders', ordersOf('10.10', '0.05'))).toMatchObject({
    state: 'completed',
    outcomes: { delivered: 1, duplicate: 1 },
  });
  const bea = [...pipeline.cloud.standIn.workspace.people()].find(({ email }) => email === 'bea@example.com');
  expect(bea?.attributes).toMatchObject({ total_orders: 2, lifetime_value: 10.15 });
});

async function seenItems() {
  const { Items = [] } = await pipeline.cloud.dynamodb.send(new ScanCommand({ TableName: seenTable() }));
  return Items;
}

async function writeSeen(requests: WriteRequest[]): Promise<void> {
  const RequestItems = { [seenTable()]: requests };
  await pipeline.cloud.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
}

/** The only table whose items have no second part of a key. */
function seenTable(): string {
  const tables = pipeline.cloud.template.tables.map(({ create }) => create);
  return tables.find(({ KeySchema = [] }) => KeySchema.length === 1)?.TableName ?? '';
}
