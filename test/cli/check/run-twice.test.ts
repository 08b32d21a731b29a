import { describe, expect, it } from '@jest/globals';
import { runTwice } from '../../../cli/check/run-twice.ts';
import type { TransformRow } from '../../../lambdas/contracts/feed/transform.ts';
import { ImpureTransformError } from '../../../lambdas/domain/rows/transform.ts';

const ROW = { name: 'Ann', at: '2025-11-03T14:05:09Z' };
const PLACE = { line: 2, file: 'people.csv' };
const run = (transform: TransformRow) => () => runTwice(transform)(ROW, PLACE);

describe('runTwice', () => {
  it.each<[string, TransformRow]>([
    ['changes a cell', (row) => ({ ...row, name: row.name?.toUpperCase() ?? '' })],
    ['uses the line', (row, { line }) => ({ ...row, name: `${line}` })],
    ['leaves the row out', () => null],
    ['reads a time of the row', (row) => ({ ...row, at: new Date(row.at ?? '').toISOString() })],
  ])('returns what a function returns that %s', (_, transform) => {
    expect(run(transform)()).toEqual(transform(ROW, PLACE));
  });

  let count = 0;
  const names = new Set<string>();
  it.each<[string, TransformRow]>([
    ['uses chance', (row) => ({ ...row, name: String(Math.random()) })],
    ['counts rows', (row) => ({ ...row, name: String(count++) })],
    [
      'remembers rows',
      (row) => {
        if (names.has(row.name ?? '')) return null;
        names.add(row.name ?? '');
        return row;
      },
    ],
    ['reads the time', (row) => ({ ...row, at: new Date().toISOString() })],
    ['reads the day', (row) => ({ ...row, at: new Date(Date.now()).toISOString().slice(0, 10) })],
    ['reads the year', (row) => ({ ...row, at: String(new Date().getFullYear()) })],
    ['prints the time', (row) => ({ ...row, at: Date() })],
    [
      'fails the second time',
      (row) => {
        if (count++ % 2 === 1) throw new Error('twice');
        return row;
      },
    ],
  ])('finds a function that %s', (_, transform) => {
    expect(run(transform)).toThrow(ImpureTransformError);
  });

  it('throws what the function throws', () => {
    expect(
      run(() => {
        throw new RangeError('no');
      }),
    ).toThrow(RangeError);
  });

  it('leaves the clock as it was', () => {
    const { Date: before } = globalThis;
    expect(
      run(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(globalThis.Date).toBe(before);
  });
});
