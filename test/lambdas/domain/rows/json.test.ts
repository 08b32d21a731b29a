import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJson } from '../../../../lambdas/domain/rows/json.ts';

const read = (cell: string) => readJson(cell, () => true);

describe('readJson', () => {
  it('reads all JSON that is written from a value', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    const json = fc.object({
      key: text,
      values: [text, fc.integer(), fc.boolean(), fc.constant(null)],
      maxDepth: 3,
    });
    fc.assert(
      fc.property(json, (value) => {
        expect(read(JSON.stringify(value, undefined, 1))).toEqual({
          value: JSON.parse(JSON.stringify(value)),
        });
      }),
    );
  });

  it.each([
    ['in an object', '{"a":1,"a":2}'],
    ['in a nested object', '[{"b":{"a":1,"c":{},"a":1}}]'],
    ['of which one is escaped', '{"a":1,"\\u0061":2}'],
    ['of JavaScript', '{"__proto__":1,"__proto__":2}'],
  ])('rejects a name that is twice %s', (_, cell) => {
    expect(read(cell)).toEqual({ reject: 'duplicate_json_name' });
  });

  it.each([
    ['the same name in two objects', '[{"a":1},{"a":1}]'],
    ['colons and quotes in texts', '{"a:b":"\\":\\":","c":"\\\\"}'],
    ['a pair of surrogates', '{"a":"\\ud83d\\ude00"}'],
  ])('reads %s', (_, cell) => {
    expect(read(cell)).toEqual({ value: JSON.parse(cell) });
  });

  it.each([
    ['NUL in a text', '{"a":"x\\u0000"}'],
    ['NUL in a name', '{"x\\u0000":1}'],
    ['the first half of a character', '["\\ud83d"]'],
    ['the second half of a character', '"\\ude00 x"'],
  ])('rejects %s', (_, cell) => {
    expect(read(cell)).toEqual({ reject: 'invalid_json_character' });
  });

  it('rejects JSON that is nested too deeply', () => {
    expect(read('['.repeat(200_000) + ']'.repeat(200_000))).toEqual({ reject: 'not_json' });
  });
});
