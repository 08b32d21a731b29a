import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import type { Difference } from '../../../../lambdas/contracts/report.ts';
import { tallyOf } from '../../../../lambdas/domain/delivery/tally.ts';
import { NOTHING_WEIGHED, type Weighed } from '../../../../lambdas/domain/delivery/weighing.ts';
import { asksWeighing, judgeWeighed } from '../../../../lambdas/domain/findings/weighed-limits.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { evidenceOf } from './a-file.ts';

const feed = (rest: object = {}) => FeedSchema.parse({ ...events, ...rest } as FeedInput);
const weighed = (rest: Partial<Weighed>): Weighed => ({ ...NOTHING_WEIGHED, ...rest });
const codes = (what: Weighed, limits: object) =>
  judgeWeighed(what, 100, feed({ limits }), []).breaches.map(({ finding, otherwise }) => [
    finding.code,
    otherwise,
  ]);

const MERGES: FeedInput = {
  ...people,
  action: 'merge',
  identifiers: [{ as: 'id', columns: ['to'] }],
  from: [{ as: 'id', columns: ['from'] }],
};

describe('asksWeighing', () => {
  it.each([
    ['a feed without such limits', feed(), false],
    ['limits that Review checks', feed({ limits: { maxRejects: 1, volume: { max: 1 } } }), false],
    ['maxConflicts', feed({ limits: { maxConflicts: 0 } }), true],
    [
      'maxConflicts of people, who have none',
      FeedSchema.parse({ ...people, limits: { maxConflicts: 0 } }),
      false,
    ],
    ['maxPerPerson', feed({ limits: { maxPerPerson: 5 } }), true],
    ['maxDuplicateShare', feed({ limits: { maxDuplicateShare: 1 } }), true],
    ['flows', feed({ flows: { carts: { event: 'x', ages: ['2h'] } } }), true],
    ['people', FeedSchema.parse(people), false],
    ['merges', FeedSchema.parse(MERGES), true],
  ] as const)('of %s: case %#', (_, asked, expected) => {
    expect(asksWeighing(asked, { reading: { keys: [[]] }, operations: 9 })).toBe(expected);
  });

  it.each([
    ['a key', {}, [['event_id']], true],
    ['a key of a further event', {}, [[], ['invoice']], true],
    ['no key', {}, [[], []], false],
    ['as many events as may use a key again', { maxKeyReused: 9 }, [['event_id']], false],
    ['more events', { maxKeyReused: 8 }, [['event_id']], true],
  ])('of a file with %s: case %#', (_, limits, keys, expected) => {
    expect(asksWeighing(feed({ limits }), { reading: { keys }, operations: 9 })).toBe(expected);
  });
});

describe('judgeWeighed', () => {
  const busy = (count: number) => weighed({ busiest: { events: count, line: 7 } });
  const differing = (how: Difference, rows: number) => [{ how, events: rows, rows, lines: [3, 8] }];
  const reused = (rows: number) => weighed({ tally: tallyOf({}, { differing: differing('reused', rows) }) });
  const conflicts = (rows: number) =>
    weighed({ tally: tallyOf({}, { conflicts: rows, differing: differing('time', rows) }) });
  const old = (duplicate: number, unchanged: number) => weighed({ tally: tallyOf({ duplicate, unchanged }) });

  it.each([
    ['as many events of one person as the feed allows', busy(5), { maxPerPerson: 5 }, []],
    ['one event more', busy(6), { maxPerPerson: 5 }, [['busy_person', 'hold']]],
    ['any number of events without a limit', busy(6_000), {}, []],
    ['half of the rows delivered before, which the feed allows', old(25, 25), { maxDuplicateShare: 0.5 }, []],
    ['more than half of them', old(26, 25), { maxDuplicateShare: 0.5 }, [['mostly_old', 'hold']]],
    [
      'more than half of them, of which one has a new further event',
      weighed({ tally: tallyOf({ duplicate: 51 }), oldWithNews: 1 }),
      { maxDuplicateShare: 0.5 },
      [],
    ],
    ['all of them, without a limit', old(100, 0), {}, []],
    ['an event whose key is used again', reused(1), {}, [['key_reused', 'hold']]],
    ['as many of them as the feed allows', reused(2), { maxKeyReused: 2 }, []],
    ['any number of conflicts without a limit', conflicts(9), {}, []],
    ['as many conflicts as the feed allows', conflicts(9), { maxConflicts: 9 }, []],
    ['one conflict more', conflicts(9), { maxConflicts: 8 }, [['too_many_conflicts', 'hold']]],
    [
      'both',
      { ...old(100, 0), ...{ busiest: { events: 2, line: 3 } } },
      { maxDuplicateShare: 0, maxPerPerson: 1 },
      [
        ['mostly_old', 'hold'],
        ['busy_person', 'hold'],
      ],
    ],
  ])('finds %s', (_, what, limits, expected) => {
    expect(codes(what, limits)).toEqual(expected);
  });

  it('finds nothing in a file without rows', () => {
    const { breaches } = judgeWeighed(NOTHING_WEIGHED, 0, feed({ limits: { maxDuplicateShare: 0 } }), []);
    expect(breaches).toEqual([]);
  });

  it('gives the first line of the person with too many events', () => {
    const { breaches } = judgeWeighed(busy(6), 100, feed({ limits: { maxPerPerson: 5 } }), []);
    expect(breaches).toMatchObject([{ finding: { lines: [7] } }]);
    expect(breaches.map(({ finding }) => evidenceOf(finding))).toEqual([
      'One person has 6 new events of the last 72 hours, more than `limits.maxPerPerson` (5) allows.',
    ]);
  });

  it('counts the rows that were delivered before', () => {
    const { breaches } = judgeWeighed(old(1, 0), 100, feed({ limits: { maxDuplicateShare: 0 } }), []);
    expect(breaches.map(({ finding }) => evidenceOf(finding))).toEqual([
      '1 of 100 rows was delivered before, more than `limits.maxDuplicateShare` (0) allows.',
    ]);
  });
});

describe('judgeWeighed, of merges', () => {
  const chained = { how: 'chained', events: 2, rows: 2, lines: [3, 8] } as const;

  it.each([
    [20, [], {}, []],
    [21, [], {}, ['too_many_merges']],
    [1, [], { maxMerges: 0 }, ['too_many_merges']],
    [0, [], { maxMerges: 0 }, []],
    [1, [chained], {}, ['merge_chain']],
    [21, [chained], {}, ['too_many_merges', 'merge_chain']],
    [5_000, [], { maxMerges: 10_000 }, []],
  ])('%d people and %j with %j hold the import: %j', (operations, differing, limits, expected) => {
    const merges = FeedSchema.parse({ ...MERGES, limits });
    const what = weighed({ operations, tally: tallyOf({}, { differing }) });
    const { breaches } = judgeWeighed(what, 100, merges, []);
    expect(breaches.map(({ finding }) => finding.code)).toEqual(expected);
    expect(breaches.every(({ otherwise }) => otherwise === 'hold')).toBe(true);
    const other = judgeWeighed({ ...what, tally: tallyOf({}) }, 100, FeedSchema.parse(people), []);
    expect(other.breaches).toEqual([]);
  });
});
