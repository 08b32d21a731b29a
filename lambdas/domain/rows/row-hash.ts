// A hash of a row that stays the same when a spreadsheet opens and saves it. A spreadsheet keeps texts, but not spaces,
// encodings, and the form of numbers and dates. A row whose structure is fixed has texts and numbers in other columns.
import { hash } from 'node:crypto';

/** Hexadecimal digits: two rows of a file have the same hash once in 10^14 pairs. */
const DIGITS = 12;

/** @param cells without the columns of rejects.csv. Blank cells at the end do not count. */
export function rowHash(cells: readonly string[]): string {
  const plain = cells.map(plainCell);
  const filled = plain.findLastIndex((cell) => cell !== '') + 1;
  return hash('sha256', JSON.stringify(plain.slice(0, filled)), 'hex').slice(0, DIGITS);
}

/** The number of characters beyond ASCII. Those that a program could not read do not count. */
export function soundLetters(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0), 0);
}

/** A longer cell is text. */
const LONGEST_VALUE = 40;
/** In the place of each number, amount, date and time. */
const ANY_VALUE = '0';

function plainCell(cell: string): string {
  // Characters beyond ASCII depend on the encoding. Where an encoding lacks one, it is saved as a question mark.
  const text = cell
    .replaceAll(/[^!-~\0]|\?/g, '')
    .toLowerCase()
    .replace(/^'+/, '');
  return text.length <= LONGEST_VALUE && /\d/.test(text) && isValue(text) ? ANY_VALUE : text;
}

/** Spreadsheets write `00201` as `201`, `1.50` as `1.5`, `1600000000000` as `1.6E+12`, `2025-12-30` as `12/30/2025`. */
function isValue(text: string): boolean {
  return /^[\d.,:;/()+\-$%tze]+$/.test(text.replaceAll(monthNames(), ''));
}

/** In the languages of these spreadsheets, `1.50` and `3/4` become `Jan 50` and `04. Mrz`. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'];
let months: RegExp | undefined;

function monthNames(): RegExp {
  months ??= new RegExp(
    LANGUAGES.flatMap((language) => (['long', 'short'] as const).flatMap((month) => namesIn(language, month)))
      .toSorted((a, b) => b.length - a.length)
      .concat('am', 'pm', 'utc', 'gmt')
      .join('|'),
    'g',
  );
  return months;
}

function namesIn(language: string, month: 'long' | 'short'): string[] {
  const print = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
  const all = Array.from({ length: 12 }, (_, n) => print.format(Date.UTC(2025, n, 1)));
  return all.map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, '')).filter((name) => name.length > 2);
}
