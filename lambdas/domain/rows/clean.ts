// Cleans a record before it is read, so that identifiers, key, time and properties agree on which cells are blank.
import type { ColumnRule } from '../../contracts/feed/column.ts';
import type { Feed } from '../../contracts/feed/feed.ts';
import type { CsvRecord } from '../csv/records.ts';

const ANY = () => true;
/** An apostrophe before digits, phone numbers, dates and amounts; not `'90s tee`. */
const BEFORE_DIGITS = (cell: string) => /^'[+(-]?\d[\d\s().,:/+-]*$/.test(cell);

/** `="00201"`: a formula that spreadsheets need to keep leading zeros. */
const FORMULA = /^\s*="([^"]*)"\s*$/;

/** Unwraps `="00201"`, empties cells with a null token, and removes the apostrophes before digits. */
export function compileClean(feed: Feed, header: readonly string[]): (record: CsvRecord) => CsvRecord {
  const columns = header.flatMap((column, index) => {
    const cleanCell = compileRules(feed, column);
    return cleanCell ? [{ index, cleanCell }] : [];
  });
  if (columns.length === 0) return unwrap;
  return (wrapped) => {
    const record = unwrap(wrapped);
    let cells: string[] | undefined;
    for (const { index, cleanCell } of columns) {
      const cell = record.cells[index] ?? '';
      const clean = cleanCell(cell);
      if (clean === cell) continue;
      cells ??= [...record.cells];
      cells[index] = clean;
    }
    return cells ? { ...record, cells } : record;
  };
}

/** Cleans the cells of one column, as `compileClean` does. */
export function compileCleanCell(feed: Feed, column: string): (cell: string) => string {
  const clean = compileRules(feed, column);
  return (cell) => (clean ? clean(unwrapped(cell)) : unwrapped(cell));
}

/** @returns undefined if the feed has no rules for the cells of the column. */
function compileRules(feed: Feed, column: string): ((cell: string) => string) | undefined {
  const rules = rulesOf(feed, column);
  const tokens = new Set([...feed.nullTokens, ...rules.flatMap(({ nullTokens = [] }) => nullTokens)]);
  const own = rules.some(({ stripApostrophe }) => stripApostrophe);
  const apostrophe = own ? ANY : feed.stripApostrophe ? BEFORE_DIGITS : undefined;
  if (!apostrophe && tokens.size === 0) return undefined;
  return (cell) => {
    const bare = apostrophe && cell.startsWith("'") && apostrophe(cell) ? cell.slice(1) : cell;
    return tokens.size > 0 && tokens.has(bare.trim()) ? '' : bare;
  };
}

function unwrap(record: CsvRecord): CsvRecord {
  // Almost no record has one, so that this is fast.
  if (!record.cells.some((cell) => cell.includes('="'))) return record;
  return { ...record, cells: record.cells.map(unwrapped) };
}

function unwrapped(cell: string): string {
  return FORMULA.exec(cell)?.[1] ?? cell;
}

function rulesOf(feed: Feed, column: string): readonly ColumnRule[] {
  const items = feed.kind === 'events' ? (feed.groupBy?.items.columns ?? {}) : {};
  return [feed.columns, items].flatMap((rules) => {
    const rule = Object.hasOwn(rules, column) ? rules[column] : undefined;
    return rule ? [rule] : [];
  });
}
