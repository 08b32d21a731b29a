// The stand-ins for DynamoDB and Customer.io that Forward calls, in the process of the stage.
import { type StandIn, startStandIn } from '../../local/customerio/stand-in.ts';
import { type DynamoDbServer, startDynamoDbServer } from '../../local/dynamodb/server.ts';

/** The addresses of the stand-ins. */
export interface Served {
  readonly dynamodb: string;
  readonly customerIo: string;
}

export const SEEN_TABLE = 'seen';
export const IMPORTS_TABLE = 'imports';
export const CREDENTIALS = {
  aws: { accessKeyId: 'local', secretAccessKey: 'local' },
  customerIo: { siteId: 'bench', apiKey: 'bench' },
};

export async function serve(
  directory: string,
): Promise<{ readonly served: Served; readonly dynamodb: DynamoDbServer; readonly standIn: StandIn }> {
  const dynamodb = await startDynamoDbServer({
    directory,
    tables: [tableOf(SEEN_TABLE, ['key']), tableOf(IMPORTS_TABLE, ['importId', 'item'])],
  });
  const standIn = await startStandIn(CREDENTIALS.customerIo);
  return { served: { dynamodb: dynamodb.url, customerIo: standIn.url }, dynamodb, standIn };
}

function tableOf(TableName: string, keys: readonly string[]) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keys.map((AttributeName, at) => ({
      AttributeName,
      KeyType: at === 0 ? ('HASH' as const) : ('RANGE' as const),
    })),
  } as const;
}
