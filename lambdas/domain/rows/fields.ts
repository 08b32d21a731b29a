// Which column becomes which property: worked out once per file, applied to every row.
import type { ColumnRule, ColumnRules } from '../../contracts/column.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import { type Coerce, coerceConsent, compileCoerce, type Value } from './coerce.ts';
import { type Properties, setProperty } from './properties.ts';
import type { Reject } from './reject.ts';

/** A column on its way to a property. */
export interface Field {
  readonly index: number;
  readonly column: string;
  readonly path: readonly string[];
  readonly coerce: Coerce;
  readonly stripApostrophe: boolean;
  readonly required: boolean;
  /** What a blank cell is sent as; nothing without. */
  readonly blank: Value | undefined;
  readonly nullTokens: ReadonlySet<string> | undefined;
}

export interface FieldRules {
  readonly columns: ColumnRules;
  readonly unmapped: 'keep' | 'drop' | 'reject';
  readonly nullTokens: readonly string[];
  readonly timezone?: string | undefined;
}

/**
 * The fields of a file, in the order of its header.
 * @param taken columns that mean something else (identifier, time, …): a property only where a rule names them.
 */
export function planFields(
  header: readonly string[],
  rules: FieldRules,
  taken: ReadonlySet<string>,
): Field[] {
  return header.flatMap((column, index) => {
    const rule = Object.hasOwn(rules.columns, column) ? rules.columns[column] : undefined;
    if (rule?.drop || isRejectColumn(column)) return [];
    if (!rule && (rules.unmapped !== 'keep' || taken.has(column) || isReserved(column))) return [];
    return [planField(index, column, rule ?? {}, rules)];
  });
}

/** Customer.io keeps names that start with an underscore for itself and ignores them (docs, "Attributes"). */
export function isReserved(column: string): boolean {
  return column.startsWith('_');
}

function planField(index: number, column: string, rule: ColumnRule, rules: FieldRules): Field {
  const path = rule.as === undefined ? [column] : splitPath(rule.as);
  const tokens = [...rules.nullTokens, ...(rule.nullTokens ?? [])];
  return {
    index,
    column,
    path,
    coerce: isConsent(path[0] ?? '') ? coerceConsent : compileCoerce(rule, rules.timezone),
    stripApostrophe: rule.stripApostrophe ?? false,
    required: rule.required ?? false,
    // An empty text removes an attribute (Customer.io OpenAPI: "null or an empty string removes the attribute").
    blank: rule.blank === 'clear' ? '' : undefined,
    nullTokens: tokens.length === 0 ? undefined : new Set(tokens),
  };
}

const TOPIC = 'cio_subscription_preferences.';

/** Dots nest, but not in the flat names by which Customer.io updates a single topic. */
export function splitPath(path: string): string[] {
  return path.startsWith(TOPIC) ? [path] : path.split('.');
}

/** `unsubscribed` and subscription topics: a wrong value there mails people who said no. */
export function isConsent(name: string): boolean {
  return name === 'unsubscribed' || name.startsWith(TOPIC);
}

/** Puts the row's values into `into`. */
export function readFields(
  fields: readonly Field[],
  cells: readonly string[],
  into: Properties,
): Reject | undefined {
  for (const field of fields) {
    const cell = cellOf(cells, field);
    if (cell === undefined) {
      if (field.required) return { code: 'required_column_blank', column: field.column };
      if (field.blank !== undefined) setProperty(into, field.path, field.blank);
      continue;
    }
    const coerced = field.coerce(cell);
    if ('reject' in coerced) return { code: coerced.reject, column: field.column };
    setProperty(into, field.path, coerced.value);
  }
  return undefined;
}

/** The cell's text, or `undefined` where it is blank or a null token. */
function cellOf(cells: readonly string[], { index, stripApostrophe, nullTokens }: Field): string | undefined {
  const raw = cells[index] ?? '';
  const cell = stripApostrophe && raw.startsWith("'") ? raw.slice(1) : raw;
  return cell.trim() === '' || nullTokens?.has(cell) ? undefined : cell;
}
