import { describe, expect, it } from '@jest/globals';
import { printCheck } from '../../../cli/check/print-check.ts';
import { aReport } from '../../builders/report.ts';

const finding = (message: string) => {
  const code = 'too_many_rejects';
  return { code, severity: 'warning', message, rows: 2, share: 1, lines: [2, 3] } as const;
};

describe('printCheck', () => {
  it('says how many rows would be sent, and how to fix the rejected ones', () => {
    const { outcomes } = aReport();
    const text = printCheck(
      aReport({
        rows: 2,
        outcomes: { ...outcomes, delivered: 0, rejected: 1, held: 1 },
        dryRun: { operations: 1, requests: 1, dollars: 0, wouldDeliver: 1, wouldTrigger: 0 },
        rejects: [{ code: 'no_identifier', rows: 1 }],
      }),
    );
    expect(text).toContain('2 rows: 1 would be sent, 1 rejected');
    expect(text).toMatch(/\n {2}1 × no_identifier: .+ To fix: .+/);
  });

  it('prints the reason of a hold once, and the other findings after it', () => {
    const reason = { code: 'too_many_rejects', message: '2 of 2 rows were rejected. Nothing was sent.' };
    const findings = [finding('2 of 2 rows were rejected.'), finding('Times are rounded.')];
    const text = printCheck(aReport({ state: 'held', reason, findings }));
    expect(text).toContain(
      'It would be held: 2 of 2 rows were rejected. Nothing was sent. (too_many_rejects)',
    );
    expect(text.match(/2 of 2 rows/g)).toHaveLength(1);
    expect(text).toContain('warning Times are rounded. (lines 2, 3)');
  });
});
