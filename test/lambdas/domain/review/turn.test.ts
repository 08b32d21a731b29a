import { describe, expect, it } from '@jest/globals';
import { blockedBy, nextWaitSeconds } from '../../../../lambdas/domain/review/turn.ts';
import { activeImport } from '../../../builders/import.ts';

const self = activeImport({ importId: 'orders-2', feed: 'orders', kind: 'events', arrivedAt: 2_000 });

describe('blockedBy', () => {
  it('lets an import go that is alone', () => {
    expect(blockedBy(self, [self], 2)).toBeUndefined();
  });

  it.each([
    ['an import of its own feed that came earlier', 'own-feed', { arrivedAt: 1_000 }],
    [
      'an import of its own feed that forwards, even if it came later',
      'own-feed',
      { arrivedAt: 3_000, forwarding: true },
    ],
    [
      'an import of its own feed of the same millisecond and a smaller name',
      'own-feed',
      { arrivedAt: 2_000 },
    ],
    ['earlier people', 'people-first', { feed: 'customers', kind: 'people', arrivedAt: 1_000 }],
    ['earlier objects', 'people-first', { feed: 'companies', kind: 'objects', arrivedAt: 1_000 }],
    [
      'people of the same second',
      'people-first',
      { importId: 'z', feed: 'customers', kind: 'people', arrivedAt: 2_000 },
    ],
  ] as const)('makes events wait for %s', (_, obstacle, change) => {
    const other = activeImport({ importId: 'orders-1', ...change });
    expect(blockedBy(self, [self, other], 2)).toEqual({ obstacle, importIds: [other.importId] });
  });

  it.each([
    ['a later import of the same feed', { arrivedAt: 3_000 }],
    ['later people', { feed: 'customers', kind: 'people', arrivedAt: 3_000 }],
    [
      'people that forward although they came later',
      { feed: 'customers', kind: 'people', arrivedAt: 3_000, forwarding: true },
    ],
    ['earlier events of another feed', { feed: 'carts', arrivedAt: 1_000 }],
    ['earlier relationships', { feed: 'members', kind: 'relationships', arrivedAt: 1_000 }],
  ] as const)('does not make events wait for %s', (_, change) => {
    expect(blockedBy(self, [self, activeImport({ importId: 'other', ...change })], 2)).toBeUndefined();
  });

  it('does not make people wait for anyone but their own feed', () => {
    const people = activeImport({ importId: 'people-9', feed: 'people', kind: 'people', arrivedAt: 9_000 });
    const others = [self, activeImport({ importId: 'customers-1', feed: 'customers', kind: 'people' })];
    expect(blockedBy(people, [people, ...others], 2)).toBeUndefined();
  });

  it('makes all wait while every place is taken', () => {
    const others = ['a', 'b'].map((feed) => activeImport({ importId: feed, feed, forwarding: true }));
    expect(blockedBy(self, [self, ...others], 2)).toEqual({ obstacle: 'no-place', importIds: ['a', 'b'] });
    expect(blockedBy(self, [self, ...others], 3)).toBeUndefined();
  });

  it('names all that are in the way', () => {
    const earlier = ['orders-0', 'orders-1'].map((importId) => activeImport({ importId, arrivedAt: 1_000 }));
    expect(blockedBy(self, [...earlier, self], 2)?.importIds).toEqual(['orders-0', 'orders-1']);
  });
});

describe('nextWaitSeconds', () => {
  it('waits longer each time, from 5 to 60 s', () => {
    const waits = [0];
    while (waits.length < 9) waits.push(nextWaitSeconds(waits.at(-1) ?? 0));
    expect(waits.slice(1)).toEqual([5, 8, 12, 18, 27, 41, 60, 60]);
  });

  it('can go on for a day within the history of one execution', () => {
    /** AWS Step Functions quotas, "Maximum execution history size", and the events of one round: Wait, Task, Choice. */
    const [mostEvents, eventsPerRound] = [25_000, 2 + 5 + 2];
    let rounds = 0;
    for (let waited = 0, wait = 0; waited < 86_400; waited += wait, rounds++) wait = nextWaitSeconds(wait);
    expect(rounds * eventsPerRound).toBeLessThan(mostEvents / 1.5);
  });
});
