import { describe, expect, it } from '@jest/globals';
import { TaxonomySchema } from '../../../../lambdas/contracts/feed/taxonomy.ts';
import { findNewEvents } from '../../../../lambdas/domain/findings/names.ts';

const events = { order_placed: 7, gift_wrapped: 1, box_opened: 2 };
const open = TaxonomySchema.parse({ names: 'open', events: { order_placed: {} } });

describe('findNewEvents', () => {
  it('tells of events that an open taxonomy does not list, the most frequent first', () => {
    expect(findNewEvents(events, open)).toEqual([
      expect.objectContaining({
        code: 'new_event',
        severity: 'notice',
        rows: 2,
        message: '2 of 10 rows are the new event "box_opened" (20.0 %).',
      }),
      expect.objectContaining({
        rows: 1,
        message: '1 of 10 rows are the new event "gift_wrapped" (10.0 %).',
      }),
    ]);
  });

  it('tells nothing without a taxonomy, nor of a closed one, which rejects them', () => {
    expect(findNewEvents(events, undefined)).toEqual([]);
    expect(findNewEvents(events, { ...open, names: 'closed' })).toEqual([]);
  });

  it('tells of 50 names at most', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`event ${n}`, 1]));
    expect(findNewEvents(many, open)).toHaveLength(50);
  });
});
