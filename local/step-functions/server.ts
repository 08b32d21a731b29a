// The calls of operators to AWS Step Functions: start, stop and describe an execution, answer a waiting task.
// https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Credentials } from '../access/credentials.ts';
import { refusalOf } from '../access/refuse-request.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** The operation's result is the body of the response. */
export type Operation = (parameters: Parameters) => Promise<object>;

/** An error of an operation, with its code in the API. */
export class OperationError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface StepFunctionsServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Listens on loopback.
 * @param operations by their names in the API.
 * @param credentials the only ones that are accepted; any without.
 */
export async function startStepFunctionsServer(
  operations: Readonly<Record<string, Operation>>,
  credentials?: Credentials,
): Promise<StepFunctionsServer> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, operations, credentials);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  server.keepAliveTimeout = 60_000; // long, so that no idle connection closes just when a client reuses it
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  operations: Readonly<Record<string, Operation>>,
  credentials: Credentials | undefined,
) {
  const refusal = refusalOf(request.headers, credentials);
  if (refusal !== undefined)
    return { status: 403, body: { __type: 'UnrecognizedClientException', message: refusal } };
  const name = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
  try {
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation)
      throw new OperationError('UnknownOperationException', `The embedded engine does not support ${name}.`);
    return { status: 200, body: await operation(JSON.parse(await text(request)) as Parameters) };
  } catch (error) {
    const code = error instanceof OperationError ? error.code : 'ValidationException';
    return { status: 400, body: { __type: code, message: String((error as Error).message) } };
  }
}
