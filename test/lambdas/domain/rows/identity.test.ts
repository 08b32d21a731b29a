import { describe, expect, it } from '@jest/globals';
import type { IdentifierRule } from '../../../../lambdas/contracts/feed/identifier.ts';
import { explainReject } from '../../../../lambdas/domain/reject.ts';
import { compileIdentity } from '../../../../lambdas/domain/rows/identity.ts';

const RULES: readonly IdentifierRule[] = [
  { as: 'id', columns: ['id', 'user_id'] },
  { as: 'email', columns: ['email'] },
  { as: 'phone', columns: ['phone'], stripApostrophe: true },
];
const HEADER = ['id', 'user_id', 'email', 'phone'];
const identify = compileIdentity(RULES, HEADER);

describe('compileIdentity', () => {
  it('sends the first identifier that has a value, and keeps the others', () => {
    expect(identify(['7', '', 'Ann@Example.com', '555-0100'])).toEqual({
      identifiers: { id: '7' },
      person: 'id:7',
      found: { id: '7', email: 'Ann@Example.com', phone: '555-0100' },
      others: { email: 'Ann@Example.com', phone: '555-0100' },
    });
    expect(identify(['', '', 'ann@example.com', ''])).toMatchObject({
      identifiers: { email: 'ann@example.com' },
      others: {},
    });
  });

  it('uses another column of the same identifier if the first is blank', () => {
    expect(identify(['', 'u-1', '', ''])).toMatchObject({ identifiers: { id: 'u-1' } });
    expect(identify(['7', 'u-1', '', ''])).toMatchObject({ identifiers: { id: '7' } });
  });

  it('keeps the first of two identifiers of the same kind', () => {
    const rules: readonly IdentifierRule[] = [
      { as: 'id', columns: ['id'] },
      { as: 'id', columns: ['user_id'] },
    ];
    expect(compileIdentity(rules, HEADER)(['7', 'u-1', '', ''])).toMatchObject({
      identifiers: { id: '7' },
      found: { id: '7' },
      others: {},
    });
  });

  it('ignores case and surrounding spaces of an email address, but not the case of an id', () => {
    const person = (cells: readonly string[]) => {
      const identity = identify(cells);
      return 'person' in identity ? identity.person : undefined;
    };
    expect(person(['', '', ' Ann@Example.COM ', ''])).toBe('email:ann@example.com');
    expect(person(['Ab', '', '', ''])).toBe('id:Ab');
    expect(person(['aB', '', '', ''])).toBe('id:aB');
  });

  it.each([
    '00123',
    '9007199254740993',
    '12345678901234567890123',
    '-0',
    '1e3',
    'true',
    '0',
    'No',
    'n-a',
    '#12',
    'A#1!',
    'x.0',
    '1.05',
    'v2.0.0',
    'Ångström',
    '日本',
    '💥',
  ])('sends the id %s unchanged', (id) => {
    expect(identify([id, '', '', ''])).toMatchObject({ identifiers: { id } });
  });

  it.each([
    ["'+1 (555) 010-0123", '+15550100123'],
    ['+15550100123', '+15550100123'],
    ['+49.30.1234567', '+49301234567'],
  ])('sends the phone number %s in international format', (cell, phone) => {
    expect(identify(['', '', '', cell])).toMatchObject({ identifiers: { phone }, person: `phone:${phone}` });
  });

  it.each<[string, readonly string[], object]>([
    ['nobody', ['', ' ', '', ''], { code: 'no_identifier', column: 'id, user_id, email, phone' }],
    [
      'a single apostrophe',
      ['', '', '', "'"],
      { code: 'no_identifier', column: 'id, user_id, email, phone' },
    ],
    [
      'digits that a spreadsheet shortened',
      ['1.23E+11', '', '', ''],
      { code: 'scientific_notation', column: 'id' },
    ],
    [
      'the same with a decimal comma',
      ['', '5,51235E+12', '', ''],
      { code: 'scientific_notation', column: 'user_id' },
    ],
    [
      'a shortened phone number',
      ['', '', '', '1.55501E+10'],
      { code: 'scientific_notation', column: 'phone' },
    ],
    [
      'an email without @',
      ['', '', 'ann.example.com', ''],
      { code: 'invalid_email', column: 'email', detail: 'It has no @.' },
    ],
    [
      'a bad email next to a good id',
      ['7', '', 'ann', ''],
      { code: 'invalid_email', column: 'email', detail: 'It has no @.' },
    ],
    [
      'a phone number without its country code',
      ['', '', '', '(555) 010-0123'],
      { code: 'invalid_phone', column: 'phone' },
    ],
    ['an id of 151 bytes', [`${'é'.repeat(75)}x`, '', '', ''], { code: 'identifier_too_long', column: 'id' }],
  ])('rejects %s', (_, cells, reject) => {
    expect(identify(cells)).toEqual({ reject });
  });

  it('accepts an id of 150 bytes', () => {
    expect(identify(['é'.repeat(75), '', '', ''])).toMatchObject({ identifiers: { id: 'é'.repeat(75) } });
  });

  it('names only columns that the file has', () => {
    const identity = compileIdentity(RULES, ['email', 'name'])(['', 'Ann']);
    expect('reject' in identity && explainReject(identity.reject)).toBe(
      'Column "email": The row has no value in any of the columns that identify the person. To fix: Fill in one of them, such as the id or the email.',
    );
  });

  it('says what is wrong with an email address', () => {
    const identity = identify(['', '', 'cyd@example.com;', '']);
    expect('reject' in identity && explainReject(identity.reject)).toBe(
      'Column "email": The email address is not valid. It contains a comma or a semicolon. To fix: Correct the address. It needs one @, a domain with a dot, and nothing before or after it.',
    );
  });

  // cspell:disable: errors in many languages
  const ERRORS = [
    ...[
      '#N/A',
      '#n/a',
      '#REF!',
      '#VALUE!',
      '#NAME?',
      '#DIV/0!',
      '#NUM!',
      '#NULL!',
      '#SPILL!',
      '#CALC!',
      '#ERROR!',
    ],
    ...[
      '#NV',
      '#BEZUG!',
      '#WERT!',
      '#¡REF!',
      '#¿NOMBRE?',
      '#¡DIV/0!',
      '#ССЫЛКА!',
      '#Н/Д',
      '#ÜBERLAUF!',
      '#N/D',
    ],
    ...['#GETTING_DATA', '########', 'Err:502', ' #N/A '],
  ];
  // cspell:enable
  const PLACEHOLDERS = [
    ...[
      'null',
      'NULL',
      'None',
      'undefined',
      'NaN',
      'nan',
      '-',
      'n/a',
      'N/A',
      'unknown',
      'UNKNOWN',
      'nil',
      'NA',
    ],
    ...[
      '--',
      '—',
      '?',
      '...',
      '\\N',
      '(null)',
      '<none>',
      '[Unknown]',
      '"n/a"',
      '[object Object]',
      'Anonymous',
    ],
    ...['00000000-0000-0000-0000-000000000000', ' null '],
  ];
  const NUMBERS = ['1000.0', '1000.00', '7,0', '-5.0', '20251101.0'];
  const SHORTENED = ['1.23E+11', '1.23e11', '9,1E12', '1.5E-7'];

  it.each([
    ...ERRORS.map((text) => [text, 'spreadsheet_error'] as const),
    ...PLACEHOLDERS.map((text) => [text, 'placeholder_identifier'] as const),
  ])('rejects %s in every identifier as %s', (text, code) => {
    expect(identify([text, '', '', ''])).toEqual({ reject: { code, column: 'id' } });
    expect(identify(['', '', text, ''])).toEqual({ reject: { code, column: 'email' } });
    expect(identify(['', '', '', text])).toEqual({ reject: { code, column: 'phone' } });
    expect(identify(['7', '', text, ''])).toEqual({ reject: { code, column: 'email' } });
  });

  it.each([
    ...NUMBERS.map((text) => [text, 'decimal_identifier'] as const),
    ...SHORTENED.map((text) => [text, 'scientific_notation'] as const),
  ])('rejects %s as an id or a phone number as %s', (text, code) => {
    expect(identify([text, '', '', ''])).toEqual({ reject: { code, column: 'id' } });
    expect(identify(['', '', '', text])).toEqual({ reject: { code, column: 'phone' } });
  });

  it.each([
    ...['\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad', '\u061c', '\u202a'],
    ...['\u202e', '\u2066', '\u2069', '\u180e', '\u034f', '\u3164', '\u2063', '\ufe0f'],
  ])('rejects an identifier that has or is the invisible character %j', (mark) => {
    const reject = { code: 'invisible_characters' };
    expect(identify([`u${mark}1`, '', '', ''])).toMatchObject({ reject: { ...reject, column: 'id' } });
    expect(identify([`${mark}u1`, '', '', ''])).toMatchObject({ reject });
    expect(identify([`u1${mark}`, '', '', ''])).toMatchObject({ reject });
    expect(identify([mark, '', 'ann@example.com', ''])).toMatchObject({
      reject: { ...reject, column: 'id' },
    });
    expect(identify(['', '', `ann@example.com${mark}`, ''])).toMatchObject({
      reject: { ...reject, column: 'email' },
    });
    expect(identify(['', '', '', `+1555${mark}0100123`])).toMatchObject({ reject });
  });

  it.each(['u\u00a01', 'u\u20091', 'u\u30001', 'u\u2028x', 'u\u28001'])(
    'rejects %j, which looks like an id with a space',
    (id) => {
      expect(identify([id, '', '', ''])).toEqual({ reject: { code: 'invisible_characters', column: 'id' } });
    },
  );

  it.each([' u1 ', '\tu1', '\u00a0u1\u3000', 'u1\r\n'])('removes the spaces around the id %j', (id) => {
    expect(identify([id, '', '', ''])).toMatchObject({ identifiers: { id: 'u1' } });
  });

  it('sends a placeholder that the feed allows', () => {
    const allowing = compileIdentity([{ as: 'id', columns: ['id'], allow: ['Unknown'] }], ['id']);
    expect(allowing(['unknown'])).toMatchObject({ identifiers: { id: 'unknown' } });
    expect(allowing(['null'])).toMatchObject({ reject: { code: 'placeholder_identifier' } });
  });

  it.each(['a', '\u200b', '.', '@', 'a.', '1', '#', '<', '1.0'])(
    'rejects a cell of megabytes of %j within seconds',
    (part) => {
      const cell = part.repeat(4_000_000 / part.length);
      const start = performance.now();
      for (const cells of [
        [cell, '', '', ''],
        ['', '', cell, ''],
        ['', '', '', cell],
      ])
        expect(identify(cells)).toMatchObject({ reject: { code: 'identifier_too_long' } });
      expect(performance.now() - start).toBeLessThan(2_000);
    },
  );
});
