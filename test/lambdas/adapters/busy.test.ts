import { describe, expect, it } from '@jest/globals';
import { isBusy } from '../../../lambdas/adapters/busy.ts';

describe('isBusy', () => {
  it.each([
    [{ name: 'TimeoutError', code: 'ECONNRESET' }, 'a connection that broke, as the SDK tells of it'],
    [{ name: 'Error', code: 'ECONNREFUSED' }, 'nobody listens'],
    [{ name: 'Error', code: 'EAI_AGAIN' }, 'the name could not be looked up just now'],
    [{ name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, 'S3 throttles'],
    [
      { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } },
      'DynamoDB throttles',
    ],
    [{ name: 'NobodyKnows', $metadata: { httpStatusCode: 500 } }, 'the other side is at fault'],
  ])('is true of %j: %s', (error, _because) => {
    expect(isBusy(error)).toBe(true);
  });

  it.each([
    [{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }, 'a permission is missing'],
    [{ name: 'ValidationException', $metadata: { httpStatusCode: 400 } }, 'the request is wrong'],
    [{ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } }, 'it is not there'],
    [new TypeError('a bug'), 'a bug of ours'],
    [undefined, 'nothing is known'],
  ])('is false of %j: %s', (error, _because) => {
    expect(isBusy(error)).toBe(false);
  });
});
