// Findings about the cells of a column: several types or currencies, lost digits, and numbers that are sent as text.

import type { Finding } from '../../contracts/report.ts';
import type { CellMark } from '../profile/cell-mark.ts';
import { finding } from './finding.ts';
import type { ProfiledColumn } from './profiled-column.ts';

/** The share of cells from which on they are the rule, and the others the exception. */
const NEARLY_ALL = 0.9;

const FAMILIES = {
  numbers: ['integer', 'decimal', 'scientific', 'leading_zero', 'money'],
  booleans: ['boolean'],
  dates: ['date'],
  JSON: ['json'],
} as const satisfies Record<string, readonly CellMark[]>;
const TEXT: readonly CellMark[] = ['text'];

/** With fewer cells, no type is the rule. */
const FEWEST = 20;

/** A few cells that are unlike all others. Text columns vary, and typed columns reject what does not fit. */
export function findMixedTypes({ name: column, rule, filled, rows, mark }: ProfiledColumn): Finding[] {
  if (filled < FEWEST || rule.type !== undefined) return [];
  const families = Object.entries(FAMILIES);
  const rest = (family: string) => [
    ...families.filter(([name]) => name !== family).flatMap(([, marks]) => marks),
    ...TEXT,
  ];
  return families.flatMap(([family, marks]) => {
    const others = mark(...rest(family));
    if (others[0] === 0 || rows(...marks) < filled * NEARLY_ALL) return [];
    // Then `findExcelSerials` reports them.
    if (family === 'dates' && others[0] === rows('excel_serial')) return [];
    return [
      finding('mixed_types', {
        column,
        mark: others,
        of: filled,
        what: 'cell',
        says: `are not ${family}, unlike the others`,
      }),
    ];
  });
}

/** Not reported if the feed lists words that count as empty. */
export function findNoValueWords({ name: column, rule, filled, mark }: ProfiledColumn): Finding[] {
  const words = mark('no_value');
  if (words[0] === 0 || (rule.nullTokens ?? []).length > 0) return [];
  return [
    finding('no_value_words', {
      column,
      mark: words,
      of: filled + words[0],
      what: 'cell',
      says: 'have a word or an error in place of a value',
    }),
  ];
}

/** Spaces around an identifier are not sent. In other columns they are. */
export function findPaddedIdentifiers({ name: column, rule, filled, mark }: ProfiledColumn): Finding[] {
  const padded = mark('padded');
  if (!rule.identifies || padded[0] === 0) return [];
  const says = 'have spaces around the identifier';
  return [finding('padded_identifiers', { column, mark: padded, of: filled, what: 'cell', says })];
}

const NUMBER_TYPES: readonly (string | undefined)[] = ['number', 'integer', 'money'];

/** Not reported if the feed types the column as something other than a number. */
export function findLeadingZeros({ name: column, rule, filled, mark }: ProfiledColumn): Finding[] {
  const zeros = mark('leading_zero');
  const isNumber = NUMBER_TYPES.includes(rule.type);
  if (zeros[0] === 0 || !(isNumber || rule.type === undefined)) return [];
  const code = isNumber ? 'leading_zeros_lost' : 'leading_zeros';
  return [finding(code, { column, mark: zeros, of: filled, what: 'cell', says: 'have leading zeros' })];
}

/** Among decimals, programs write very large numbers like this. In other columns digits were lost. */
export function findScientific({ name: column, filled, rows, mark }: ProfiledColumn): Finding[] {
  const damaged = mark('scientific');
  if (damaged[0] === 0 || rows('decimal') * 2 > filled) return [];
  return [
    finding('scientific_notation', {
      column,
      mark: damaged,
      of: filled,
      what: 'cell',
      says: 'are in scientific notation',
    }),
  ];
}

/** Both decimal marks in one column, several currencies, or a currency for some amounts only. */
export function findMixedMoney({ name: column, filled, rows, mark }: ProfiledColumn): Finding[] {
  const money = rows('money');
  const of = rows('money', 'decimal', 'integer');
  if (money === 0 || of < filled * NEARLY_ALL) return [];
  const amounts = { column, of, what: 'amount' };
  const points = mark('decimal_point', 'decimal');
  const commas = mark('decimal_comma');
  if (points[0] > 0 && commas[0] > 0) {
    const [fewer, name] = points[0] < commas[0] ? [points, 'point'] : [commas, 'comma'];
    const says = `have a decimal ${name}, unlike the others` as const;
    return [finding('mixed_money', { ...amounts, mark: fewer, says })];
  }
  const [most, ...others] = currenciesOf(rows);
  if (most === undefined) return [];
  if (others.length > 0) {
    const says = `are not in ${CURRENCIES[most]}, unlike the others` as const;
    return [finding('mixed_money', { ...amounts, mark: mark(...others), says })];
  }
  const marked = mark(most);
  if (marked[0] === of) return [];
  return [finding('mixed_money', { ...amounts, mark: marked, says: 'have a currency, unlike the others' })];
}

const CURRENCIES = {
  dollar: 'dollars',
  euro: 'euros',
  pound: 'pounds',
  other_currency: 'another currency',
} as const satisfies Partial<Record<CellMark, string>>;

/** The currencies that occur, the most frequent first. */
function currenciesOf(rows: ProfiledColumn['rows']): (keyof typeof CURRENCIES)[] {
  const names = Object.keys(CURRENCIES) as (keyof typeof CURRENCIES)[];
  return names.filter((name) => rows(name) > 0).sort((a, b) => rows(b) - rows(a));
}

/** Fewer cells can be numbers by chance. */
const FEWEST_NUMBERS = 5;
/** Ids, zip codes and years are digits as well: whole numbers need one of these words in the column's name. */
const AMOUNT_WORDS =
  /^(amount|average|avg|balance|budget|clicks|count|counts|discount|height|income|length|lifetime|ltv|orders|percent|points|price|qty|quantity|rate|revenue|score|seats|size|spend|spent|sum|tax|total|totals|visits|weight|width)$/i;
const CODE_WORDS = /^(id|ids|code|no|nr|number|phone|sku|version|zip)$/i;

/** A column of numbers that the feed sends without a type. */
export function findNumbersAsText(suspect: ProfiledColumn): Finding[] {
  const { name: column, inFile, rule, isTime, filled, rows, mark } = suspect;
  const numbers = mark('integer', 'decimal', 'money');
  if (rule.type !== undefined || rule.unsent || isTime || filled < FEWEST_NUMBERS || numbers[0] < filled)
    return [];
  const words = inFile.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/);
  const isAmount = rows('decimal', 'money') > 0 || words.some((word) => AMOUNT_WORDS.test(word));
  if (!isAmount || words.some((word) => CODE_WORDS.test(word))) return [];
  return [
    finding('numbers_as_text', {
      column,
      mark: numbers,
      of: filled,
      what: 'cell',
      says: 'are numbers and are sent as text',
    }),
  ];
}
