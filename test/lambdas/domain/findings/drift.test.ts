import { describe, expect, it } from '@jest/globals';
import { findDrift } from '../../../../lambdas/domain/findings/drift.ts';
import type { ColumnKind } from '../../../../lambdas/domain/profile/column-kinds.ts';

const columns = (kinds: Readonly<Record<string, ColumnKind>>) =>
  Object.entries(kinds).map(([name, kind]) => ({ name, kind }));
const drift = (before: Readonly<Record<string, ColumnKind>>, now: Readonly<Record<string, ColumnKind>>) =>
  findDrift(columns(before), columns(now)).map(({ code, message }) => [code, message]);

describe('findDrift', () => {
  it('finds nothing where the columns are those of the last import, in any order', () => {
    expect(drift({ id: 'number', plan: 'text' }, { plan: 'text', id: 'number' })).toEqual([]);
  });

  it('names what is missing, what has another type, and what is new', () => {
    const before = { id: 'number', price: 'number', plan: 'text', born: 'date' } as const;
    const now = { id: 'number', price: 'text', Plan: 'text', born: 'date', note: 'unknown' } as const;
    expect(drift(before, now)).toEqual([
      ['columns_missing', 'Missing since the last import: "plan".'],
      ['columns_retyped', 'Of another type since the last import: "price" (number → text).'],
      ['columns_new', 'New since the last import: "Plan", "note".'],
    ]);
  });

  it.each([
    ['number', 'unknown'],
    ['unknown', 'number'],
  ] as const)('does not compare a column of %s with one of %s', (before, now) => {
    expect(drift({ id: before }, { id: now })).toEqual([]);
  });

  it('names the first of very many', () => {
    const now = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, 'text' as const]));
    expect(drift({}, now)[0]?.[1]).toMatch(/"c9" and 2 more\.$/);
  });

  it('keeps apart columns that are called like what every object has', () => {
    const now = [{ name: 'constructor', kind: 'text' }] as const;
    expect(findDrift([], now)).toMatchObject([{ code: 'columns_new' }]);
    expect(findDrift(now, now)).toEqual([]);
  });
});
