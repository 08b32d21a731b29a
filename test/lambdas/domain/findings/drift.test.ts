import { describe, expect, it } from '@jest/globals';
import { findDrift } from '../../../../lambdas/domain/findings/drift.ts';
import type { ColumnKind } from '../../../../lambdas/domain/profile/column-kinds.ts';
import { evidenceOf } from './a-file.ts';

const columns = (kinds: Readonly<Record<string, ColumnKind>>) =>
  Object.entries(kinds).map(([name, kind]) => ({ name, kind }));
const drift = (before: Readonly<Record<string, ColumnKind>>, now: Readonly<Record<string, ColumnKind>>) =>
  findDrift(columns(before), columns(now)).map((finding) => [finding.code, evidenceOf(finding)]);

describe('findDrift', () => {
  it('finds nothing if the columns are those of the last import, in any order', () => {
    expect(drift({ id: 'number', plan: 'text' }, { plan: 'text', id: 'number' })).toEqual([]);
  });

  it('lists columns that are missing, have another type, or are new', () => {
    const before = { id: 'number', price: 'number', plan: 'text', born: 'date' } as const;
    const now = { id: 'number', price: 'text', Plan: 'text', born: 'date', note: 'unknown' } as const;
    expect(drift(before, now)).toEqual([
      ['columns_missing', '1 column is in the last import and not in this file: "plan".'],
      ['columns_retyped', '1 column has another type than in the last import: "price" (number, now text).'],
      ['columns_new', '2 columns are in this file and not in the last import: "Plan", "note".'],
    ]);
  });

  it.each([
    ['number', 'unknown'],
    ['unknown', 'number'],
  ] as const)('does not compare a column of %s with one of %s', (before, now) => {
    expect(drift({ id: before }, { id: now })).toEqual([]);
  });

  it('lists ten columns and counts the others', () => {
    const now = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, 'text' as const]));
    expect(drift({}, now)[0]?.[1]).toMatch(/"c9" and 2 more\.$/);
  });

  it('compares columns with the name of an object property like any other', () => {
    const now = [{ name: 'constructor', kind: 'text' }] as const;
    expect(findDrift([], now)).toMatchObject([{ code: 'columns_new' }]);
    expect(findDrift(now, now)).toEqual([]);
  });
});
