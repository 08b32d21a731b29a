// Cleans a record before anything reads it, so that identifier, key, time and properties agree on what is blank.
import type { ColumnRule } from '../../contracts/column.ts';
import type { Feed } from '../../contracts/feed.ts';
import type { CsvRecord } from '../csv/records.ts';

/** Empties cells that hold a null token, and takes off the apostrophes that guard digits. */
export function compileClean(feed: Feed, header: readonly string[]): (record: CsvRecord) => CsvRecord {
  const columns = header.flatMap((column, index) => {
    const rules = rulesOf(feed, column);
    const tokens = new Set([...feed.nullTokens, ...rules.flatMap(({ nullTokens = [] }) => nullTokens)]);
    const strip = rules.some(({ stripApostrophe }) => stripApostrophe);
    return strip || tokens.size > 0 ? [{ index, strip, tokens }] : [];
  });
  if (columns.length === 0) return (record) => record;
  return (record) => {
    const cells = [...record.cells];
    for (const { index, strip, tokens } of columns) {
      const cell = cells[index] ?? '';
      const bare = strip && cell.startsWith("'") ? cell.slice(1) : cell;
      cells[index] = tokens.has(bare.trim()) ? '' : bare;
    }
    return { ...record, cells };
  };
}

function rulesOf(feed: Feed, column: string): readonly ColumnRule[] {
  const items = feed.kind === 'events' ? (feed.groupBy?.items.columns ?? {}) : {};
  return [feed.columns, items].flatMap((rules) => {
    const rule = Object.hasOwn(rules, column) ? rules[column] : undefined;
    return rule ? [rule] : [];
  });
}
