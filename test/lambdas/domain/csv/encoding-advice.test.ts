import { describe, expect, it } from '@jest/globals';
import { encodingAdvice, isShiftJis } from '../../../../lambdas/domain/csv/encoding-advice.ts';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { encode } from '../../../builders/encode.ts';
import { dropOn } from '../../../reports/dropped.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** テスト, 山田, 東京, 佐藤さん, 株式会社, ひらがな, ソニー in Shift_JIS. */
const TEXTS = {
  テスト: hex('8365 8358 8367'),
  山田: hex('8e52 9363'),
  東京: hex('938c 8b9e'),
  佐藤さん: hex('8db2 93a1 82b3 82f1'),
  株式会社: hex('8a94 8eae 89ef 8ed0'),
  ひらがな: hex('82d0 82e7 82aa 82c8'),
  ソニー: hex('835c 836a 815b'),
} as const;

describe('isShiftJis', () => {
  it.each(Object.entries(TEXTS))('recognizes %s', (text, bytes) => {
    expect(new TextDecoder('shift_jis').decode(bytes)).toBe(text);
    expect(isShiftJis(bytes)).toBe(true);
    expect(isShiftJis(Buffer.concat([Buffer.from('id,name\n1,'), bytes, Buffer.from(',x\n')]))).toBe(true);
  });

  it('recognizes text that is cut off within a character', () => {
    expect(isShiftJis(TEXTS.佐藤さん.subarray(0, -1))).toBe(true);
  });

  it.each([
    ...['Café', 'Müller', 'élan', 'éléphant', 'señor', 'Ärzte', 'Åsa', 'ÄÖÜ', 'naïve'],
    ...[
      'it’s',
      '“quoted”',
      'a – b',
      '5 €',
      'Œuvre',
      'Škoda',
      'être à l’été',
      'ÀÉ',
      'L’École',
      '“École”',
      'français',
    ],
  ])('does not take Western text for it: %s', (text) => {
    const bytes = encode(text, 'windows-1252');
    expect(isShiftJis(bytes)).toBe(false);
    expect(isShiftJis(Buffer.concat([Buffer.from('id,name\n1,'), bytes, Buffer.from('\n')]))).toBe(false);
  });

  it.each([
    ['Russian in windows-1251', hex('cff0e8e2e5f2 2c20 ece8f0')],
    ['Chinese in GBK', hex('c4e3bac3 cac0bde7')],
    ['Korean in EUC-KR', hex('bec8b3e7 c7cfbcbc bfe4')],
    ['ASCII', Buffer.from('plain')],
    ['random bytes', hex('ff00fe81')],
  ])('does not take %s for it', (_, bytes) => {
    expect(isShiftJis(bytes)).toBe(false);
  });
});

describe('a file in another encoding', () => {
  const file = (header: string | Buffer, ...rest: (string | Buffer)[]) =>
    Buffer.concat([header, ...rest].map((part) => Buffer.from(part)));

  it.each([
    ['a header of names', file('id,', TEXTS.東京, '\n1,x\n')],
    ['a header in katakana', file('email,', TEXTS.ソニー, '\na@example.com,x\n')],
    ['a header with semicolons', file('id;', TEXTS.株式会社, ';', TEXTS.テスト, '\n1;2;3\n')],
  ])('is refused with the right advice if it has %s in Shift_JIS', async (_, body) => {
    const { report } = await dropOn(people, body);
    expect(report.reason?.code).toBe('header_not_utf8');
    expect(report.reason?.message).toContain('shift_jis');
    expect(report.reason?.message).not.toContain('windows-1252');
  });

  it.each(Object.entries(TEXTS))('gets the right advice for a row with %s', async (_, text) => {
    const { rejects, rejected } = await dropOn(leads, file('email,name\na@example.com,', text, '\n'));
    expect(rejected).toEqual(['2 invalid_encoding']);
    expect(rejects).toContain('shift_jis');
    expect(rejects).not.toContain('windows-1252');
  });

  it('gets the advice of windows-1252 for Western text', async () => {
    const { rejects } = await dropOn(
      leads,
      file('email,name\na@example.com,', Buffer.from('Jos\xe9', 'latin1'), '\n'),
    );
    expect(rejects).toContain('windows-1252');
    expect(rejects).not.toContain('shift_jis');
    expect(encodingAdvice(Buffer.from('Jos\xe9', 'latin1'))).toContain('windows-1252');
  });

  it('is read in Shift_JIS if the feed says so', async () => {
    const feed = { ...leads, file: { encoding: 'shift_jis' } } as const;
    const { sent } = await dropOn(
      feed,
      file('email,', TEXTS.テスト, '\na@example.com,', TEXTS.佐藤さん, '\n'),
    );
    expect(sent).toMatchObject([{ attributes: { テスト: '佐藤さん' } }]);
  });
});
