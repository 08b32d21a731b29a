// AWS Secrets Manager's GetSecretValue, which the functions call, and PutSecretValue, which `secrets` calls.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Credentials } from '../access/credentials.ts';
import { refusalOf } from '../access/refuse-request.ts';

export interface SecretsServerOptions {
  /** Secret strings by ARN. What is put replaces them until the server closes. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly port?: number;
  /** The only ones that are accepted. Default: any. */
  readonly credentials?: Credentials;
}

export interface SecretsServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Listens on loopback. Clients find it by AWS_ENDPOINT_URL_SECRETS_MANAGER. */
export async function startSecretsServer({
  secrets,
  port = 0,
  credentials,
}: SecretsServerOptions): Promise<SecretsServer> {
  const values = new Map(Object.entries(secrets));
  const server = createServer(async (request, response) => {
    const refusal = refusalOf(request.headers, credentials);
    const answered =
      refusal === undefined
        ? answer(request, values)
        : Promise.resolve({ status: 403, body: { __type: 'UnrecognizedClientException', Message: refusal } });
    const { status, body } = await answered.catch(() =>
      problem('InvalidRequestException', 'The body is not JSON.'),
    );
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  server.keepAliveTimeout = 60_000; // long, so that no idle connection closes just when a client reuses it
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: IncomingMessage, values: Map<string, string>): Promise<Answer> {
  const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
  if (operation !== 'GetSecretValue' && operation !== 'PutSecretValue') {
    return problem(
      'InvalidRequestException',
      'The embedded engine supports only GetSecretValue and PutSecretValue.',
    );
  }
  const { SecretId: arn, SecretString: put } = JSON.parse(await text(request));
  const value = typeof arn === 'string' ? values.get(arn) : undefined;
  if (value === undefined) {
    return problem('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  const secret = {
    ARN: arn,
    Name: arn.split(':').at(-1),
    VersionId: '00000000-0000-0000-0000-000000000000',
    VersionStages: ['AWSCURRENT'],
  };
  if (operation === 'GetSecretValue')
    return { status: 200, body: { ...secret, SecretString: value, CreatedDate: 0 } };
  if (typeof put !== 'string')
    return problem('InvalidParameterException', 'You must provide a SecretString.');
  values.set(arn, put);
  return { status: 200, body: secret };
}

function problem(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, Message: message } };
}
