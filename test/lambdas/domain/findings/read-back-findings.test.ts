import { describe, expect, it } from '@jest/globals';
import { countComparisons } from '../../../../lambdas/domain/canary/read-back.ts';
import { readBackFindings } from '../../../../lambdas/domain/findings/after-sending.ts';

const told = (...args: Parameters<typeof countComparisons>) =>
  readBackFindings(countComparisons(...args)).map(({ code, severity, message, rows, share }) => [
    code,
    severity,
    message,
    rows,
    share,
  ]);

describe('readBackFindings', () => {
  it('says that all is as it was sent', () => {
    expect(told(['same', 'same'], undefined)).toEqual([
      ['read_back_same', 'notice', '2 of 2 people of the canary: Customer.io tells what was sent.', 2, 1],
    ]);
  });

  it('names attributes with how many people they differ of, who is missing, and who was not told of', () => {
    expect(told([['plan', 'city'], ['plan'], 'missing', undefined], 'The App API answers 503.')).toEqual([
      ['read_back_missing', 'warning', '1 of 4 people of the canary: nobody is there.', 1, 0.25],
      [
        'read_back_differs',
        'warning',
        '2 of 4 people of the canary: Customer.io tells otherwise than was sent of "plan" (2), "city" (1).',
        2,
        0.5,
      ],
      [
        'read_back_incomplete',
        'warning',
        '1 of 4 people of the canary could not be read back. The App API answers 503.',
        1,
        0.25,
      ],
    ]);
  });

  it('names twenty attributes and counts the others', () => {
    const names = Array.from({ length: 23 }, (_, n) => `attribute ${n}`);
    const [[, , message] = []] = told([names], undefined);
    expect(message).toMatch(/^1 of 1 person of the canary: .* \(1\), 3 others\.$/);
  });

  it('says so where there is nobody to ask for', () => {
    expect(told([], undefined)).toEqual([
      ['read_back_same', 'notice', 'The canary has nobody to ask the App API for.', 0, 0],
    ]);
  });
});
