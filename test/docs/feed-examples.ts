// The examples of docs/feeds.md: what the page says, and what becomes of it when it is run.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type FeedInput, type FeedsInput, FeedsSchema } from '../../lambdas/contracts/feed.ts';
import { encode, isEncoding } from '../builders/encode.ts';
import { type ImportedFile, importFile } from '../builders/import-file.ts';
import { mapFile } from '../builders/map-file.ts';
import { aWorld } from '../builders/world.ts';
import { PRESETS } from './presets.ts';

export const PAGE = readFileSync(new URL('../../docs/feeds.md', import.meta.url), 'utf8');

export interface Block {
  /** What stands behind the fence: `ts feed`, `csv`, `csv part_00`, `jsonl result`, … */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^```([^\n]+)\n(.*?)^```$/gms)].map((match) => ({
  info: match[1] ?? '',
  text: match[2] ?? '',
  line: PAGE.slice(0, match.index).split('\n').length,
}));

export interface ExampleFile {
  /** A file that is alone needs none; of a `ts config`, with its folder. */
  readonly name: string | undefined;
  readonly content: Buffer;
  /** What the page says becomes of it: items and rows, a part of report.json, a refusal; nothing where it starts no import. */
  readonly outcomes: readonly Block[];
}

export interface Example {
  readonly line: number;
  /** `ts config`, or `ts feed` for one feed of it. */
  readonly kind: 'config' | 'feed';
  readonly code: string;
  readonly files: readonly ExampleFile[];
  /** What the page says is wrong with the configuration. */
  readonly error: string | undefined;
}

/** A `ts feed` or `ts config` and the blocks up to the next one. */
export const EXAMPLES: readonly Example[] = BLOCKS.flatMap(({ info, text, line }, index) => {
  const kind = kindOf(info);
  if (!kind) return [];
  const rest = BLOCKS.slice(index + 1);
  const next = rest.findIndex((block) => kindOf(block.info));
  const own = next === -1 ? rest : rest.slice(0, next);
  const error = own.find((block) => block.info === 'text error')?.text;
  return [{ line, kind, code: text, files: filesOf(own), error }];
});

function kindOf(info: string): Example['kind'] | undefined {
  return /^ts (config|feed)$/.exec(info)?.[1] as Example['kind'] | undefined;
}

/** Each `csv` or `json`, perhaps with a name and an encoding, and the outcomes up to the next one. */
function filesOf(blocks: readonly Block[]): readonly ExampleFile[] {
  const files: (ExampleFile & { readonly outcomes: Block[] })[] = [];
  for (const block of blocks) {
    const [form = '', name, encoding] = block.info.split(' ');
    if (['jsonl result', 'json report', 'text refused'].includes(block.info)) {
      files.at(-1)?.outcomes.push(block);
    } else if (form === 'csv' || form === 'json') {
      if (encoding !== undefined && !isEncoding(encoding)) throw new Error(`no such encoding: ${encoding}`);
      files.push({ name, content: encode(block.text, encoding ?? 'utf-8'), outcomes: [] });
    }
  }
  return files;
}

/** An object of the page; presets go by their names. */
export function evaluate(code: string): unknown {
  return new Function(...Object.keys(PRESETS), `return (${code});`)(...Object.values(PRESETS));
}

export type Line = Readonly<Record<string, unknown>>;

/** As the page writes it: items, then rows that are rejected, then rows that are kept back. */
export function mapExample(feed: FeedInput, content: Buffer): readonly Line[] {
  const { items, rejects, setAside } = mapFile(feed, content);
  const lines = [
    ...items,
    ...rejects.map(({ line, code, column }) => ({ line, rejected: code, column })),
    ...setAside,
  ];
  return JSON.parse(JSON.stringify(lines)) as Line[];
}

/** The configuration of an example; a feed alone is called `example`. */
export function configOf({ kind, code }: Example): FeedsInput {
  const written = evaluate(code);
  return (kind === 'config' ? written : { workspace: 'main', feeds: { example: written } }) as FeedsInput;
}

/** Drops the files one after the other; a file that starts no import has nothing. */
export async function importExample(example: Example): Promise<readonly (ImportedFile | undefined)[]> {
  const world = aWorld({ feeds: FeedsSchema.parse(configOf(example)) });
  const folder = example.kind === 'feed' ? 'incoming/example/' : 'incoming/';
  const imported: (ImportedFile | undefined)[] = [];
  for (const { name = 'file.csv', content } of example.files) {
    imported.push(await importFile(world, folder + name, content));
  }
  return imported;
}

/** Of an import: what was sent, then the rows of rejects.csv. */
export function linesOf({ items, returned }: ImportedFile): readonly Line[] {
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
