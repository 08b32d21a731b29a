import { describe, expect, it } from '@jest/globals';
import { columnProfiles, identifierUses } from '../../../../lambdas/domain/profile/profile-view.ts';
import { profileOf } from '../findings/a-file.ts';

describe('columnProfiles', () => {
  const header = ['id', 'plan'];
  const rows = [
    ['1', 'gold'],
    ['x', ''],
    ['2', 'NULL'],
    ['', ''],
  ];

  it('counts the cells of each column with a value by type, the most frequent first', () => {
    expect(columnProfiles(header, profileOf({ header, rows }))).toEqual([
      {
        name: 'id',
        filled: 3,
        types: [
          { type: 'integer', rows: 2 },
          { type: 'text', rows: 1 },
        ],
        longestBytes: 1,
      },
      { name: 'plan', filled: 1, types: [{ type: 'text', rows: 1 }], longestBytes: 4 },
    ]);
  });

  it('leaves out columns that the profile left out', () => {
    const profile = profileOf({ header: ['id'], rows });
    expect(columnProfiles(header, profile).map(({ name }) => name)).toEqual(['id']);
  });
});

describe('identifierUses', () => {
  it('counts rows by their identifiers, the most frequent first', () => {
    const identities = [{ id: '1' }, { id: '2', email: 'a@b' }, { id: '3', email: 'c@d' }, {}];
    expect(identifierUses(profileOf({ identities }))).toEqual([
      { use: 'id+email', rows: 2 },
      { use: 'none', rows: 1 },
      { use: 'id', rows: 1 },
    ]);
  });
});
