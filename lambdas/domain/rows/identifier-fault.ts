// Why a text cannot identify anyone: it says that there is no value, or it was damaged. Such texts would make one person
// of many people, or a second person of one.
import { IDENTIFIER_BYTES } from '../../contracts/customerio-limits.ts';
import { hasInvisible } from '../csv/invisible.ts';
import type { RejectCode } from '../reject.ts';
import { isScientific } from './coerce.ts';

/**
 * @param cell as it is in the file. @param text the same without the spaces around it.
 * @param allowed placeholders that are identifiers in this feed, in lower case.
 */
export function identifierFault(
  cell: string,
  text: string,
  allowed: ReadonlySet<string> = NONE_ALLOWED,
): RejectCode | undefined {
  if (Buffer.byteLength(text) > IDENTIFIER_BYTES) return 'identifier_too_long';
  if (hasInvisible(cell)) return 'invisible_characters';
  if (SPREADSHEET_ERROR.test(text)) return 'spreadsheet_error';
  if (isPlaceholder(text) && !allowed.has(text.toLowerCase())) return 'placeholder_identifier';
  return undefined;
}

/** Of ids and phone numbers, not of e-mail addresses. */
export function numberFault(text: string): RejectCode | undefined {
  if (isScientific(text) || DECIMAL_EXPONENT.test(text)) return 'scientific_notation';
  return DECIMAL_ZERO.test(text) ? 'decimal_identifier' : undefined;
}

/**
 * Why a text cannot be a key: it would make one event of many.
 * @param columns of the key. Next to another column, a word such as "unknown" can be a value.
 */
export function keyFault(text: string, columns: number): RejectCode | undefined {
  if (text === '' || (columns === 1 && isPlaceholder(text))) return 'missing_key';
  if (isScientific(text)) return 'scientific_notation';
  return SPREADSHEET_ERROR.test(text) ? 'spreadsheet_error' : undefined;
}

const NONE_ALLOWED: ReadonlySet<string> = new Set();

/**
 * The errors of Excel, Google Sheets and LibreOffice, also in other languages: `#REF!`, `#¡VALOR!`, `#N/A`, `#NV`,
 * `Err:502`, and `####` for a column that was too narrow.
 */
const SPREADSHEET_ERROR =
  /^(?:#[¿¡]?[^\s\d!?][^\s!?]{0,19}[!?]|#[^\s\d/]\/[^\s\d/]!?|#NV|#GETTING_DATA|#{3,}|Err:\d{3})$/i;

/** What programs write where there is no value. Dashes, dots and question marks alone count, too. */
const PLACEHOLDERS = new Set([
  ...['null', 'nil', 'none', 'undefined', 'nan', 'n/a', 'n.a.', 'na', '\\n', 'unknown', 'missing'],
  ...['anonymous', 'not set', 'not available', 'not applicable', 'empty', 'blank', '[object object]'],
  '00000000-0000-0000-0000-000000000000',
]);
const ONLY_MARKS = /^[-–—_.?*/\\]+$/;
/** `(null)`, `<none>`, `"N/A"`. */
const IN_BRACKETS = /^[(<["'](.+)[)>\]"']$/;
const LONGEST_PLACEHOLDER = 40;

function isPlaceholder(text: string): boolean {
  if (text.length > LONGEST_PLACEHOLDER) return false;
  const word = text.toLowerCase();
  return (
    PLACEHOLDERS.has(word) || ONLY_MARKS.test(text) || PLACEHOLDERS.has(IN_BRACKETS.exec(word)?.[1] ?? '')
  );
}

/** `1.23E11`, as programs write a long number. `1E3` can be a code. */
const DECIMAL_EXPONENT = /^[+-]?\d+[.,]\d+E[+-]?\d+$/i;
/** `1000.0`: a program that does not keep whole numbers apart from others read the id as a number. */
const DECIMAL_ZERO = /^[+-]?\d+[.,]0+$/;
