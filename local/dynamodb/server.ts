// An embedded DynamoDB: dynalite in this process, with its tables on disk.
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Credentials } from '../access/credentials.ts';
import { refusalOf } from '../access/refuse-request.ts';

export interface DynamoDbServerOptions {
  /** Folder of the tables; it is created if it is missing. */
  readonly directory: string;
  /** Tables to create. An existing table is not changed. */
  readonly tables: readonly CreateTableCommandInput[];
  readonly port?: number;
  /** The only ones that are accepted. Default: any. */
  readonly credentials?: Credentials;
}

export interface DynamoDbServer {
  readonly url: string;
  /** Connects to this server, and is destroyed with it. */
  readonly client: DynamoDBClient;
  readonly close: () => Promise<void>;
}

/** Listens on loopback. Resolves when every table is active. */
export async function startDynamoDbServer(options: DynamoDbServerOptions): Promise<DynamoDbServer> {
  const server = dynalite({ path: options.directory, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  guard(server, options.credentials);
  server.keepAliveTimeout = 60_000; // long, so that no idle connection closes just when a client reuses it
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: options.credentials ?? { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const close = async () => {
    client.destroy();
    await closeServer(server);
  };
  try {
    await createMissing(client, options.tables);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, client, close };
}

/** Before dynalite, which accepts every request. */
function guard(server: Server, credentials: Credentials | undefined): void {
  const handlers = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const message = refusalOf(request.headers, credentials);
    if (message === undefined) {
      for (const handle of handlers) handle(request, response);
      return;
    }
    const body = JSON.stringify({ __type: 'UnrecognizedClientException', message });
    response.writeHead(403, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
}

async function createMissing(
  client: DynamoDBClient,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  const { TableNames: existing = [] } = await client.send(new ListTablesCommand());
  for (const table of tables) {
    if (!existing.includes(table.TableName ?? '')) await client.send(new CreateTableCommand(table));
    // Delays in seconds.
    const waiter = { client, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 300 };
    await waitUntilTableExists(waiter, { TableName: table.TableName });
  }
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
