import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { MERGES } from '../../../../lambdas/domain/operations/keys.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const merges = {
  kind: 'people',
  action: 'merge',
  identifiers: [
    { as: 'id', columns: ['to'] },
    { as: 'cio_id', columns: ['to_cio'] },
  ],
  from: [
    { as: 'id', columns: ['from'] },
    { as: 'email', columns: ['from_email'] },
  ],
} satisfies FeedInput;

const HEADER = ['to', 'to_cio', 'from', 'from_email', 'note'];
const mapped = (...rows: readonly string[][]) => mapFile(merges, csvOf(HEADER, ...rows));

describe('a row of merges', () => {
  it.each([
    [['7', '', '8', ''], { primary: { id: '7' }, secondary: { id: '8' } }],
    [
      ['7', 'cio_a3', '', 'Ann@Example.com'],
      { primary: { id: '7' }, secondary: { email: 'Ann@Example.com' } },
    ],
    [['', 'cio_a3', '8', 'ann@example.com'], { primary: { cio_id: 'a3' }, secondary: { id: '8' } }],
  ])('%j has two people and nothing else', (row, people) => {
    expect(mapped([...row, 'same address']).items).toEqual([{ type: 'person', action: 'merge', ...people }]);
  });

  it.each([
    [['', '', '8', ''], 'no_identifier', 'to, to_cio'],
    [['7', '', '', ''], 'no_identifier', 'from, from_email'],
    [['7', '', 'null', ''], 'placeholder_identifier', 'from'],
    [['7', '', '', 'ann'], 'invalid_email', 'from_email'],
    [['7', '', '7', 'ann@example.com'], 'merge_into_itself', 'from, from_email'],
    [['7', '', ' 7 ', ''], 'merge_into_itself', 'from, from_email'],
  ])('%j is rejected: %s', (row, code, column) => {
    const { rejects, items } = mapped([...row, '']);
    expect(items).toEqual([]);
    expect(rejects).toMatchObject([{ line: 2, code, column }]);
  });

  it('names the faults of both people', () => {
    const { rejects } = mapped(['', '', '', 'ann', '']);
    expect(rejects[0]?.reason).toContain('from_email');
    expect(rejects[0]?.reason).toContain('to');
  });

  it('is known by the person who goes, and forgets both under all identifiers of the row', () => {
    const { operations, identifiers } = mapped(['7', 'a3', '8', 'Ann@Example.com', '']);
    expect(operations[0]?.meta).toMatchObject({
      kind: 'person',
      key: 'id:8',
      person: MERGES,
      removal: { action: 'merge', others: ['email:ann@example.com', 'id:7', 'cio_id:a3'] },
    });
    expect(identifiers).toEqual([{}]);
  });

  it('compares addresses without regard to case', () => {
    const by = (column: string) => [{ as: 'email' as const, columns: [column] }];
    const feed: FeedInput = { ...merges, identifiers: by('to'), from: by('from') };
    const { rejects } = mapFile(feed, csvOf(['to', 'from'], ['ann@example.com', 'ANN@example.com']));
    expect(rejects).toMatchObject([{ code: 'merge_into_itself' }]);
  });
});

describe('a feed of merges', () => {
  const mistakes = (rest: object) =>
    FeedsSchema.safeParse({ workspace: 'main', feeds: { merges: { ...merges, ...rest } } }).error?.issues.map(
      ({ path, message }) => `${path.slice(2).join('.')} ${message}`,
    ) ?? [];
  const company = { objectTypeId: '1', objectId: { column: 'company' } };

  it.each([
    [{}, []],
    [{ from: undefined }, [/^from is missing/]],
    [{ action: 'delete' }, [/^from has an effect only with action: "merge"/]],
    [{ from: [{ as: 'phone', columns: ['tel'] }] }, [/^from\.0\.as Invalid option/]],
    [{ identifiers: [{ as: 'phone', columns: ['tel'] }] }, [/^identifiers has a phone number/]],
    [{ from: [{ as: 'id', columns: ['to'] }] }, [/^from names the column "to"/]],
    [{ actionFrom: { column: 'op', otherwise: 'delete' } }, [/^actionFrom cannot be in a feed of merges/]],
    [{ relationships: [company] }, [/^relationships cannot be in a feed of merges/]],
  ] as const)('with %j: %j', (rest, expected) => {
    const found = mistakes(rest);
    expect(found).toHaveLength(expected.length);
    for (const [at, pattern] of expected.entries()) expect(found[at]).toMatch(pattern);
  });

  it('is for the whole feed: no column can ask for a merge', () => {
    const { from: _, ...rest } = merges;
    const feeds = {
      merges: { ...rest, action: 'identify', actionFrom: { column: 'op', values: { m: 'merge' } } },
    };
    expect(FeedsSchema.safeParse({ workspace: 'main', feeds }).success).toBe(false);
  });
});
