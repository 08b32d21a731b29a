// The history of feeds in the imports table: importId = '#history#<feed>', item = <import>. An import's name begins
// with its feed and the time at which its file arrived, so that items lie in that order.
import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type PastImport, rememberedUntil } from '../domain/imports/past-import.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import { deferring } from './busy.ts';

const partition = (feed: string) => `#history#${feed}`;

export function dynamoImportHistory(client: DynamoDBClient, table: string, now: () => number): ImportHistory {
  return {
    async remember(feed, past) {
      const expiresAt = Math.floor(rememberedUntil(past) / 1000);
      const Item = marshall({ importId: partition(feed), item: past.importId, past, expiresAt });
      await deferring(client.send(new PutItemCommand({ TableName: table, Item })));
    },

    async history(feed, most) {
      const query = new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'importId = :feed',
        ExpressionAttributeValues: marshall({ ':feed': partition(feed) }),
        ScanIndexForward: false,
        Limit: most,
      });
      const { Items = [] } = await deferring(client.send(query));
      // DynamoDB removes what has expired within days, not at once.
      return Items.map((item) => unmarshall(item).past as PastImport).filter(
        (past) => rememberedUntil(past) > now(),
      );
    },
  };
}
