import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { findAll } from '../../../../lambdas/domain/findings/find-all.ts';
import type { Fragmentation } from '../../../../lambdas/domain/findings/fragmentation.ts';
import { DETECTORS } from '../../../../lambdas/domain/findings/table.ts';
import type { Part } from '../../../../lambdas/domain/plan.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { type AFile, ARRIVAL, codes, profileOf, times } from './a-file.ts';

const NONE = { of: 0, count: 0, examples: [] };
const WHOLE: Fragmentation = { emailsWithManyIds: NONE, idsWithManyEmails: NONE, complete: true };

function find(file: AFile, feed: FeedInput, { parts = [part('one.csv', 0)], fragmentation = WHOLE } = {}) {
  const { header = [] } = file;
  const plan = { header: [...header], nowSeconds: ARRIVAL, parts };
  return findAll(profileOf(file), fragmentation, plan, FeedSchema.parse(feed));
}

function part(name: string, linesBefore: number): Part {
  return { key: name, name, dialect: { delimiter: ',', newline: '\n', quoting: 'double' }, linesBefore };
}

const numbers = { header: ['price'], rows: times(10, (n) => `${n}.5`).map((cell) => [cell]) };
const midnights = (name: string) => ({
  header: [name],
  rows: times(10, (n) => `2025-10-1${n} 00:00:00Z`).map((cell) => [cell]),
});

describe('findAll', () => {
  it('reads the words of masked names, and shows only the masks', () => {
    const names = ['id', 'opted_out', 'deleted', 'total', 'jo@example.com'];
    const header = [
      'id',
      'aaaaa_aaa (column 2)',
      'aaaaaaa (column 3)',
      'aaaaa (column 4)',
      'aa@aa.aa (column 5)',
    ];
    const rows = Array.from({ length: 20 }, (_, n) => [`c${n}`, 'yes', 'no', '5', 'x']);
    const plan = { header, names, nowSeconds: ARRIVAL, parts: [part('one.csv', 0)] };
    const found = findAll(profileOf({ header, rows }), WHOLE, plan, FeedSchema.parse(people));
    const about = (code: string) => found.find((one) => one.code === code)?.column;
    expect(about('unused_consent')).toBe('aaaaa_aaa (column 2)');
    expect(about('unused_action')).toBe('aaaaaaa (column 3)');
    expect(about('numbers_as_text')).toBe('aaaaa (column 4)');
    expect(names.slice(1).filter((name) => JSON.stringify(found).includes(`"${name}`))).toEqual([]);
  });

  it('counts cells with spaces around an identifier, and no others', () => {
    const rows = [
      [' 7', ' a'],
      ['8\u00a0', 'b '],
      ['9', 'c'],
      [' ', ' '],
    ];
    const team: FeedInput = { kind: 'objects', objectTypeId: '1', objectId: { column: 'id' } };
    for (const feed of [people, team]) {
      expect(find({ header: ['id', 'plan'], rows }, feed)).toMatchObject([
        { code: 'padded_identifiers', severity: 'notice', column: 'id', rows: 2, lines: [2, 3] },
      ]);
    }
    const [found] = find({ header: ['id', 'plan'], rows }, people);
    expect(found?.message).toMatch(/^Column "id": 2 of 3 cells have spaces around the identifier \(66.7 %\)/);
  });

  it('says so if an event has an id that does not identify the person', () => {
    const header = ['email', 'anonymous_id', 'id'];
    const found = find({ header, rows: [['a@example.com', '1', '2']] }, events);
    expect(found.map(({ code, column }) => [code, column])).toEqual([
      ['unnamed_identifier', 'id'],
      ['unnamed_identifier', 'anonymous_id'],
    ]);
    expect(found[0]?.message).toMatch(/^The column "id" is sent as a property. .* add it to `identifiers`/);
  });

  it.each<[string, AFile, FeedInput, readonly string[]]>([
    ['a column that the feed does not name', numbers, people, ['numbers_as_text']],
    ['a type in the feed', numbers, { ...people, columns: { price: { type: 'number' } } }, []],
    ['a column that the feed drops', numbers, { ...people, unmapped: 'drop' }, []],
    ['the name of an object property', { ...numbers, header: ['constructor'] }, people, ['numbers_as_text']],
    [
      'a datetime in the feed',
      midnights('x'),
      { ...people, columns: { x: { type: 'datetime' } } },
      ['all_midnight'],
    ],
    [
      'the column with the time of the rows',
      midnights('x'),
      { ...people, updatedAt: { column: 'x' } },
      ['all_midnight'],
    ],
    ['a column without a type', midnights('x'), people, ['dates_as_text']],
    [
      'words in nullTokens',
      { header: ['x'], rows: [['NULL'], ['a']] },
      { ...people, nullTokens: ['NULL'] },
      [],
    ],
    ['a word for no value', { header: ['x'], rows: [['NULL'], ['a']] }, people, ['no_value_words']],
    ['old events', { events: [{ seconds: ARRIVAL - 73 * 3600 }] }, events, ['newest_too_old']],
    [
      'old events in a backfill',
      { events: [{ seconds: ARRIVAL - 73 * 3600 }] },
      { ...events, mode: 'backfill' },
      ['old_events_in_segments'],
    ],
  ])('reads %s', (_, file, feed, found) => {
    expect(codes(find(file, feed))).toEqual(found);
  });

  it('lists warnings first, also those about people', () => {
    const header = ['when', 'price'];
    const rows = times(10, (n) => `${n}.5`).map((cell) => ['1/2/2025', cell]);
    const fragmentation = { ...WHOLE, emailsWithManyIds: { of: 2, count: 1, examples: [[2, 3]] } };
    expect(codes(find({ header, rows }, people, { fragmentation }))).toEqual([
      'ambiguous_dates',
      'email_with_many_ids',
      'numbers_as_text',
    ]);
  });

  it('has at most 100 findings', () => {
    const header = times(150, (n) => `price ${n}`);
    const rows = times(10, (n) => `${n}.5`).map((cell) => header.map(() => cell));
    expect(find({ header, rows }, people)).toHaveLength(100);
  });

  it('names file and line in an import of several files, in place of lines', () => {
    const parts = [part('a.csv', 0), part('b.csv', 3)];
    const fragmentation = { ...WHOLE, idsWithManyEmails: { of: 2, count: 1, examples: [[2, 4]] } };
    const file = { header: ['zip'], rows: [['x'], ['02134'], ['02135']] };
    const [ids, zips] = find(file, people, { parts, fragmentation });
    expect(ids).toMatchObject({ code: 'id_with_many_emails', rows: 1, lines: [] });
    expect(ids?.message).toContain(' On line 2 of a.csv, line 1 of b.csv. ');
    expect(zips).toMatchObject({ code: 'leading_zeros', rows: 2, lines: [] });
    expect(zips?.message).toMatch(/First on line 3 of a\.csv, line 1 of b\.csv\.$/);
  });
});

describe('DETECTORS', () => {
  it.each(Object.entries(DETECTORS))(
    '%s says in sentences what it means and what to do',
    (_, { means, fix }) => {
      for (const text of [means, fix]) expect(text).toMatch(/^[A-Z].*[a-z].*\.$/);
    },
  );
});
