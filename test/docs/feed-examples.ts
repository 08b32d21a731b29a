// Reads the feeds that a page shows, with their files and their expected results.
import { readFileSync } from 'node:fs';
import type { FeedsInput } from '../../lambdas/contracts/feed/feed.ts';
import { encode, isEncoding } from '../builders/encode.ts';
import { NAMES_OF_EXAMPLES } from './presets.ts';

/** The text of a page under docs/. */
export function readPage(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

export interface Block {
  /** The text after the fence: `ts feed`, `csv`, `csv part_00`, `jsonl result`, … */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map((match) => ({
    info: match[1] ?? '',
    text: match[2] ?? '',
    line: page.slice(0, match.index).split('\n').length,
  }));
}

export interface ExampleFile {
  /** A single file needs no name. In a `ts config` the name includes the folder. */
  readonly name: string | undefined;
  readonly content: Buffer;
  /** The expected results: items and rows, a part of report.json, or a refusal. Empty if the file starts no import. */
  readonly outcomes: readonly Block[];
}

export interface Example {
  readonly line: number;
  /** `ts config`, or `ts feed` for one feed of it. */
  readonly kind: 'config' | 'feed';
  readonly code: string;
  readonly files: readonly ExampleFile[];
  /** The expected error of the configuration. */
  readonly error: string | undefined;
}

/** A `ts feed` or `ts config` and the blocks up to the next one. */
export function examplesOf(page: string): readonly Example[] {
  const blocks = blocksOf(page);
  return blocks.flatMap(({ info, text, line }, index) => {
    const kind = kindOf(info);
    if (!kind) return [];
    const rest = blocks.slice(index + 1);
    const next = rest.findIndex((block) => kindOf(block.info));
    const own = next === -1 ? rest : rest.slice(0, next);
    const error = own.find((block) => block.info === 'text error')?.text;
    return [{ line, kind, code: text, files: filesOf(own), error }];
  });
}

function kindOf(info: string): Example['kind'] | undefined {
  return /^ts (config|feed)$/.exec(info)?.[1] as Example['kind'] | undefined;
}

/** Each `csv` or `json` block, with an optional name and encoding, and the results up to the next one. */
function filesOf(blocks: readonly Block[]): readonly ExampleFile[] {
  const files: (ExampleFile & { readonly outcomes: Block[] })[] = [];
  for (const block of blocks) {
    const [form = '', name, encoding] = block.info.split(' ');
    if (['jsonl result', 'json report', 'text refused'].includes(block.info)) {
      files.at(-1)?.outcomes.push(block);
    } else if (form === 'csv' || form === 'json') {
      if (encoding !== undefined && !isEncoding(encoding))
        throw new Error(`There is no encoding ${encoding}.`);
      files.push({ name, content: encode(block.text, encoding ?? 'utf-8'), outcomes: [] });
    }
  }
  return files;
}

/** Evaluates an object of the page. It can use presets by their names. */
export function evaluate(code: string): unknown {
  return new Function(...Object.keys(NAMES_OF_EXAMPLES), `return (${code});`)(
    ...Object.values(NAMES_OF_EXAMPLES),
  );
}

/** The configuration of an example; a feed alone is called `example`. */
export function configOf({ kind, code }: Example): FeedsInput {
  const written = evaluate(code);
  return (kind === 'config' ? written : { workspace: 'main', feeds: { example: written } }) as FeedsInput;
}
