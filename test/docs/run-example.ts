// Runs an example of a page, and compares its result with the page.
import { expect } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type FeedInput, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { RefusedError } from '../../lambdas/domain/errors.ts';
import { type ImportedFile, importFile } from '../builders/import-file.ts';
import { mapFile } from '../builders/map-file.ts';
import { aWorld } from '../builders/world.ts';
import { type Block, configOf, type Example, evaluate } from './feed-examples.ts';

/** A file without a name is only read and mapped. Files with names, or with a report, are imported. */
export function isMapped({ kind, files }: Example): boolean {
  return (
    kind === 'feed' &&
    files.every(
      ({ name, outcomes }) => name === undefined && outcomes.every(({ info }) => info !== 'json report'),
    )
  );
}

export function expectMapped({ code, files }: Example): void {
  const feed = evaluate(code) as FeedInput;
  for (const { content, outcomes } of files) {
    for (const outcome of outcomes) {
      if (outcome.info === 'text refused')
        expect(() => mapFile(feed, content)).toThrow(refusedAs(outcome.text));
      else expectLines(mapExample(feed, content), outcome);
    }
  }
}

export async function expectImported(example: Example): Promise<void> {
  const imported = await importExample(example);
  for (const [index, { outcomes }] of example.files.entries()) {
    const file = imported[index];
    expect(file === undefined).toBe(outcomes.length === 0);
    if (file) for (const outcome of outcomes) expectImport(file, outcome);
  }
}

type Line = Readonly<Record<string, unknown>>;

/** In the order of the page: items, then rejected rows, then rows that are kept back. */
function mapExample(feed: FeedInput, content: Buffer): readonly Line[] {
  const { items, rejects, setAside } = mapFile(feed, content);
  const lines = [
    ...items,
    ...rejects.map(({ line, code, column }) => ({ line, rejected: code, column })),
    ...setAside,
  ];
  return JSON.parse(JSON.stringify(lines)) as Line[];
}

/** Drops the files in order. The result is undefined for a file that starts no import. */
async function importExample(example: Example): Promise<readonly (ImportedFile | undefined)[]> {
  const world = aWorld({ feeds: FeedsSchema.parse(configOf(example)) });
  const folder = example.kind === 'feed' ? 'incoming/example/' : 'incoming/';
  const imported: (ImportedFile | undefined)[] = [];
  for (const { name = 'file.csv', content } of example.files) {
    imported.push(await importFile(world, folder + name, content));
  }
  return imported;
}

/** The items that an import sent, then the rows of rejects.csv. */
function linesOf({ items, returned }: ImportedFile): readonly Line[] {
  const rejects = returned('rejects.csv') ?? '';
  const delimiter = /^.*?(.)_reject_line/.exec(rejects)?.[1] ?? ',';
  const rows = parse(rejects, { columns: true, delimiter, relax_column_count: true }) as Line[];
  return [
    ...items.map((item) => ({ ...item })),
    ...rows.map((row) => ({
      line: Number(row._reject_line),
      rejected: row._reject_code,
      column: row._reject_column || undefined,
      file: row._reject_file,
    })),
  ];
}

function refusedAs(text: string): RefusedError {
  const [, code, message] = /^(\w+): (.*)$/.exec(text.trim()) ?? [];
  return expect.objectContaining({ name: RefusedError.name, code, message }) as unknown as RefusedError;
}

function expectImport(file: ImportedFile, outcome: Block): void {
  const { code, message } = file.report.reason ?? {};
  if (outcome.info === 'jsonl result') expectLines(linesOf(file), outcome);
  else if (outcome.info === 'json report') expect(file.report).toMatchObject(partOfReport(outcome));
  else expect(`${code}: ${message}`).toBe(outcome.text.trim());
}

/** A page may show only some of the findings. */
function partOfReport({ text }: Block): object {
  const { findings, ...shown } = JSON.parse(text) as { readonly findings?: readonly object[] };
  if (!findings) return shown;
  return { ...shown, findings: expect.arrayContaining(findings.map((one) => expect.objectContaining(one))) };
}

/** A page may show only some fields of an item, but each of them completely. */
function expectLines(outcomes: readonly Line[], { text }: Block): void {
  const written = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const shown = outcomes.map((item, index) =>
    Object.fromEntries(Object.keys(written[index] ?? {}).map((key) => [key, item[key]])),
  );
  expect({ count: outcomes.length, shown }).toEqual({ count: written.length, shown: written });
}
