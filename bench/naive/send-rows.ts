// The naive program that an import is compared with: csv-parse, zod, a conditional PutItem and a v1 POST per row.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Pool } from 'undici';
import type { CustomerIoSecret } from '../../lambdas/contracts/secrets.ts';
import { EventRowSchema, namedRows } from './map-rows.ts';

export interface RowSender {
  readonly send: (row: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param url of Customer.io's Track API. */
export function rowSender(
  dynamodb: DynamoDBClient,
  table: string,
  url: string,
  { siteId, apiKey }: CustomerIoSecret,
): RowSender {
  const pool = new Pool(url, { connections: MOST_IN_FLIGHT });
  const authorization = `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString('base64')}`;
  return {
    async send(row) {
      const { event_id, event_name: name, timestamp, customer_id, ...data } = EventRowSchema.parse(row);
      if (!(await claim(dynamodb, table, event_id))) return;
      const at = Math.floor(Date.parse(timestamp) / 1000);
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: `/api/v1/customers/${encodeURIComponent(customer_id)}/events`,
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ name, timestamp: at, data }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`Customer.io answers ${statusCode}.`);
    },
    close: () => pool.close(),
  };
}

const MOST_IN_FLIGHT = 50;

/** @returns the number of sent rows. */
export async function sendRows(path: string, sender: RowSender): Promise<number> {
  const inFlight = new Set<Promise<void>>();
  let rows = 0;
  for await (const row of namedRows(path)) {
    const sent = sender.send(row).finally(() => inFlight.delete(sent));
    inFlight.add(sent);
    rows++;
    if (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  return rows;
}

async function claim(dynamodb: DynamoDBClient, table: string, key: string): Promise<boolean> {
  const put = new PutItemCommand({
    TableName: table,
    Item: { key: { S: `naive-${key}` } },
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': 'key' },
  });
  try {
    await dynamodb.send(put);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
