import { describe, expect, it } from '@jest/globals';
import { secondsBetweenRequests } from '../../../lambdas/forward/worker-rate.ts';

describe('secondsBetweenRequests', () => {
  it.each([
    ['one worker', { IMPORTS_AT_ONCE: 1, PARTITIONS_AT_ONCE: 1 }, 0.1],
    ['the partitions of one import', { IMPORTS_AT_ONCE: 1, PARTITIONS_AT_ONCE: 5 }, 0.5],
    [
      'the partitions of all imports that can run at the same time',
      { IMPORTS_AT_ONCE: 2, PARTITIONS_AT_ONCE: 5 },
      1,
    ],
  ])('divides 10 requests per second among %s', (_, workers, seconds) => {
    expect(secondsBetweenRequests(10, workers)).toBe(seconds);
  });
});
