import { describe, expect, it } from '@jest/globals';
import { explainReject, REJECTS, type RejectCode } from '../../../lambdas/domain/reject.ts';
import { feedLinesOf, isAccepted } from '../../builders/feed-lines.ts';

const codes = Object.entries(REJECTS);

describe('REJECTS', () => {
  it('has at least 40 codes, all in one form', () => {
    expect(codes.length).toBeGreaterThanOrEqual(40);
    for (const [code] of codes) expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  it.each(codes)('says what %s means and how to fix it, in whole sentences', (_, { means, fix }) => {
    for (const text of [means, fix]) {
      expect(text).toMatch(/^[A-Z].*[.)]$/);
      expect(text).not.toMatch(/ {2}|\n/);
    }
  });
});

const lines = codes.flatMap(([code]) =>
  feedLinesOf(explainReject({ code: code as RejectCode, column: 'Total' })).map(
    (line) => [code, line] as const,
  ),
);

describe('explainReject', () => {
  it.each(lines)('has a line for feeds.config.ts that a feed accepts: %s, %j', (_, line) => {
    expect(isAccepted(line)).toBe(true);
  });

  it('says the column, what is wrong and how to fix it', () => {
    expect(explainReject({ code: 'not_a_boolean', column: 'Gift' })).toBe(
      `Column "Gift": ${REJECTS.not_a_boolean.means} To fix: ${REJECTS.not_a_boolean.fix}`,
    );
    expect(explainReject({ code: 'item_too_large' })).toMatch(/^The row becomes more than 31,000 bytes/);
  });

  it("has the feed's line for the column", () => {
    expect(explainReject({ code: 'not_a_number', column: '$& sum' })).toContain(
      'set in feeds.config.ts: columns: { "$& sum": { type: "money" } }.',
    );
  });

  it('asks whether the hint is what was meant', () => {
    expect(explainReject({ code: 'misspelt_event', column: 'event', hint: 'order_placed' })).toContain(
      ' Did you mean "order_placed"? ',
    );
  });
});
