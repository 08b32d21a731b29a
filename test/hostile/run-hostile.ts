// Imports hostile files in memory, and counts the outcomes of their rows independently of the pipeline.
import { parse } from 'csv-parse/sync';
import { FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { OUTCOMES, type Report } from '../../lambdas/contracts/report.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import { type ImportedFile, importFile } from '../builders/import-file.ts';
import { aWorld } from '../builders/world.ts';
import { ENCODED_FILES } from './encoded-files.ts';
import type { HostileFile } from './hostile-file.ts';
import { WRAPPED_FILES } from './wrapped-files.ts';
import { NAMED_FILES, WRITTEN_FILES } from './written-files.ts';

export const HOSTILE_FILES: readonly HostileFile[] = [
  ...ENCODED_FILES,
  ...WRAPPED_FILES,
  ...WRITTEN_FILES,
  ...NAMED_FILES,
];

export const HOSTILE_FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    people: {
      kind: 'people',
      identifiers: [{ as: 'id', columns: ['id'] }],
      limits: { maxRejectShare: 1 },
    },
  },
});

export interface HostileResult {
  readonly name: string;
  /** In the form of `becomes`; `crash` after an unexpected error. */
  readonly became: HostileFile['becomes'];
  /** Faults, such as rows without an outcome, or a report that differs from Customer.io. */
  readonly lost: readonly string[];
}

export async function runHostile(hostile: HostileFile): Promise<HostileResult> {
  const { name, bytes, key = 'file.csv' } = hostile;
  const world = aWorld({ feeds: HOSTILE_FEEDS });
  try {
    const imported = await importFile(world, `incoming/people/${key}`, bytes());
    if (!imported) return { name, became: 'skipped', lost: [] };
    const { report } = imported;
    const became = report.reason?.code ?? rowsOf(report);
    return { name, became, lost: lossesIn(hostile, imported, world.customerIo.people.size) };
  } catch (error) {
    return { name, became: `crash: ${String(error).slice(0, 200)}`, lost: [] };
  }
}

function lossesIn({ text }: HostileFile, imported: ImportedFile, atCustomerIo: number): readonly string[] {
  const { report, returned, items } = imported;
  const counted = OUTCOMES.reduce((sum, outcome) => sum + report.outcomes[outcome], 0);
  const inFile = text === undefined ? report.rows : recordsIn(text);
  const rejects = returned('rejects.csv');
  const checks = {
    'rows without an outcome': report.rows === counted && report.unfinished === 0,
    'rows that were not read': report.state === 'failed' || report.rows === inFile,
    'people that Customer.io does not have': report.outcomes.delivered === atCustomerIo,
    'rejects that are not in rejects.csv':
      rejects === undefined || recordsIn(rejects) === report.outcomes.rejected,
    'changes to the prototype of all objects': Object.keys(Object.prototype).length === 0,
    'people that differ from their rows': text === undefined || sameAsRows(items, text),
  };
  return Object.entries(checks).flatMap(([loss, isRight]) => (isRight ? [] : [loss]));
}

/** Whether each item has the cells of a row, as another reader reads them. */
function sameAsRows(items: readonly Item[], text: string): boolean {
  const [header = [], ...rows] = readRows(text);
  const meant = new Set(rows.map((cells) => JSON.stringify(itemOf(header, cells))));
  return items.every((item) => {
    const { identifiers, attributes } = item as Extract<Item, { readonly action: 'identify' }>;
    return meant.has(JSON.stringify([identifiers, Object.entries(attributes ?? {})]));
  });
}

/** Blank cells and names that start with `_` are not sent; a column without a name has its number (docs/feeds/). */
function itemOf(header: readonly string[], cells: readonly string[]) {
  const named = header.map((name, at) => [name || `column_${at + 1}`, cells[at] ?? ''] as const);
  const id = named.find(([name]) => name === 'id')?.[1].trim();
  const kept = named.filter(([name, cell]) => name !== 'id' && !name.startsWith('_') && cell.trim() !== '');
  return [{ id }, kept];
}

/** Without the header. */
function recordsIn(text: string): number {
  return readRows(text).length - 1;
}

function readRows(text: string): string[][] {
  const delimiter = /^[^\r\n]*?id"?([,;|\t])/.exec(text)?.[1] ?? ',';
  const options = {
    delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
  };
  return parse(text, options);
}

/** Rows by outcome, rejected rows by code; without outcomes of 0 rows. */
export function rowsOf({ outcomes, rejects }: Report): Readonly<Record<string, number>> {
  const { rejected: _, ...others } = outcomes;
  const counts = [...Object.entries(others), ...rejects.map(({ code, rows }) => [code, rows] as const)];
  return Object.fromEntries(counts.filter(([, rows]) => rows > 0));
}
