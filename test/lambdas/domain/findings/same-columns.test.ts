import { describe, expect, it } from '@jest/globals';
import { findDrift } from '../../../../lambdas/domain/findings/drift.ts';
import { needsHashes, underNamesOf, withHashes } from '../../../../lambdas/domain/findings/same-columns.ts';
import { type PastImport, PastImportSchema } from '../../../../lambdas/domain/imports/past-import.ts';
import { columnHashOf } from '../../../../lambdas/domain/operations/keys.ts';
import type { SeenColumn } from '../../../../lambdas/domain/profile/column-kinds.ts';
import { evidenceOf } from './a-file.ts';

const hash = columnHashOf('secret', 'main', 'people');

interface File {
  readonly header: string[];
  readonly shown?: string[];
}
const PLAIN: File = { header: ['id', 'city', 'plan'] };
const MASKED: File = {
  header: ['id', 'city', 'jo@a.de'],
  shown: ['id', 'aaaa (column 2)', 'aa@a.aa (column 3)'],
};
const OTHER: File = {
  header: ['id', 'town', 'al@b.de'],
  shown: ['id', 'aaaa (column 2)', 'aa@a.aa (column 3)'],
};

const columnsOf = ({ header, shown = header }: File): SeenColumn[] =>
  shown.map((name) => ({ name, kind: 'text' }));

function remembered(file: File): PastImport {
  const outcomes = {
    delivered: 1,
    duplicate: 0,
    unchanged: 0,
    rejected: 0,
    held: 0,
    suppressed: 0,
    expired: 0,
  };
  const columns = withHashes(columnsOf(file), file, hash);
  const past = {
    importId: 'people-1',
    arrivedAt: 1,
    endedAt: 2,
    state: 'completed',
    rows: 1,
    outcomes,
    columns,
  };
  return PastImportSchema.parse(JSON.parse(JSON.stringify(past)));
}

function drift(before: File, now: File) {
  const [past] = underNamesOf(now, [remembered(before)], hash);
  return findDrift(past?.columns ?? [], columnsOf(now)).map((found) => [found.code, evidenceOf(found)]);
}

describe('the columns of the last import', () => {
  it.each([
    ['plain', PLAIN],
    ['masked', MASKED],
  ])('are found again: %s', (_, file) => {
    expect(drift(file, file)).toEqual([]);
  });

  it('are found if only one of the two files has masked names', () => {
    expect(drift(PLAIN, MASKED)).toEqual([
      ['columns_missing', '1 column is in the last import and not in this file: "plan".'],
      ['columns_new', '1 column is in this file and not in the last import: "aa@a.aa (column 3)".'],
    ]);
    expect(drift(MASKED, PLAIN)).toEqual([
      [
        'columns_missing',
        '1 column is in the last import and not in this file: "aa@a.aa (column 3 of the last import)".',
      ],
      ['columns_new', '1 column is in this file and not in the last import: "plan".'],
    ]);
  });

  it('differ although they have the same shape and place', () => {
    expect(drift(MASKED, OTHER)).toEqual([
      [
        'columns_missing',
        '2 columns are in the last import and not in this file: "aaaa (column 2 of the last import)", "aa@a.aa (column 3 of the last import)".',
      ],
      [
        'columns_new',
        '2 columns are in this file and not in the last import: "aaaa (column 2)", "aa@a.aa (column 3)".',
      ],
    ]);
  });

  it('are stored with a keyed hash in place of each masked name', () => {
    expect(remembered(MASKED).columns).toEqual([
      { name: 'id', kind: 'text' },
      { name: 'aaaa (column 2)', kind: 'text', hash: hash('city') },
      { name: 'aa@a.aa (column 3)', kind: 'text', hash: hash('jo@a.de') },
    ]);
    expect(remembered(PLAIN).columns).toEqual(columnsOf(PLAIN));
    expect(columnHashOf('another', 'main', 'people')('city')).not.toBe(hash('city'));
    expect(columnHashOf('secret', 'main', 'events')('city')).not.toBe(hash('city'));
  });

  it('need the key of the hashes only if a name is masked', () => {
    expect(needsHashes(PLAIN, [remembered(PLAIN)])).toBe(false);
    expect(needsHashes(PLAIN, [remembered(MASKED)])).toBe(true);
    expect(needsHashes(MASKED, [remembered(PLAIN)])).toBe(true);
  });
});
