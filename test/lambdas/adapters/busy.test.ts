import { describe, expect, it } from '@jest/globals';
import { isBusy } from '../../../lambdas/adapters/busy.ts';

describe('isBusy', () => {
  it.each([
    [{ name: 'TimeoutError', code: 'ECONNRESET' }, 'a connection that broke, as the SDK reports it'],
    [{ name: 'Error', code: 'ECONNREFUSED' }, 'the connection is refused'],
    [{ name: 'Error', code: 'EAI_AGAIN' }, 'the name server does not answer'],
    [{ name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, 'S3 throttles'],
    [
      { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } },
      'DynamoDB throttles',
    ],
    [{ name: 'UnknownError', $metadata: { httpStatusCode: 500 } }, 'an error of the server'],
  ])('is true of %j: %s', (error, _because) => {
    expect(isBusy(error)).toBe(true);
  });

  it.each([
    [{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }, 'a permission is missing'],
    [{ name: 'ValidationException', $metadata: { httpStatusCode: 400 } }, 'the request is wrong'],
    [{ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } }, 'the object does not exist'],
    [new TypeError('a bug'), 'a bug'],
    [undefined, 'no error'],
  ])('is false of %j: %s', (error, _because) => {
    expect(isBusy(error)).toBe(false);
  });
});
