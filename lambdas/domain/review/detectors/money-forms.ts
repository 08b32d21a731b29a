import { type Finding, finding } from '../../findings/finding.ts';
import type { ProfiledColumn } from '../../findings/profiled-column.ts';
import type { CellMark } from '../../profile/cell-mark.ts';

/** Below this share of amounts it is no column of amounts. */
const NEARLY_ALL = 0.9;

const CURRENCIES = {
  dollar: 'dollars',
  euro: 'euros',
  pound: 'pounds',
  other_currency: 'another currency',
} as const satisfies Partial<Record<CellMark, string>>;

/** Both decimal marks in one column, several currencies, or a currency on some amounts only. */
export function findMixedMoney({ name: column, filled, rows, mark }: ProfiledColumn): Finding[] {
  const money = rows('money');
  const of = rows('money', 'decimal', 'integer');
  if (money === 0 || of < filled * NEARLY_ALL) return [];
  const points = mark('decimal_point', 'decimal');
  const commas = mark('decimal_comma');
  if (points[0] > 0 && commas[0] > 0) {
    const [fewer, name] = points[0] < commas[0] ? [points, 'point'] : [commas, 'comma'];
    return [
      finding('mixed_money', {
        column,
        mark: fewer,
        of,
        what: `amounts have a decimal ${name}, unlike others`,
      }),
    ];
  }
  const [most, ...others] = currenciesOf(rows);
  if (most === undefined) return [];
  if (others.length > 0) {
    const what = `amounts are not in ${CURRENCIES[most]} as the most are`;
    return [finding('mixed_money', { column, mark: mark(...others), of, what })];
  }
  const marked = mark(most);
  if (marked[0] === of) return [];
  return [
    finding('mixed_money', { column, mark: marked, of, what: 'amounts have a currency, the others none' }),
  ];
}

/** Those that occur, the most frequent first. */
function currenciesOf(rows: ProfiledColumn['rows']): (keyof typeof CURRENCIES)[] {
  const names = Object.keys(CURRENCIES) as (keyof typeof CURRENCIES)[];
  return names.filter((name) => rows(name) > 0).sort((a, b) => rows(b) - rows(a));
}
