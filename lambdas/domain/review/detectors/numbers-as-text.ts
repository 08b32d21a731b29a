// Columns of numbers that are sent as text: then "more than 100" compares letters, or nothing.
import { type Finding, finding } from '../../findings/finding.ts';
import type { ProfiledColumn } from '../../findings/profiled-column.ts';

/** Fewer cells may be numbers by chance. */
const FEWEST = 5;
/** Digits are a number only where their column says so: ids, zips and years are digits, too. */
const AMOUNT_WORDS =
  /^(amount|average|avg|balance|budget|clicks|count|counts|discount|height|income|length|lifetime|ltv|orders|percent|points|price|qty|quantity|rate|revenue|score|seats|size|spend|spent|sum|tax|total|totals|visits|weight|width)$/i;
const CODE_WORDS = /^(id|ids|code|no|nr|number|phone|sku|version|zip)$/i;

export function findNumbersAsText(suspect: ProfiledColumn): Finding[] {
  const { name: column, rule, isTime, filled, rows, mark } = suspect;
  const numbers = mark('integer', 'decimal', 'money');
  if (rule.type !== undefined || rule.unsent || isTime || filled < FEWEST || numbers[0] < filled) return [];
  const words = column.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/);
  const isAmount = rows('decimal', 'money') > 0 || words.some((word) => AMOUNT_WORDS.test(word));
  if (!isAmount || words.some((word) => CODE_WORDS.test(word))) return [];
  return [
    finding('numbers_as_text', {
      column,
      mark: numbers,
      of: filled,
      what: 'cells are numbers, and sent as text',
    }),
  ];
}
