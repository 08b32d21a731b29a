import { describe, expect, it } from '@jest/globals';
import {
  type ActiveImport,
  blockedBy as blockedIn,
  type EndedImport,
  isOfTheDay,
  nextInTurn,
  nextWaitSeconds,
  type Surroundings,
  skippedWaits,
  turnSeconds,
} from '../../../../lambdas/domain/imports/turn.ts';
import { activeImport } from '../../../builders/import.ts';

const self = activeImport({ importId: 'orders-2', feed: 'orders', kind: 'events', arrivedAt: 2_000 });

const HOUR = 3_600_000;
const around = (active: readonly ActiveImport[], change: Partial<Surroundings> = {}): Surroundings => ({
  active,
  ended: new Map(),
  importsAtOnce: 2,
  now: 0,
  ...change,
});
const blockedBy = (self: ActiveImport, active: readonly ActiveImport[], importsAtOnce: number) =>
  blockedIn(self, around(active, { importsAtOnce }));

describe('blockedBy', () => {
  it('does not block an import that is alone', () => {
    expect(blockedBy(self, [self], 2)).toBeUndefined();
  });

  it.each([
    ['an import of its own feed that arrived earlier', 'own-feed', { arrivedAt: 1_000 }],
    [
      'an import of its own feed that forwards, even if it arrived later',
      'own-feed',
      { arrivedAt: 3_000, forwarding: true },
    ],
    ['an import of its own feed of the same millisecond and a smaller id', 'own-feed', { arrivedAt: 2_000 }],
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
    ['a remembered event', ['order_placed'], ['order_placed'], true],
    ['one of several', ['order_placed', 'visited'], ['visited'], true],
    ['none', ['order_placed'], ['visited'], false],
    ['none, by an older version', ['order_placed'], undefined, false],
  ])('lets only one import at a time forward of feeds that share %s', (_, own, others, isBlocked) => {
    const mine = { ...self, remembers: own };
    const change = others ? { remembers: others } : {};
    const other = activeImport({ importId: 'a', feed: 'other', forwarding: true, ...change });
    const blocked = isBlocked ? { obstacle: 'own-feed', importIds: ['a'] } : undefined;
    expect(blockedBy(mine, [mine, other], 2)).toEqual(blocked);
    expect(blockedBy(mine, [mine, { ...other, forwarding: false }], 2)).toBeUndefined();
  });

  it('lets only one import at a time forward of feeds with the same roll-up', () => {
    const mine = { ...self, rollUp: 'order_placed' };
    const other = activeImport({ importId: 'a', feed: 'backfill', rollUp: 'order_placed', forwarding: true });
    expect(blockedBy(mine, [mine, other], 2)).toEqual({ obstacle: 'own-feed', importIds: ['a'] });
    expect(blockedBy(mine, [mine, { ...other, forwarding: false }], 2)).toBeUndefined();
    expect(blockedBy(mine, [mine, { ...other, rollUp: 'order_shipped' }], 2)).toBeUndefined();
    expect(blockedBy(self, [self, { ...other, rollUp: undefined }], 2)).toBeUndefined();
  });

  it.each([
    ['a later import of the same feed', { arrivedAt: 3_000 }],
    ['later people', { feed: 'customers', kind: 'people', arrivedAt: 3_000 }],
    [
      'people that forward although they arrived later',
      { feed: 'customers', kind: 'people', arrivedAt: 3_000, forwarding: true },
    ],
    ['earlier events of another feed', { feed: 'carts', arrivedAt: 1_000 }],
    ['earlier relationships', { feed: 'members', kind: 'relationships', arrivedAt: 1_000 }],
  ] as const)('does not make events wait for %s', (_, change) => {
    expect(blockedBy(self, [self, activeImport({ importId: 'other', ...change })], 2)).toBeUndefined();
  });

  it('lets only one import of people at a time forward: all feeds write the same items', () => {
    const mine = activeImport({ importId: 'people-2', feed: 'people', kind: 'people', arrivedAt: 2_000 });
    const other = activeImport({ importId: 'a', feed: 'leads', kind: 'people', arrivedAt: 9_000 });
    expect(blockedBy(mine, [{ ...other, forwarding: true }], 9)).toMatchObject({ importIds: ['a'] });
    expect(blockedBy(mine, [other], 9)).toBeUndefined();
    expect(blockedBy(mine, [{ ...other, kind: 'objects', forwarding: true }], 9)).toBeUndefined();
  });

  it('makes people wait only for their own feed', () => {
    const people = activeImport({ importId: 'people-9', feed: 'people', kind: 'people', arrivedAt: 9_000 });
    const others = [self, activeImport({ importId: 'customers-1', feed: 'customers', kind: 'people' })];
    expect(blockedBy(people, [people, ...others], 2)).toBeUndefined();
  });

  it('makes all wait while the limit of imports forward', () => {
    const others = ['a', 'b'].map((feed) => activeImport({ importId: feed, feed, forwarding: true }));
    expect(blockedBy(self, [self, ...others], 2)).toEqual({ obstacle: 'no-place', importIds: ['a', 'b'] });
    expect(blockedBy(self, [self, ...others], 3)).toBeUndefined();
  });

  it('returns all imports that block it', () => {
    const earlier = ['orders-0', 'orders-1'].map((importId) => activeImport({ importId, arrivedAt: 1_000 }));
    expect(blockedBy(self, [...earlier, self], 2)?.importIds).toEqual(['orders-0', 'orders-1']);
  });
});

describe('an import that comes after another feed', () => {
  const NIGHT = Date.UTC(2026, 0, 1, 2);
  const carts = activeImport({
    importId: 'carts-1',
    feed: 'carts',
    arrivedAt: NIGHT,
    after: ['orders'],
    waitsUntil: NIGHT + 4 * HOUR,
  });
  const order = (change: Partial<ActiveImport> = {}) =>
    activeImport({ importId: 'orders-1', feed: 'orders', arrivedAt: NIGHT - HOUR, ...change });
  const last = (hoursAgo: number, change: Partial<EndedImport> = {}) =>
    new Map<string, EndedImport>([
      ['orders', { importId: 'orders-0', arrivedAt: NIGHT - hoursAgo * HOUR, state: 'completed', ...change }],
    ]);
  const ask = (active: readonly ActiveImport[], change: Partial<Surroundings> = {}) =>
    blockedIn(carts, around([carts, ...active], { now: NIGHT, ...change }));

  it.each([
    ['whose file of the day has not arrived', [], new Map(), []],
    ["of which only yesterday's has ended", [], last(24), []],
    ['whose file waits too', [order()], new Map(), ['orders-1']],
    [
      'whose file arrived after it and has not ended',
      [order({ arrivedAt: NIGHT + HOUR })],
      last(24),
      ['orders-1'],
    ],
    ['of which an earlier file is left, although another has ended', [order()], last(3), ['orders-1']],
  ])('waits for one %s', (_, active, ended, importIds) => {
    expect(ask(active, { ended })).toEqual({ obstacle: 'companion', importIds });
  });

  it.each([
    ['has ended', [], last(1)],
    ['ended although it arrived later', [], last(-1)],
    ['has ended, and another one arrives later', [order({ arrivedAt: NIGHT + HOUR })], last(19)],
    ['failed', [], last(1, { state: 'failed' })],
    ['was held', [], last(1, { state: 'held' })],
  ])('is not blocked if the file of the day %s', (_, active, ended) => {
    expect(ask(active, { ended })).toBeUndefined();
  });

  it('skips the wait when its waiting time is over, and the result says for which imports', () => {
    const late = { now: NIGHT + 4 * HOUR };
    expect(ask([order()], { now: NIGHT + 4 * HOUR - 1 })).toMatchObject({ obstacle: 'companion' });
    expect(ask([order()], late)).toBeUndefined();
    expect(skippedWaits(carts, around([carts, order()], late))).toEqual([
      { feed: 'orders', importIds: ['orders-1'], because: 'time-up' },
    ]);
    expect(skippedWaits(carts, around([carts], late))).toEqual([
      { feed: 'orders', importIds: [], because: 'time-up' },
    ]);
  });

  it('skips the wait for a file that did not complete', () => {
    for (const because of ['failed', 'held', 'paused'] as const) {
      expect(skippedWaits(carts, around([carts], { ended: last(1, { state: because }) }))).toEqual([
        { feed: 'orders', importIds: ['orders-0'], because },
      ]);
    }
    expect(skippedWaits(carts, around([carts], { ended: last(1) }))).toEqual([]);
  });

  it('waits for earlier imports of its own feed without a time limit', () => {
    const earlier = activeImport({ importId: 'carts-0', feed: 'carts', arrivedAt: NIGHT - HOUR });
    expect(ask([earlier], { now: NIGHT + 99 * HOUR })).toMatchObject({ obstacle: 'own-feed' });
  });
});

describe('events that wait for people', () => {
  const people = activeImport({ importId: 'people-1', feed: 'people', kind: 'people', arrivedAt: 1_000 });

  it('skip the wait when their waiting time is over, and the result says for which imports', () => {
    const late = around([self, people], { now: self.waitsUntil });
    expect(blockedIn(self, late)).toBeUndefined();
    expect(skippedWaits(self, late)).toEqual([
      { feed: 'people', importIds: ['people-1'], because: 'time-up' },
    ]);
  });

  it('skip no wait if the people have ended', () => {
    expect(skippedWaits(self, around([self]))).toEqual([]);
  });
});

describe('isOfTheDay', () => {
  it.each([
    [-1, true],
    [0, true],
    [20 * HOUR - 1, true],
    [20 * HOUR, false],
    [23 * HOUR, false],
    [24 * HOUR, false],
  ])('of a file that arrived %d ms ago is %s', (ago, expected) => {
    const now = Date.UTC(2026, 0, 2, 2);
    expect(isOfTheDay(now - ago, now)).toBe(expected);
  });
});

describe('nextInTurn', () => {
  const waiting = (importId: string, arrivedAt: number, change: Partial<ActiveImport> = {}) =>
    activeImport({ importId, feed: importId, arrivedAt, asksUntil: HOUR, waitsUntil: 0, ...change });
  const idsOf = (active: readonly ActiveImport[], change: Partial<Surroundings> = {}) =>
    nextInTurn(around(active, change)).map(({ importId }) => importId);

  it('has as many imports as there are places, the oldest first', () => {
    const all = [waiting('c', 3), waiting('a', 1), waiting('b', 2)];
    expect(idsOf(all)).toEqual(['a', 'b']);
    expect(idsOf([...all, waiting('d', 0, { forwarding: true })])).toEqual(['a']);
    expect(idsOf(all, { importsAtOnce: 3 })).toEqual(['a', 'b', 'c']);
  });

  it('passes over an import that is blocked, or that does not wait', () => {
    const people = { feed: 'people', kind: 'people' } as const;
    const all = [
      activeImport({ importId: 'not-asking', feed: 'x', arrivedAt: 0 }),
      waiting('timed-out', 1, { asksUntil: 1 }),
      waiting('first', 2, people),
      waiting('same-feed', 3, people),
      waiting('other-people', 4, { kind: 'people' }),
      waiting('last', 5),
    ];
    expect(idsOf(all, { now: 1 })).toEqual(['first', 'last']);
  });

  it('keeps no place for an import that was woken a minute ago, but wakes it again', () => {
    const all = [waiting('a', 1, { wokenAt: 1_000 }), waiting('b', 2), waiting('c', 3)];
    expect(idsOf(all, { importsAtOnce: 1, now: 60_999 })).toEqual(['a']);
    expect(idsOf(all, { importsAtOnce: 1, now: 61_000 })).toEqual(['a', 'b']);
  });
});

describe('turnSeconds', () => {
  const waitsUntil = 100_000;
  it.each([
    ['companion', 300, 0, 100],
    ['people-first', 300, 40_500, 60],
    ['companion', 110, 0, 110],
    ['companion', 300, 200_000, 1],
    ['own-feed', 300, 0, 300],
    ['no-place', 300, 0, 300],
  ] as const)(
    'of an import that is blocked by %s, %d s, at %d ms, are %d',
    (obstacle, seconds, now, wait) => {
      expect(turnSeconds({ obstacle }, seconds, { waitsUntil }, now)).toBe(wait);
    },
  );
});

describe('nextWaitSeconds', () => {
  it('waits longer each time, from 5 to 60 s', () => {
    const waits = [0];
    while (waits.length < 9) waits.push(nextWaitSeconds(waits.at(-1) ?? 0));
    expect(waits.slice(1)).toEqual([5, 8, 12, 18, 27, 41, 60, 60]);
  });

  it('can continue for a day within the history of one execution', () => {
    /** AWS Step Functions quotas, "Maximum execution history size", and the events of one round: Wait, Task, Choice. */
    const [mostEvents, eventsPerRound] = [25_000, 2 + 5 + 2];
    let rounds = 0;
    for (let waited = 0, wait = 0; waited < 86_400; waited += wait, rounds++) wait = nextWaitSeconds(wait);
    expect(rounds * eventsPerRound).toBeLessThan(mostEvents / 1.5);
  });
});
