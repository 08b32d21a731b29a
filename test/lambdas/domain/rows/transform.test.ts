import { describe, expect, it } from '@jest/globals';
import type { TransformRow } from '../../../../lambdas/contracts/feed/transform.ts';
import { compileTransform } from '../../../../lambdas/domain/rows/transform.ts';

const HEADER = ['name', 'total', '__proto__'];
const CELLS = ['Ann Miller', '5.00', 'x'];

function transformed(run: TransformRow, { header = HEADER, cells = CELLS, adds = ['first'] } = {}) {
  const transform = compileTransform(run, { header, adds }, (line) => ({ line, file: 'orders.csv' }));
  return transform({ line: 7, cells });
}

/** As a user without TypeScript may write it. */
const returning = (result: unknown) => (() => result) as TransformRow;
const row = { name: 'a', total: '1', ['__proto__']: 'x', first: 'b' };

describe('compileTransform', () => {
  it('gives the cells by the names of their columns, and where the row is', () => {
    const seen: unknown[] = [];
    transformed((row, place) => {
      seen.push({ ...row }, place);
      return null;
    });
    expect(seen).toEqual([
      Object.fromEntries(HEADER.map((name, index) => [name, CELLS[index]])),
      { line: 7, file: 'orders.csv' },
    ]);
  });

  it('changes cells, and puts those of added columns behind the others', () => {
    const split: TransformRow = (row) => ({ ...row, name: '', first: row.name?.split(' ')[0] ?? '' });
    expect(transformed(split)).toEqual({ line: 7, cells: ['', '5.00', 'x', 'Ann'] });
  });

  it('leaves the row out for null', () => {
    expect(transformed(() => null)).toBeNull();
  });

  it('does not give the columns of rejects.csv, and keeps their cells', () => {
    const header = ['name', '_reject_line', '_reject_code'];
    const seen: string[] = [];
    const run: TransformRow = (row) => {
      seen.push(...Object.keys(row));
      return { ...row, first: 'x' };
    };
    expect(transformed(run, { header, cells: ['a', '3', 'invalid_time'] })).toMatchObject({
      cells: ['a', '3', 'invalid_time', 'x'],
    });
    expect(seen).toEqual(['name']);
  });

  it.each<[string, TransformRow, object]>([
    [
      'throws',
      () => {
        throw new Error('ann@example.com');
      },
      { code: 'transform_failed' },
    ],
    [
      'throws a text',
      () => {
        throw 'ann@example.com';
      },
      { code: 'transform_failed' },
    ],
    [
      'reads a column that is not there',
      (row) => ({ ...row, first: (row.Phone as string).trim() }),
      { code: 'transform_failed', detail: 'It was a TypeError.' },
    ],
    [
      'changes the row itself',
      (row) => Object.assign(row, { name: 'b' }),
      { code: 'transform_failed', detail: 'It was a TypeError.' },
    ],
    [
      'throws an error of its own, named after a person',
      () => {
        class AnnMiller extends Error {}
        throw new AnnMiller();
      },
      { code: 'transform_failed' },
    ],
    [
      'returns an object that throws',
      returning({
        ...row,
        get name() {
          throw new Error('ann');
        },
      }),
      { code: 'transform_failed' },
    ],
  ])('rejects a row for which the function %s, and says nothing of the error', (_, run, reject) => {
    expect(transformed(run)).toEqual({ reject });
  });

  it.each<[string, unknown, object]>([
    ['nothing', undefined, {}],
    ['a text', 'ann', {}],
    ['a list', ['a'], {}],
    ['a number', 5, {}],
    ['a promise', Promise.reject(new Error('ann@example.com')), { detail: 'It returned a promise.' }],
    ['a row without a column', { ...row, total: undefined }, { column: 'total' }],
    ['a row without the added column', { name: 'a', total: '1', ['__proto__']: 'x' }, { column: 'first' }],
    [
      'a row without the column __proto__',
      { name: 'a', total: '1', first: 'b', x: '' },
      { column: '__proto__' },
    ],
    ['a number in a column', { ...row, total: 5 }, { column: 'total' }],
    ['null in a column', { ...row, total: null }, { column: 'total' }],
    ['half of a character', { ...row, first: '😀'.slice(0, 1) }, { column: 'first' }],
    ['a NUL', { ...row, first: 'a\0' }, { column: 'first' }],
    ['undefined in a text', { ...row, first: `Ann ${undefined}` }, { column: 'first' }],
    ['what is not a number', { ...row, total: String(Number('n/a')) }, { column: 'total' }],
    ['an object as text', { ...row, first: String({}) }, { column: 'first' }],
    ['a time that is none', { ...row, first: String(new Date('')) }, { column: 'first' }],
  ])('rejects a row for which the function returns %s', (_, result, part) => {
    expect(transformed(returning(result))).toMatchObject({ reject: { code: 'transform_result', ...part } });
  });

  it('does not name a column that is in neither, because its name can be a cell', () => {
    const result = transformed((row) => ({ ...row, first: 'a', [row.name ?? '']: 'b' }));
    expect(result).toMatchObject({ reject: { code: 'transform_result' } });
    expect(JSON.stringify(result)).not.toContain('Ann');
  });

  it('accepts undefined and NaN that the row has already', () => {
    const cells = ['  undefined behavior ', 'NaN', 'x'];
    const trimmed: TransformRow = (row) => ({
      ...row,
      name: (row.name ?? '').trim(),
      first: `is ${row.total}`,
    });
    expect(transformed(trimmed, { cells })).toMatchObject({
      cells: ['undefined behavior', 'NaN', 'x', 'is NaN'],
    });
  });
});

describe('compileTransform, of whatever a function returns or throws', () => {
  const throwing = (thrown: unknown): TransformRow => {
    return () => {
      throw thrown;
    };
  };
  const hostile = new Proxy(new Error('ann@example.com'), {
    get: () => {
      throw new Error('ann@example.com');
    },
    getPrototypeOf: () => {
      throw new Error('ann@example.com');
    },
  });
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const withConstructor = (made: unknown) =>
    Object.assign(new Error('ann@example.com'), Object.fromEntries([['constructor', made]]));

  it.each<[string, TransformRow]>([
    ['a symbol', throwing(Symbol('ann@example.com'))],
    ['null', throwing(null)],
    ['a BigInt', throwing(7n)],
    ['a proxy that throws', throwing(hostile)],
    ['an error without a constructor', throwing(withConstructor(undefined))],
    ['an error whose constructor is null', throwing(withConstructor(null))],
    ['a revoked proxy', throwing(revoked)],
    ['a returned proxy that throws', returning(hostile)],
    ['a returned revoked proxy', returning(revoked)],
    [
      'a getter that throws',
      returning({
        ...row,
        get name() {
          throw new Error('ann@example.com');
        },
      }),
    ],
  ])('%s rejects the row, without its data', (_, run) => {
    const result = transformed(run);
    expect(result).toMatchObject({ reject: { code: 'transform_failed' } });
    expect(JSON.stringify(result)).not.toContain('ann@');
  });

  it.each<[string, unknown]>([
    ['a symbol', Symbol('x')],
    ['a BigInt', 7n],
    ['a date', new Date(0)],
    ['a map', new Map([['name', 'x']])],
    ['a function', () => row],
    ['a text', 'name'],
    ['a thenable', Object.fromEntries([['then', () => undefined]])],
    ['a row in a list', [row]],
    ['a cell that is a symbol', { ...row, name: Symbol('x') }],
    ['a cell that is a BigInt', { ...row, name: 7n }],
    ['a cell that is a date', { ...row, name: new Date(0) }],
    ['a cell that is a text object', { ...row, name: new String('x') }],
    ['a cell that is null', { ...row, name: null }],
    ['half of an emoji', { ...row, name: '😀'.slice(0, 1) }],
  ])('%s is not a row', (_, result) => {
    expect(transformed(returning(result))).toMatchObject({ reject: { code: 'transform_result' } });
  });

  it('reads a getter once, so that what is checked is what is sent', () => {
    let reads = 0;
    const result = transformed(
      returning({
        ...row,
        get name() {
          reads++;
          return reads === 1 ? 'once' : (7 as unknown as string);
        },
      }),
    );
    expect(result).toMatchObject({ cells: ['once', '1', 'x', 'b'] });
  });

  it('ignores symbols among the names, and keeps a very long cell whole', () => {
    const long = 'x'.repeat(5_000_000);
    const result = transformed(returning({ ...row, [Symbol('s')]: 1, name: long }));
    expect(result).toMatchObject({ cells: [long, '1', 'x', 'b'] });
  });
});
