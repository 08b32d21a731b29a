// The history of feeds. The id of an import begins with its feed and the time at which its file arrived, so that the
// items of a feed are in that order.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { PastImportSchema, rememberedUntil } from '../domain/imports/past-import.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import { deferring } from './busy.ts';
import { dynamoItems } from './dynamo-items.ts';

/** @param now milliseconds since 1970. */
export function dynamoImportHistory(client: DynamoDBClient, table: string, now: () => number): ImportHistory {
  return {
    async remember(feed, past) {
      const expiresAt = Math.floor(rememberedUntil(past) / 1000);
      const key = { importId: partitionOf(feed), item: past.importId };
      await dynamoItems(client, table).put({ ...key, past, expiresAt });
    },

    async history(feed, most) {
      const query = new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'importId = :feed',
        ExpressionAttributeValues: marshall({ ':feed': partitionOf(feed) }),
        ScanIndexForward: false,
        Limit: most,
      });
      const { Items = [] } = await deferring(client.send(query));
      // DynamoDB deletes expired items within days, not immediately.
      return Items.map((item) => PastImportSchema.parse(unmarshall(item).past)).filter(
        (past) => rememberedUntil(past) > now(),
      );
    },
  };
}

const partitionOf = (feed: string) => `#history#${feed}`;
