// A fake Lambda that answers GetAccountSettings.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { checkConcurrency, functionsNeeded } from '../../../cli/doctor/check-concurrency.ts';

const SETTINGS = { chunksAtOnce: 40, importsAtOnce: 2, partitionsAtOnce: 5 };

async function found(AccountLimit: object, settings = SETTINGS) {
  const server = createServer((_, response) => response.end(JSON.stringify({ AccountLimit }))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const lambda = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    return await checkConcurrency(lambda, settings);
  } finally {
    lambda.destroy();
    server.close();
    server.closeAllConnections();
  }
}

describe('checkConcurrency', () => {
  it.each([
    ['well', { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 }, 'up to 900 functions'],
    ['note', { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 }, 'Request a higher quota'],
    [
      'note',
      { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 20 },
      'lower chunksAtOnce (now 40)',
    ],
  ])('finds %s if the limits are %j', async (verdict, limits, said) => {
    expect(await found(limits)).toMatchObject({ verdict, message: expect.stringContaining(said) });
  });

  it('finds that settings fit into a quota of 20', async () => {
    const small = { chunksAtOnce: 5, importsAtOnce: 2, partitionsAtOnce: 3 };
    expect(functionsNeeded(small)).toBeLessThanOrEqual(20);
    expect(await found({ UnreservedConcurrentExecutions: 20 }, small)).toMatchObject({ verdict: 'well' });
  });
});
