// The imports table in DynamoDB. Five kinds of items share it:
//   importId = <import>, item = 'import'           its record                     dynamo-import-records.ts
//   importId = '#active', item = <import>          an import that has not ended   dynamo-turns.ts
//   importId = '#active', item = '#turns'          the imports that forward now, with a version that guards every change
//   importId = <import>, item = 'partition#00012'  the checkpoint of a partition  dynamo-checkpoints.ts
//   importId = '#history#<feed>', item = <import>  an import that has ended       dynamo-import-history.ts
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { Turns } from '../ports/turns.ts';
import { dynamoCheckpoints } from './dynamo-checkpoints.ts';
import { dynamoImportHistory } from './dynamo-import-history.ts';
import { dynamoImportRecords } from './dynamo-import-records.ts';
import { dynamoItems } from './dynamo-items.ts';
import { dynamoTurns } from './dynamo-turns.ts';

/** All ports of one table. A step names only those that it needs. */
export type ImportsTable = ImportRecords & Turns & Checkpoints & ImportHistory;

/** @param now milliseconds since 1970. */
export function dynamoImportsTable(client: DynamoDBClient, table: string, now: () => number): ImportsTable {
  const items = dynamoItems(client, table);
  return {
    ...dynamoImportRecords(items, now),
    ...dynamoTurns(items, now),
    ...dynamoCheckpoints(items),
    ...dynamoImportHistory(client, table, now),
  };
}
