import { describe, expect, it } from '@jest/globals';
import type { ColumnRule } from '../../../../lambdas/contracts/feed/column.ts';
import { compileCoerce } from '../../../../lambdas/domain/rows/coerce.ts';

const read = (cell: string, rule: Omit<ColumnRule, 'type'> = {}) =>
  compileCoerce({ type: 'list', ...rule }, undefined)(cell);

describe('a list', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['entries', 'news, sale ,,vip', ['news', 'sale', 'vip']],
    ['an entry in quotes that contains the separator', '"Silver, monthly","VIP"', ['Silver, monthly', 'VIP']],
    ['spaces around quotes', ' "a, b" , c ', ['a, b', 'c']],
    ['doubled quotes', '"say ""hi""",b', ['say "hi"', 'b']],
    ['a quote within an entry', '5" pipe, 6" pipe', ['5" pipe', '6" pipe']],
    ['a quoted blank entry', '"",a,""', ['a']],
    ['a JSON array', '["a","b, c"]', ['a', 'b, c']],
    ['a JSON array of numbers and booleans', ' [1, 2.5, true, null, ""] ', [1, 2.5, true]],
    ['an empty JSON array', '[]', []],
    ['brackets within an entry', 'a [x],b', ['a [x]', 'b']],
  ])('reads %s', (_, cell, value) => {
    expect(read(cell)).toEqual({ value });
  });

  it('reads quotes with another separator, also of several characters', () => {
    expect(read('"a|b"|c', { separator: '|' })).toEqual({ value: ['a|b', 'c'] });
    expect(read('"a - b" - c', { separator: ' - ' })).toEqual({ value: ['a - b', 'c'] });
  });

  it.each([
    ['a quote that is not closed', '"a,b'],
    ['text after a quote', '"a" b,c'],
    ['an array of Postgres', '{a,b}'],
    ['an array that is not JSON', '[a,b]'],
    ['an array of Python', "['a', 'b']"],
    ['a JSON array that was cut off', '["a"'],
    ['an object', '{"a":1}'],
    ['an array of objects', '[{"a":1}]'],
    ['an array of arrays', '[["a"]]'],
  ])('rejects %s', (_, cell) => {
    expect(read(cell)).toEqual({ reject: 'not_a_list' });
  });

  it('rejects a number in an array that a double cannot keep', () => {
    expect(read('[9007199254740993]')).toEqual({ reject: 'number_too_precise' });
  });
});
