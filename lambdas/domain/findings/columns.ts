// Columns whose cells do not agree on what they are, and digits that a spreadsheet has damaged.
import type { CellMark } from '../profile/cell-mark.ts';
import { type Finding, finding } from './finding.ts';
import type { ProfiledColumn } from './profiled-column.ts';

const FAMILIES = {
  numbers: ['integer', 'decimal', 'scientific', 'leading_zero', 'money'],
  booleans: ['boolean'],
  dates: ['date'],
  JSON: ['json'],
} as const satisfies Record<string, readonly CellMark[]>;
const TEXT: readonly CellMark[] = ['text'];

/** Of fewer cells, none is the rule. */
const FEWEST = 20;
const NEARLY_ALL = 0.9;

/** A few cells unlike all others. Texts among texts are unsuspicious, and typed columns reject what does not fit. */
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
    if (family === 'dates' && others[0] === rows('excel_serial')) return [];
    return [
      finding('mixed_types', {
        column,
        mark: others,
        of: filled,
        what: `cells are none of the ${family} that the others are`,
      }),
    ];
  });
}

/** Silent where the feed names words that count as empty. */
export function findNoValueWords({ name: column, rule, filled, mark }: ProfiledColumn): Finding[] {
  const words = mark('no_value');
  if (words[0] === 0 || (rule.nullTokens ?? []).length > 0) return [];
  return [
    finding('no_value_words', {
      column,
      mark: words,
      of: filled + words[0],
      what: 'cells say that they are empty',
    }),
  ];
}

const NUMBER_TYPES: readonly (string | undefined)[] = ['number', 'integer', 'money'];

/** Silent where the feed says that the column is text. */
export function findLeadingZeros({ name: column, rule, filled, mark }: ProfiledColumn): Finding[] {
  const zeros = mark('leading_zero');
  const isNumber = NUMBER_TYPES.includes(rule.type);
  if (zeros[0] === 0 || !(isNumber || rule.type === undefined)) return [];
  const code = isNumber ? 'leading_zeros_lost' : 'leading_zeros';
  return [finding(code, { column, mark: zeros, of: filled, what: 'cells are digits with leading zeros' })];
}

/** Among decimals it is how programs write very large numbers; anywhere else it is damage. */
export function findScientific({ name: column, filled, rows, mark }: ProfiledColumn): Finding[] {
  const damaged = mark('scientific');
  if (damaged[0] === 0 || rows('decimal') * 2 > filled) return [];
  return [
    finding('scientific_notation', {
      column,
      mark: damaged,
      of: filled,
      what: 'cells are in scientific notation',
    }),
  ];
}
