import { describe, expect, it } from '@jest/globals';
import { type RecordedRequest, worstSecond } from '../../../local/customerio/request-log.ts';

const at = (...times: readonly number[]): RecordedRequest[] =>
  times.map((receivedAt) => ({ method: 'POST', path: '/', status: 200, bytes: 0, items: 0, receivedAt }));

describe('worstSecond', () => {
  it.each([
    ['no request', [], 0],
    ['requests one second apart', [0, 1000, 2000], 1],
    ['a burst across two clock seconds', [0, 900, 950, 1050, 1899, 5000], 4],
    ['requests that were recorded out of order', [1050, 900, 950], 3],
    ['requests at the same time', [7, 7, 7], 3],
  ])('is the largest number within any second: %s', (_, times, worst) => {
    expect(worstSecond(at(...times))).toBe(worst);
  });
});
