import { describe, expect, it } from '@jest/globals';
import { explainReject, REJECTS } from '../../../lambdas/domain/reject.ts';

const codes = Object.entries(REJECTS);

describe('REJECTS', () => {
  it('has at least 40 codes, all in one form', () => {
    expect(codes.length).toBeGreaterThanOrEqual(40);
    for (const [code] of codes) expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  it.each(codes)('says of %s in whole sentences what it means and how to mend it', (_, { means, mend }) => {
    for (const text of [means, mend]) {
      expect(text).toMatch(/^[A-Z].*[.)]$/);
      expect(text).not.toMatch(/ {2}|\n/);
    }
  });
});

describe('explainReject', () => {
  it('names the column, then the meaning, then the mend', () => {
    expect(explainReject({ code: 'not_a_boolean', column: 'Gift' })).toBe(
      `Column "Gift": ${REJECTS.not_a_boolean.means} ${REJECTS.not_a_boolean.mend}`,
    );
    expect(explainReject({ code: 'item_too_large' })).toMatch(/^The row becomes more than 31,000 bytes/);
  });

  it('asks whether the hint is what was meant', () => {
    expect(explainReject({ code: 'misspelt_event', column: 'event', hint: 'order_placed' })).toContain(
      ' Is it "order_placed"? ',
    );
  });
});
