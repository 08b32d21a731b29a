import { describe, expect, it } from '@jest/globals';
import { TaxonomySchema } from '../../../../lambdas/contracts/feed/taxonomy.ts';
import { findNewEvents } from '../../../../lambdas/domain/findings/names.ts';
import { DETECTORS } from '../../../../lambdas/domain/findings/table.ts';

const events = { order_placed: 7, gift_wrapped: 1, box_opened: 2 };
const open = TaxonomySchema.parse({ names: 'open', events: { order_placed: {} } });

describe('findNewEvents', () => {
  it('finds events that an open taxonomy does not list, the most frequent first', () => {
    expect(findNewEvents(events, open)).toEqual([
      expect.objectContaining({
        code: 'new_event',
        severity: 'notice',
        rows: 2,
        message: `2 of 10 rows have the new event "box_opened" (20.0 %). ${DETECTORS.new_event.fix}`,
      }),
      expect.objectContaining({
        rows: 1,
        message: `1 of 10 rows has the new event "gift_wrapped" (10.0 %). ${DETECTORS.new_event.fix}`,
      }),
    ]);
  });

  it('finds nothing without a taxonomy, or with a closed one, which rejects new events', () => {
    expect(findNewEvents(events, undefined)).toEqual([]);
    expect(findNewEvents(events, { ...open, names: 'closed' })).toEqual([]);
  });

  it('has at most 50 findings', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`event ${n}`, 1]));
    expect(findNewEvents(many, open)).toHaveLength(50);
  });
});
