// Which column becomes which property: worked out once per file, applied to every row.
import type { ColumnRule, ColumnType } from '../../contracts/feed.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import type { Properties } from '../delivery/item.ts';
import { coerce, type Value } from './coerce.ts';
import type { Reject } from './reject.ts';

/** A column on its way to a property. */
export interface Field {
  readonly index: number;
  readonly column: string;
  /** Property path: `['address', 'city']` nests. */
  readonly path: readonly string[];
  readonly type: ColumnType;
  readonly stripApostrophe: boolean;
}

type Rules = Readonly<Record<string, ColumnRule>>;

/**
 * The fields of a file, in the order of its header.
 * @param taken columns that mean something else (identifier, time, …): a property only where a rule names them.
 */
export function planFields(
  header: readonly string[],
  rules: Rules,
  unmapped: 'keep' | 'drop',
  taken: ReadonlySet<string>,
): Field[] {
  return header.flatMap((column, index) => {
    const rule = Object.hasOwn(rules, column) ? rules[column] : undefined;
    if (rule?.drop || isRejectColumn(column) || (!rule && (unmapped === 'drop' || taken.has(column))))
      return [];
    const path = rule?.as === undefined ? [column] : rule.as.split('.');
    return [
      { index, column, path, type: rule?.type ?? 'string', stripApostrophe: rule?.stripApostrophe ?? false },
    ];
  });
}

/** Puts the row's values into `into`; a blank cell says nothing and is left out. */
export function readFields(
  fields: readonly Field[],
  cells: readonly string[],
  into: Properties,
  nowSeconds: number,
): Reject | undefined {
  for (const field of fields) {
    const cell = cellOf(cells, field);
    if (cell.trim() === '') continue;
    const coerced = coerce(cell, field.type, nowSeconds);
    if ('reject' in coerced) return { code: coerced.reject, column: field.column };
    setPath(into, field.path, coerced.value);
  }
  return undefined;
}

/** A bag without a prototype, in which `__proto__` is a name like any other. */
export function emptyProperties(): Properties {
  return Object.create(null) as Properties;
}

function cellOf(cells: readonly string[], { index, stripApostrophe }: Field): string {
  const cell = cells[index] ?? '';
  return stripApostrophe && cell.startsWith("'") ? cell.slice(1) : cell;
}

function setPath(into: Properties, path: readonly string[], value: Value): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name];
  const bag = typeof inner === 'object' && !Array.isArray(inner) ? (inner as Properties) : emptyProperties();
  into[name] = bag;
  setPath(bag, rest, value);
}
