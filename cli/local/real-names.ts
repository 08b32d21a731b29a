// Shows the names of columns on the terminal of who has the file: reports mask names that look like data.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feed } from '../../lambdas/contracts/feed/feed.ts';
import { sniffHead } from '../../lambdas/domain/csv/head.ts';
import { RefusedError } from '../../lambdas/domain/errors.ts';
import { shownHeader } from '../../lambdas/domain/rows/shown-header.ts';
import { openText } from '../../lambdas/split/open-text.ts';
import { fileStore } from './file-store.ts';

export interface LocalFile {
  /** On disk. */
  readonly path: string;
  readonly feed: Feed | undefined;
}

/** As much as Split reads for a header. */
const HEAD_BYTES = 1024 * 1024;
/** A longer name is cut off. */
const SHOWN_CHARACTERS = 100;

/** What a report or a progress says, with the names as they are in the file. */
export async function withRealNames<Value>(value: Value, { path, feed }: LocalFile): Promise<Value> {
  if (!feed || !/\(column \d+\)/.test(JSON.stringify(value))) return value;
  const header = await readHeader(path, feed);
  const shown = shownHeader(feed, header);
  const masked = header.flatMap((name, index) => {
    const label = shown[index] ?? name;
    return label === name ? [] : [[label, printable(name)] as const];
  });
  const reveal = (text: string) =>
    masked.reduce((to, [label, name]) => to.replaceAll(label, () => name), text);
  return mapTexts(value, reveal) as Value;
}

/** Also of a file that is refused for its header. */
async function readHeader(path: string, { file }: Feed): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  let found: readonly string[] = [];
  try {
    const store = fileStore(folder, { file: path });
    const text = await openText({ key: 'file', bytes: statSync(path).size }, 'text', file, store);
    const bytes = await store.read(text, { start: 0, end: HEAD_BYTES });
    sniffHead({ bytes, isWhole: text.bytes <= HEAD_BYTES }, file, (header) => {
      found = header;
      return header;
    });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

/** Control characters would change the terminal. */
function printable(name: string): string {
  const plain = name.replaceAll(/\p{Cc}+/gu, ' ');
  return plain.length > SHOWN_CHARACTERS ? `${plain.slice(0, SHOWN_CHARACTERS)}…` : plain;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, change)]));
}
