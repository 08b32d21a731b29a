// Drafts the rule of one column from its marks. A column without a rule is sent as text.
import type { ColumnRule } from '../../lambdas/contracts/feed/column.ts';
import { CELL_TYPES, type CellMark } from '../../lambdas/domain/profile/cell-mark.ts';
import type { SampledColumn } from './read-sample.ts';

export interface ColumnDraft {
  readonly rule?: ColumnRule;
  readonly doubt?: string;
}

/** Names of columns whose digits are not numbers to calculate with. */
const CODES =
  /(?<!pa|val)ids?$|(^|[ _-])(zip|postcode|postal|phone|mobile|sku|ean|gtin|barcode|code|no|number)$/i;
const TIMES = /(^|[ _-])(at|on|date|datetime|time|timestamp|ts|birthday|dob)$/i;
const EPOCHS = ['epoch_seconds', 'epoch_milliseconds', 'epoch_microseconds'] as const;

/** Whether the column has dates, or digits and a name that means a time. */
export function isTimeColumn(column: SampledColumn): boolean {
  const isNamedSo = TIMES.test(column.name);
  return all(column, 'date') || (isNamedSo && EPOCHS.some((epoch) => all(column, 'date', epoch)));
}

export function draftColumn(column: SampledColumn): ColumnDraft {
  if (filled(column) === 0) return {};
  if (isTimeColumn(column)) return withZoneDoubt(column, draftTime(column));
  if (all(column, 'boolean')) return { rule: { type: 'boolean' } };
  if (all(column, 'json')) return { rule: { type: 'json' } };
  if (column.guarded > 0) return { rule: { type: 'string', stripApostrophe: true } };
  if (count(column, 'scientific') > 0)
    return {
      doubt:
        'has numbers in scientific notation: a spreadsheet may have damaged ids. Export the file again as text',
    };
  if (CODES.test(column.name) || count(column, 'leading_zero') > 0) return {};
  if (count(column, 'money') > 0 && all(column, 'money', 'decimal', 'integer')) return draftMoney(column);
  if (all(column, 'integer', 'decimal')) return { rule: { type: 'number' } };
  return {};
}

function draftTime(column: SampledColumn): ColumnDraft {
  const epoch = EPOCHS.find((unit) => all(column, unit));
  if (!epoch && !all(column, 'date'))
    return {
      rule: { type: 'datetime' },
      doubt: 'mixes dates with Unix timestamps; check that the feed reads both',
    };
  if (epoch) return { rule: { type: 'datetime', format: epoch } };
  const [dayFirst, monthFirst] = [count(column, 'day_first'), count(column, 'month_first')];
  if (
    count(column, 'date_only') === count(column, 'date') &&
    dayFirst + monthFirst === 0 &&
    count(column, 'either_order') === 0
  )
    return { rule: { type: 'date' } };
  if (dayFirst > 0 && monthFirst > 0)
    return {
      doubt: 'mixes dates that begin with the day and dates that begin with the month; use one format',
    };
  if (dayFirst > 0) return { rule: { type: 'datetime', format: 'eu' } };
  if (monthFirst > 0) return { rule: { type: 'datetime', format: 'us' } };
  if (count(column, 'either_order') > 0)
    return {
      rule: { type: 'datetime' },
      doubt: 'has dates that can be read with the day or the month first: set format "eu" or "us"',
    };
  return { rule: { type: 'datetime' } };
}

function withZoneDoubt({ zoneless }: SampledColumn, { rule, doubt }: ColumnDraft): ColumnDraft {
  const doubts = [
    ...(doubt === undefined ? [] : [doubt]),
    ...(zoneless > 0 ? ['times have no zone: set timezone, or their rows are rejected'] : []),
  ];
  return { ...(rule && { rule }), ...(doubts.length > 0 && { doubt: doubts.join('; ') }) };
}

function draftMoney(column: SampledColumn): ColumnDraft {
  const comma = count(column, 'decimal_comma') > 0;
  if (comma && count(column, 'decimal_point') > 0)
    return { doubt: 'mixes decimal points and decimal commas; use one of them' };
  return { rule: comma ? { type: 'money', decimal: ',' } : { type: 'money' } };
}

function all(column: SampledColumn, ...marks: readonly CellMark[]): boolean {
  const cells = filled(column);
  return cells > 0 && marks.reduce((sum, mark) => sum + count(column, mark), 0) === cells;
}

/** Types of cells that have a value. */
const WITH_VALUE = CELL_TYPES.filter((type) => type !== 'blank' && type !== 'no_value');

/** Whether the column has dates without a time of day. */
export function hasOnlyDays(column: SampledColumn): boolean {
  return all(column, 'date_only');
}

export function hasOnlyTimesOfDay(column: SampledColumn): boolean {
  return column.clocks > 0 && column.clocks === filled(column);
}

export function hasValues(column: SampledColumn): boolean {
  return filled(column) > 0;
}

function filled(column: SampledColumn): number {
  return WITH_VALUE.reduce((sum, type) => sum + count(column, type), 0);
}

function count({ marks }: SampledColumn, mark: CellMark): number {
  return marks[mark]?.[0] ?? 0;
}
