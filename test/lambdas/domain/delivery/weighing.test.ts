import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIVE_WINDOW_SECONDS } from '../../../../lambdas/contracts/feed/policies.ts';
import { tallyOf } from '../../../../lambdas/domain/delivery/tally.ts';
import {
  addWeighed,
  NOTHING_WEIGHED,
  type Weighed,
  WeighedSchema,
  weighOperations,
} from '../../../../lambdas/domain/delivery/weighing.ts';
import { eventOperation, NEW_YEAR, personOperation } from '../../../builders/operation.ts';

describe('weighOperations', () => {
  it('counts rows and operations that would be sent, and no rows for further events', () => {
    const news = [eventOperation({ rows: 3 }), eventOperation({ countsRows: false }), personOperation()];
    expect(weighOperations(news, NEW_YEAR)).toMatchObject({ wouldDeliver: 4, operations: 3 });
  });

  it('counts events that are young enough, when the file arrives, to trigger campaigns', () => {
    const young = eventOperation({ at: NEW_YEAR - LIVE_WINDOW_SECONDS + 1 });
    const old = eventOperation({ at: NEW_YEAR - LIVE_WINDOW_SECONDS });
    expect(weighOperations([young, old, personOperation()], NEW_YEAR).wouldTrigger).toBe(1);
  });

  it('finds the person with the most events, and their first line', () => {
    const news = [
      eventOperation({ person: 'id:ann', line: 2 }),
      eventOperation({ person: 'id:bob', line: 9 }),
      eventOperation({ person: 'id:bob', line: 5 }),
      personOperation({}, { person: 'id:ann', line: 3 }),
    ];
    expect(weighOperations(news, NEW_YEAR).busiest).toEqual({ events: 2, line: 5 });
  });

  it('ignores events that are too old to trigger campaigns when it finds that person', () => {
    const old = { person: 'id:ann', at: NEW_YEAR - LIVE_WINDOW_SECONDS };
    const news = [eventOperation({ ...old, line: 2 }), eventOperation({ ...old, line: 3 })];
    expect(weighOperations(news, NEW_YEAR).busiest).toEqual({ events: 0, line: 0 });
    const { busiest } = weighOperations([...news, eventOperation({ person: 'id:bob', line: 9 })], NEW_YEAR);
    expect(busiest).toEqual({ events: 1, line: 9 });
  });

  it('finds no person without events', () => {
    expect(weighOperations([personOperation()], NEW_YEAR).busiest).toEqual({ events: 0, line: 0 });
  });
});

describe('addWeighed', () => {
  const count = fc.nat({ max: 1_000 });
  const part: fc.Arbitrary<Weighed> = fc.record({
    tally: fc.record({ duplicate: count, unchanged: count }).map((outcomes) => tallyOf(outcomes)),
    wouldDeliver: count,
    operations: count,
    further: count,
    oldWithNews: count,
    requests: count,
    lookedUp: count,
    wouldTrigger: count,
    busiest: fc.record({ events: fc.integer({ min: 1, max: 1_000 }), line: count }),
    flows: fc.dictionary(
      fc.constantFrom('cart-recovery', 'winback'),
      fc.dictionary(fc.constantFrom('2h', '24h'), count, { noNullPrototype: true }),
      { noNullPrototype: true },
    ),
  });

  it('has the same sum in any order of partitions', () => {
    const shuffled = fc
      .array(part)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        const sum = all.reduce(addWeighed, NOTHING_WEIGHED);
        expect(others.reduce(addWeighed, NOTHING_WEIGHED)).toEqual(sum);
        expect(WeighedSchema.parse(sum)).toEqual(sum);
      }),
    );
  });

  it('does not change when nothing is added', () => {
    fc.assert(fc.property(part, (some) => expect(addWeighed(some, NOTHING_WEIGHED)).toEqual(some)));
  });
});
