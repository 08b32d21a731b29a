import { describe, expect, it } from '@jest/globals';
import type { IdentifierRule } from '../../../../lambdas/contracts/feed/feed.ts';
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

  it.each(['00123', '9007199254740993', '12345678901234567890123', '-0', '1e3', 'NaN', 'true', '日本', '💥'])(
    'sends the id %s unchanged',
    (id) => {
      expect(identify([id, '', '', ''])).toMatchObject({ identifiers: { id } });
    },
  );

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
    ['an email without @', ['', '', 'ann.example.com', ''], { code: 'invalid_email', column: 'email' }],
    ['an email with a space', ['', '', 'ann @example.com', ''], { code: 'invalid_email', column: 'email' }],
    ['two emails', ['', '', 'a@example.com, b@example.com', ''], { code: 'invalid_email', column: 'email' }],
    ['a bad email next to a good id', ['7', '', 'ann', ''], { code: 'invalid_email', column: 'email' }],
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
});
