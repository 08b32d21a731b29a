import { describe, expect, it } from '@jest/globals';
import { fragmentationFindings } from '../../../../../lambdas/domain/review/detectors/identity-use.ts';
import { ARRIVAL, codes, findingsIn } from './a-file.ts';

describe('names of events', () => {
  it.each([
    {
      names: ['Checkout Started', 'checkout_started', 'checkout-started'],
      because: 'spaces, dashes',
      finds: 1,
    },
    { names: ['orderPlaced', 'OrderPlaced'], because: 'case', finds: 1 },
    { names: ['order_placed', 'order_replaced'], because: 'other words', finds: 0 },
  ])('that differ in $because are $finds finding', ({ names, finds }) => {
    const found = findingsIn({ events: names.map((name) => ({ name, seconds: ARRIVAL - 1 })) });
    expect(codes(found)).toEqual(Array(finds).fill('mixed_event_names'));
  });

  it('are shown, the most frequent as what was meant', () => {
    const names = ['checkout_started', 'Checkout Started', 'checkout_started'];
    const [found] = findingsIn({ events: names.map((name) => ({ name, seconds: ARRIVAL - 1 })) });
    expect(found).toMatchObject({
      severity: 'warning',
      rows: 1,
      lines: [3],
      message: '1 of 3 events are named "Checkout Started", the others "checkout_started" (33.3 %).',
    });
  });
});

describe('people', () => {
  it('who are named by e-mail alone are counted', () => {
    const identities = [{ email: 'a@b' }, { id: '1', email: 'c@d' }, { id: '2' }, {}];
    expect(findingsIn({ identities })).toMatchObject([
      { code: 'email_only', rows: 1, share: 0.25, lines: [2] },
    ]);
  });

  it('who fall apart are shown by lines', () => {
    const none = { of: 9, count: 0, examples: [] };
    const emailsWithManyIds = {
      of: 10,
      count: 2,
      examples: [
        [4, 9],
        [30, 31, 77, 80],
      ],
    };
    const found = fragmentationFindings(
      { emailsWithManyIds, idsWithManyEmails: none, complete: true },
      { unpairedRows: 0 },
    );
    expect(found).toMatchObject([
      {
        code: 'email_with_many_ids',
        rows: 2,
        share: 0.2,
        lines: [4, 9, 30, 31, 77],
        message: '2 of 10 e-mail addresses come with several ids (20.0 %). On lines 4, 9; 30, 31, 77, 80.',
      },
    ]);
  });
});

describe('columns beyond what a profile holds', () => {
  it('are counted', () => {
    const header = Array.from({ length: 5_000 }, (_, n) => `column ${n}`);
    const found = findingsIn({ header, rows: [header.map(() => '1')] });
    expect(codes(found)).toEqual(['unprofiled_columns']);
  });
});
