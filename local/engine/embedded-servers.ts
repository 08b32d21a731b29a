// Starts the stand-ins for AWS and Customer.io, with the resources of the template.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { type Credentials, newCredentials } from '../access/credentials.ts';
import { type StandIn, type StandInOptions, startStandIn } from '../customerio/stand-in.ts';
import { startDynamoDbServer } from '../dynamodb/server.ts';
import { type NoticesServer, startNoticesServer } from '../notices/server.ts';
import { startS3Server } from '../s3/server.ts';
import { startSecretsServer } from '../secrets/server.ts';
import type { CloudEvent } from './event-bus.ts';
import type { Endpoints } from './function-variables.ts';
import { REGION } from './local-names.ts';
import { storedSecrets } from './stored-secrets.ts';
import type { CloudTemplate } from './template.ts';

/** Options of the Customer.io stand-in. The engine sets its credentials, region and folder. */
export type CustomerIoOptions = Omit<StandInOptions, 'siteId' | 'apiKey' | 'appApiKey' | 'region' | 'store'>;

export interface EmbeddedServersOptions {
  readonly template: CloudTemplate;
  /** Existing folder. */
  readonly store: string;
  readonly customerIo: CustomerIoOptions;
  readonly onObjectCreated: (event: CloudEvent) => void;
  /** Called for each event that a function puts on the bus. */
  readonly onEvent: (event: CloudEvent) => void;
}

export interface EmbeddedServers {
  readonly endpoints: Endpoints;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly standIn: StandIn;
  readonly notices: NoticesServer;
  readonly close: () => Promise<void>;
}

/** The credentials that the stand-in accepts, and that the functions find in their secret. */
export const CUSTOMERIO_CREDENTIALS = {
  siteId: 'local',
  apiKey: 'local-track-api-key',
  appApiKey: 'local-app-api-key',
};

/** Resolves when all servers listen on loopback, with buckets and tables. If one cannot start, all are closed. */
export async function startEmbeddedServers(options: EmbeddedServersOptions): Promise<EmbeddedServers> {
  const stack = new AsyncDisposableStack();
  const opened = <Server extends { close(): Promise<void> }>(server: Server): Server =>
    stack.adopt(server, () => server.close());
  try {
    return await openServers(options, opened, () => stack.disposeAsync());
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function openServers(
  { template, store, customerIo, onObjectCreated, onEvent }: EmbeddedServersOptions,
  opened: <Server extends { close(): Promise<void> }>(server: Server) => Server,
  close: () => Promise<void>,
): Promise<EmbeddedServers> {
  const folder = (name: string) => {
    mkdirSync(join(store, name), { recursive: true });
    return join(store, name);
  };
  const credentials = newCredentials();
  const customer = customerIoSettings(template);
  const given = Object.fromEntries(
    customer.secretArns.map((arn) => [arn, JSON.stringify(CUSTOMERIO_CREDENTIALS)]),
  );
  const secrets = storedSecrets(join(store, 'secrets.json'), template.secrets, given);
  const dynamodb = opened(
    await startDynamoDbServer({
      directory: folder('dynamodb'),
      tables: template.tables.map(({ create }) => create),
      credentials,
    }),
  );
  const secretsServer = opened(await startSecretsServer({ secrets, credentials }));
  const notices = opened(await startNoticesServer({ onEvent, credentials }));
  const standIn = opened(
    await startStandIn({
      ...customerIo,
      ...CUSTOMERIO_CREDENTIALS,
      region: customer.region,
      store: folder('customerio'),
    }),
  );
  const s3Server = opened(await startS3Server({ directory: folder('s3'), onObjectCreated, credentials }));
  for (const { name, versioned, eventBridge } of template.buckets) {
    await s3Server.createBucket(name, { versioned, eventBridge });
  }
  const s3 = s3Client(s3Server.url, credentials);
  opened({ close: async () => s3.destroy() });
  const endpoints = {
    credentials,
    s3: s3Server.url,
    dynamodb: dynamodb.url,
    secretsManager: secretsServer.url,
    notices: notices.url,
    customerIoPort: Number(new URL(standIn.url).port),
  };
  return { endpoints, s3, dynamodb: dynamodb.client, standIn, notices, close };
}

function s3Client(endpoint: string, credentials: Credentials): S3Client {
  return new S3Client({ endpoint, region: REGION, credentials, forcePathStyle: true });
}

function customerIoSettings(template: CloudTemplate) {
  const of = (name: string) => [
    ...new Set(template.functions.flatMap(({ environment }) => environment[name] ?? [])),
  ];
  const region: 'us' | 'eu' = of('CUSTOMERIO_REGION')[0] === 'eu' ? 'eu' : 'us';
  return { secretArns: of('CUSTOMERIO_SECRET_ARN'), region };
}
