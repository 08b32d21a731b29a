// cspell:disable: addresses in many languages
import { describe, expect, it } from '@jest/globals';
import { emailFault } from '../../../../lambdas/domain/rows/email.ts';

const VALID = [
  ...['ann@example.com', 'Ann.Bee@Example.COM', 'ann+news@mail.example.co.uk', 'a@b.io', '1@2.example'],
  ...["o'brien@example.com", "d'arcy.o'neil@example.ie", 'ann_bee@example.com', 'ann-bee@example-shop.com'],
  ...[
    '_ann@example.com',
    '-ann@example.com',
    'a&b@example.com',
    'ann/sales@example.com',
    'ann=x@example.com',
  ],
  ...[
    '!#$%*?^{|}~@example.com',
    'ann@sub.sub.sub.example.museum',
    'ann@123.example',
    'ann@xn--bcher-kva.example',
  ],
  ...[
    'ann@bücher.example',
    'jürgen@example.de',
    'josé.núñez@correo.example',
    'почта@почта.рф',
    '用户@例子.广告',
  ],
  ...[
    'अजय@डाटा.भारत',
    'χρήστης@παράδειγμα.ελ',
    'ann@faß.example',
    'ann@例え.みんな',
    'e\u0301va@example.com',
  ],
  ...['𠮷野@example.jp', 'مثال@موقع.عرب', 'ann@example.xn--p1ai', `${'a'.repeat(64)}@example.com`],
  `ann@${'a'.repeat(63)}.example`,
];

const NO_AT = 'It has no @.';
const MANY = 'It has more than one @.';
const SIDES = 'It needs text on both sides of the @.';
const MAILTO = 'It starts with "mailto:".';
const ANGLE = 'It contains < or >.';
const LIST = 'It contains a comma or a semicolon.';
const SPACE = 'It contains a space.';
const QUOTE = 'It contains a quotation mark.';
const BRACKET = 'It contains a bracket, a colon or a backslash.';
const TWO_DOTS = 'It has two dots in a row.';
const EDGE_DOT = 'A dot is at the start or at the end, or next to the @.';
const NO_DOT = 'Its domain has no dot.';
const UNUSUAL = 'It contains a character that addresses do not have.';
const MAILBOX = 'The part before the @ is too long, or has a character that addresses do not have.';
const DOMAIN = 'Its domain does not exist in this form.';

const INVALID: readonly (readonly [string, string])[] = [
  ['ann', NO_AT],
  ['ann.example.com', NO_AT],
  ['ann@@example.com', MANY],
  ['ann@example.com@example.com', MANY],
  ['@example.com', SIDES],
  ['ann@', SIDES],
  ['@', SIDES],
  ['mailto:ann@example.com', MAILTO],
  ['MailTo:ann@example.com', MAILTO],
  ['<ann@example.com>', ANGLE],
  ['Ann Bee <ann@example.com>', ANGLE],
  ['ann@example.com>', ANGLE],
  ['ann@example.com;', LIST],
  ['ann@example.com,', LIST],
  ['ann@example.com; bob@example.com', LIST],
  ['ann,bee@example.com', LIST],
  ['ann@example,com', LIST],
  ['ann bee@example.com', SPACE],
  ['ann@exam ple.com', SPACE],
  ['ann @example.com', SPACE],
  ['"ann"@example.com', QUOTE],
  ['o’brien@example.com', QUOTE],
  ['“ann@example.com”', QUOTE],
  ['ann`@example.com', QUOTE],
  ['ann(work)@example.com', BRACKET],
  ['ann@[192.0.2.1]', BRACKET],
  ['email:ann@example.com', BRACKET],
  ['example\\ann@example.com', BRACKET],
  ['ann..bee@example.com', TWO_DOTS],
  ['ann@example..com', TWO_DOTS],
  ['.ann@example.com', EDGE_DOT],
  ['ann.@example.com', EDGE_DOT],
  ['ann@.example.com', EDGE_DOT],
  ['ann@example.com.', EDGE_DOT],
  ['ann@localhost', NO_DOT],
  ['ann@example', NO_DOT],
  ['ann@почта', NO_DOT],
  ['ann💌@example.com', UNUSUAL],
  ['ann\ufffd@example.com', UNUSUAL],
  ['ａｎｎ@example.com', UNUSUAL],
  ['ann…@example.com', UNUSUAL],
  [`${'a'.repeat(65)}@example.com`, MAILBOX],
  ['ann@192.0.2.1', DOMAIN],
  ['ann@example.c', DOMAIN],
  ['ann@example.123', DOMAIN],
  ['ann@-example.com', DOMAIN],
  ['ann@example-.com', DOMAIN],
  ['ann@exam_ple.com', DOMAIN],
  ['ann@example.com/', DOMAIN],
  ['ann@example.com?subject=hi', DOMAIN],
  [`ann@${'a'.repeat(64)}.example`, DOMAIN],
];

describe('emailFault', () => {
  it.each(VALID)('accepts %s', (address) => {
    expect(emailFault(address)).toBeUndefined();
  });

  it.each(INVALID)('says what is wrong with %s: %s', (address, fault) => {
    expect(emailFault(address)).toBe(fault);
  });
});
