// What is wrong with an e-mail address. `validator` has the rule; the checks before it name the usual faults.
import validator from 'validator/lib/isEmail.js';

/** Characters that a damaged address often has, and what they show. The first that fits is named. */
const DAMAGE: readonly (readonly [RegExp, string])[] = [
  [/^mailto:/i, 'It starts with "mailto:".'],
  [/[<>]/, 'It contains < or >.'],
  [/[,;]/, 'It contains a comma or a semicolon.'],
  [/\s/, 'It contains a space.'],
  [/["“”„«»‘’‚`´]/, 'It contains a quotation mark.'],
  [/[():[\]\\]/, 'It contains a bracket, a colon or a backslash.'],
  [/\.\./, 'It has two dots in a row.'],
];
/** What neither a mailbox nor a domain has: symbols, punctuation that is not ASCII, and letters of double width. */
const UNUSUAL = /[^\p{ASCII}\p{L}\p{M}\p{N}]|[\uff01-\uff5e]/u;
/** Rare letters of Chinese and other scripts, which `validator` does not know. */
const BEYOND_16_BITS = /[\u{10000}-\u{10ffff}]/gu;

/**
 * @param address without spaces around it, at most `IDENTIFIER_BYTES` long.
 * @returns a sentence on what is wrong; undefined if it is an address.
 */
export function emailFault(address: string): string | undefined {
  const damage = DAMAGE.find(([pattern]) => pattern.test(address));
  if (damage) return damage[1];
  const [mailbox = '', domain, ...more] = address.split('@');
  if (domain === undefined) return 'It has no @.';
  if (more.length > 0) return 'It has more than one @.';
  if (mailbox === '' || domain === '') return 'It needs text on both sides of the @.';
  if ([mailbox, domain].some((part) => part.startsWith('.') || part.endsWith('.')))
    return 'A dot is at the start or at the end, or next to the @.';
  if (!domain.includes('.')) return 'Its domain has no dot.';
  if (UNUSUAL.test(address)) return 'It contains a character that addresses do not have.';
  if (validator.default(address.replaceAll(BEYOND_16_BITS, 'x'))) return undefined;
  return validator.default(`a@${domain}`)
    ? 'The part before the @ is too long, or has a character that addresses do not have.'
    : 'Its domain does not exist in this form.';
}
