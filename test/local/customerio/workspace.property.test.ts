import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWorkspace } from '../../../local/customerio/workspace.ts';
import { event, ID_AND_EMAIL, identify, NEW_YEAR, ulid } from './track-items.ts';

const update = fc.record({
  plan: fc.constantFrom('gold', 'silver', null, ''),
  seats: fc.integer(),
});

describe('a workspace', () => {
  it('has the same person for any order of updates with times', () => {
    const deliveries = fc.array(update, { minLength: 1, maxLength: 8 }).chain((updates) => {
      const items = updates.map((attributes, second) =>
        identify({ id: 'ann' }, attributes, NEW_YEAR + second),
      );
      return fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length }));
    });
    fc.assert(
      fc.property(deliveries, ([inOrder, shuffled]) => {
        const [expected, found] = [inOrder, shuffled].map((items) => {
          const workspace = createWorkspace(ID_AND_EMAIL);
          workspace.apply(items, NEW_YEAR * 1000);
          return workspace.person({ id: 'ann' });
        });
        expect(found).toEqual(expected);
      }),
    );
  });

  it('has each event once, no matter how often batches are sent again', () => {
    const batch = fc.array(
      fc.integer({ min: 0, max: 20 }).map((n) => event({ id: `p${n % 3}` }, { id: ulid(n) })),
    );
    fc.assert(
      fc.property(fc.array(batch), (batches) => {
        const workspace = createWorkspace(ID_AND_EMAIL);
        for (const items of batches) workspace.apply(items, NEW_YEAR * 1000);
        const ids = [...workspace.events()].map(({ id }) => id);
        expect(new Set(ids)).toEqual(new Set(batches.flat().map(({ id }) => id)));
        expect(ids).toHaveLength(new Set(ids).size);
        expect(workspace.counts.recordedEvents + workspace.counts.ignoredDuplicateEvents).toBe(
          batches.flat().length,
        );
      }),
    );
  });
});
