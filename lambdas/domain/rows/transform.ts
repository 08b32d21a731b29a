// Runs the function of a feed that changes rows. What it returns is checked like a file: texts only, and only known columns.
import type { Row, RowPlace, TransformRow } from '../../contracts/feed/transform.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import type { CsvRecord } from '../csv/records.ts';
import { isRejected } from '../faults.ts';
import type { Rejected } from '../reject.ts';

/** The row as it is mapped, why it is not, or null if the function leaves it out. */
export type Transformed = CsvRecord | Rejected | null;
export type TransformRecord = (record: CsvRecord) => Transformed;

/** Thrown by a function that was run twice, and did not return the same. */
export class ImpureTransformError extends Error {
  override readonly name = 'ImpureTransformError';
}

export interface TransformColumns {
  /** Of the file. */
  readonly header: readonly string[];
  /** Columns that the function adds, after those of the file. */
  readonly adds: readonly string[];
}

/**
 * @param placeOf where the row on a line is.
 * @returns a function for sound records, with as many cells as the header has columns.
 */
export function compileTransform(
  run: TransformRow,
  { header, adds }: TransformColumns,
  placeOf: (line: number) => RowPlace,
): TransformRecord {
  // The columns of rejects.csv say nothing about the row: it must be the same when it is dropped again.
  const given = header.flatMap((name, index) => (isRejectColumn(name) ? [] : [{ name, index }]));
  const columns = [...given, ...adds.map((name, n) => ({ name, index: header.length + n }))];
  return (record) => {
    const row = new EmptyRow();
    for (const { name, index } of given) row[name] = record.cells[index] ?? '';
    try {
      const result: unknown = run(Object.freeze(row), placeOf(record.line));
      if (result === null) return null;
      const cells = readResult(result, columns, record.cells);
      return isRejected(cells) ? cells : { ...record, cells };
    } catch (error) {
      return { reject: failure(error) };
    }
  };
}

/** A row inherits nothing: a column may have any name, such as `__proto__`. An instance is faster than `Object.create(null)`. */
class EmptyRow {
  [column: string]: string;
}
Object.setPrototypeOf(EmptyRow.prototype, null);
Reflect.deleteProperty(EmptyRow.prototype, 'constructor');

type Column = { readonly name: string; readonly index: number };

/** @returns the cells, or a reject. It may throw what the result throws. */
function readResult(
  result: unknown,
  columns: readonly Column[],
  before: readonly string[],
): readonly string[] | Rejected {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return wrong(NOT_A_ROW);
  if (result instanceof Promise) {
    // Its error is not printed: it can have cells of the row.
    result.catch(() => undefined);
    return wrong(A_PROMISE);
  }
  const row = result as Row;
  const cells = [...before];
  for (const { name, index } of columns) {
    const cell: unknown = Object.hasOwn(row, name) ? row[name] : undefined;
    if (cell === before[index] && cell !== undefined) continue;
    if (typeof cell !== 'string') return wrong(cell === undefined ? MISSING : NOT_TEXT, name);
    if (!cell.isWellFormed() || cell.includes('\0')) return wrong(BROKEN_TEXT, name);
    if (isNoValue(cell) && !before.some(isNoValue)) return wrong(NO_VALUE, name);
    cells[index] = cell;
  }
  return Object.keys(row).length > columns.length ? wrong(UNKNOWN_COLUMN) : cells;
}

const NOT_A_ROW = 'It returned neither a row nor null.';
const A_PROMISE = 'It returned a promise.';
const MISSING = 'It returned a row without this column.';
const NOT_TEXT = 'It returned something else than a text for this column.';
const BROKEN_TEXT = 'It returned a NUL or half of a character.';
const NO_VALUE = 'It made a text of a value that is missing, such as undefined or NaN.';
// Its name can be made from a cell.
const UNKNOWN_COLUMN = 'It returned a column that the file does not have and that adds does not name.';

/** What JavaScript prints for a value that is missing or is not one. */
function isNoValue(cell: string): boolean {
  return /\b(?:undefined|NaN|Invalid Date)\b|\[object [A-Z]\w{0,20}\]/.test(cell);
}

function wrong(detail: string, column?: string): Rejected {
  return { reject: { code: 'transform_result', detail, ...(column !== undefined && { column }) } };
}

const ERRORS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

/** Of the error only its kind: its message and its own properties can have cells of the row. */
function failure(error: unknown): Rejected['reject'] {
  if (isImpure(error)) return { code: 'transform_impure' };
  const kind = kindOf(error);
  return { code: 'transform_failed', ...(ERRORS.has(kind) && { detail: `It was a ${kind}.` }) };
}

function isImpure(error: unknown): boolean {
  try {
    return error instanceof ImpureTransformError;
  } catch {
    return false;
  }
}

/** What is thrown can be anything, also an object that throws when it is looked at. */
function kindOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.constructor.name) : '';
  } catch {
    return '';
  }
}
