import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BROKEN_LIMIT, brokenGroups, passesFor } from '../../../../lambdas/domain/findings/broken-groups.ts';
import { shortId } from '../../../../lambdas/domain/operations/group-id.ts';
import {
  collectGroups,
  type GroupToRecord,
  readGroups,
} from '../../../../lambdas/domain/profile/group-records.ts';
import { cases } from '../../../depth.ts';

const PLAIN = {
  line: 2,
  rows: 1,
  bytes: 10,
  events: ['order_placed'],
  fate: 'mapped',
  isHead: false,
} as const;

function group(name: string, change: Partial<GroupToRecord> = {}): GroupToRecord {
  return {
    ...PLAIN,
    group: shortId(name),
    key: shortId(`key of ${name}`),
    person: shortId('ann'),
    ...change,
  };
}

/** Broken groups, with their codes, of chunks with these groups. */
function broken(chunks: readonly (readonly GroupToRecord[])[], passes = 1) {
  const files = chunks.map((groups) => {
    const { add, finish } = collectGroups();
    groups.forEach(add);
    return finish();
  });
  const all = brokenGroups();
  for (let pass = 0; pass < passes; pass++) {
    const { add, end } = all.compare({ pass, passes, groups: chunks.flat().length * 4 });
    for (const file of files) add(readGroups(file));
    end();
  }
  if (all.sharesKeys()) for (const file of files) all.takeKeys(readGroups(file));
  return all.found();
}

const codesIn = (chunks: readonly (readonly GroupToRecord[])[], passes = 1) =>
  Object.fromEntries([...broken(chunks, passes).byId].map(([id, { code }]) => [id, code]).sort());

describe('brokenGroups', () => {
  it('finds groups in several places, in one chunk or in several', () => {
    const [a, b] = [group('a'), group('b')];
    expect(codesIn([[a, b, a]])).toEqual({ [shortId('a')]: 'group_apart' });
    expect(codesIn([[a, b], [group('c')], [b]])).toEqual({ [shortId('b')]: 'group_apart' });
    expect(codesIn([[a, b]])).toEqual({});
  });

  it('accepts several groups with one name if each has its first row', () => {
    const headed = group('a', { isHead: true });
    expect(codesIn([[headed, group('b'), headed]])).toEqual({});
    expect(codesIn([[headed, group('b'), group('a')]])).toEqual({ [shortId('a')]: 'group_apart' });
  });

  it('finds both groups if two people have one key', () => {
    const key = shortId('k');
    const [a, b] = [group('a', { key }), group('b', { key, person: shortId('bob') })];
    expect(Object.keys(codesIn([[a], [b]]))).toEqual([shortId('a'), shortId('b')].sort());
    expect(codesIn([[a], [group('b', { key })]])).toEqual({});
  });

  it('finds every group with the key of two people, whichever of them comes first', () => {
    const key = shortId('k');
    const own = ['a', 'c'].map((name) => group(name, { key }));
    const other = group('b', { key, person: shortId('bob') });
    for (const order of [
      [...own, other],
      [other, ...own],
      [own[0], other, own[1]],
    ] as GroupToRecord[][])
      expect(Object.keys(codesIn([order]))).toEqual(['a', 'b', 'c'].map(shortId).sort());
  });

  it('compares the keys of further events like those of first events', () => {
    const further = (name: string, keys: string[], person = 'ann') =>
      group(name, { furtherKeys: keys.map((key) => shortId(key)), person: shortId(person) });
    const [a, b] = [further('a', ['r-1', 'r-2']), further('b', ['r-2'], 'bob')];
    expect(codesIn([[a], [b], [group('c')]])).toEqual({
      [shortId('a')]: 'key_of_two_people',
      [shortId('b')]: 'key_of_two_people',
    });
    expect(codesIn([[a, further('b', ['r-2'])]])).toEqual({});
    expect(codesIn([[a, further('b', ['r-3'], 'bob')]])).toEqual({});
    expect(codesIn([[a], [group('b', { key: shortId('r-1'), person: shortId('bob') })]])).toHaveProperty(
      shortId('a'),
    );
  });

  it('does not take the record of a further event for a second place of its group', () => {
    const paid = group('a', { furtherKeys: ['k-1', 'k-2', 'k-3'].map((key) => shortId(key)) });
    expect(codesIn([[paid, group('b')]])).toEqual({});
    const unread = group('', { group: undefined, key: '', person: '', fate: 'rejected', breaks: 'around' });
    expect(Object.keys(codesIn([[paid, unread, group('b')]]))).toEqual(['a', 'b'].map(shortId).sort());
  });

  it.each([
    ['the groups before and after it', [group('a'), 'x', group('b')], ['a', 'b']],
    ['the group around it', [group('a'), 'x', group('a')], ['a']],
    ['the group after it at the start of the file', ['x', group('a'), group('b')], ['a']],
    ['the group before it at the end of the file', [group('a'), group('b'), 'x'], ['b']],
    ['the groups around several such rows', [group('a'), 'x', 'x', group('b'), group('c')], ['a', 'b']],
  ] as const)('breaks, for a row whose group cannot be read, %s', (_, rows, names) => {
    const unread = group('', { group: undefined, key: '', person: '', fate: 'rejected', breaks: 'around' });
    const groups = rows.map((row) => (row === 'x' ? unread : row));
    for (const chunks of [[groups], groups.map((one) => [one])])
      expect(Object.keys(codesIn(chunks))).toEqual(names.map(shortId).sort());
  });

  it('takes the reading of a name that a group next to the row has', () => {
    const shifted = group('2', {
      other: shortId('a'),
      key: '',
      person: '',
      fate: 'rejected',
      breaks: 'either',
    });
    expect(Object.keys(codesIn([[group('2'), group('a'), shifted, group('b')]]))).toEqual([shortId('a')]);
    expect(Object.keys(codesIn([[group('c'), shifted]]))).toEqual([shortId('2'), shortId('a')].sort());
  });

  it('finds the same groups however often the records are read', () => {
    const some = fc.record({
      name: fc.constantFrom(...'abcdefghij'),
      key: fc.nat(9),
      person: fc.constantFrom('x', 'y'),
      further: fc.array(fc.nat(9), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(some, { maxLength: 6 }), { maxLength: 4 }), (chunks) => {
        const groups = chunks.map((chunk) =>
          chunk.map(({ name, key, person, further }) =>
            group(name, {
              key: shortId(`${key}`),
              person: shortId(person),
              furtherKeys: further.map((n) => shortId(`${n}`)),
            }),
          ),
        );
        expect(Object.keys(codesIn(groups, 5))).toEqual(Object.keys(codesIn(groups)));
      }),
      cases(1_000),
    );
  });

  it('says if there are more broken groups than can be listed', () => {
    const many = Array.from({ length: BROKEN_LIMIT + 1 }, (_, n) =>
      group('', {
        group: `1${n.toString(16).padStart(15, '0')}`,
        key: '',
        person: '',
        breaks: 'named',
        fate: 'rejected',
      }),
    );
    expect(broken([many]).isComplete).toBe(false);
    expect(broken([many.slice(1)]).isComplete).toBe(true);
  });
});

describe('passesFor', () => {
  it('reads the records more often if there are more groups, up to a limit', () => {
    expect([0, 1, 4_000_000, 4_000_001, 64_000_000, 64_000_001].map(passesFor)).toEqual([
      1,
      1,
      1,
      2,
      16,
      undefined,
    ]);
  });
});

describe('readGroups', () => {
  it('returns what was collected', () => {
    const { add, finish, count } = collectGroups();
    const whole = { ...group('a', { isHead: true, events: ['a', 'b'] }), other: '', breaks: undefined };
    const damaged = { ...group('b'), other: shortId('c'), breaks: 'either', fate: 'rejected' } as const;
    const left = { ...group('d', { events: [] }), other: '', fate: 'filtered', reason: 'left out' } as const;
    for (let n = 0; n < 100; n++) for (const one of [whole, damaged, left]) add(one);
    add({ ...damaged, furtherKeys: [shortId('further')] });
    const groups = readGroups(finish());
    expect(count()).toBe(302);
    expect([297, 298, 299, 300].map(groups.record)).toEqual([whole, damaged, left, damaged]);
    expect(groups.record(301)).toEqual({ ...damaged, key: shortId('further') });
    expect([299, 300, 301].map(groups.isFurther)).toEqual([false, false, true]);
  });
});
