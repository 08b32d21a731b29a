// The workspace on disk: one line per request that changed it, written before the answer. If the process is killed, every
// answered request is in the journal. An incomplete last line was never answered, and is removed.

import { appendFileSync, closeSync, createReadStream, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Choice } from './choices.ts';
import type { TrackItem } from './track-item.ts';
import type { Answers } from './unverified.ts';
import type { WorkspaceStore } from './workspace.ts';

/** One journal line. Times in milliseconds. */
export type JournalEntry =
  | { readonly at: number; readonly items: readonly TrackItem[] }
  | { readonly at: number; readonly choice: Choice }
  | { readonly at: number; readonly answers: Partial<Answers> }
  | { readonly at: number; readonly dropped: number };

export interface Journal {
  /** @param line the JSON of one entry, without line breaks */
  append(line: string): void;
  close(): void;
}

/** Restores the workspace from `<directory>/workspace.ndjson`, and keeps the file open for new entries. */
export async function openJournal(directory: string, workspace: WorkspaceStore): Promise<Journal> {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'workspace.ndjson');
  const file = openSync(path, 'a');
  let wholeBytes = await replay(path, workspace);
  ftruncateSync(file, wholeBytes);
  return {
    append: (line) => {
      const bytes = Buffer.from(`${line}\n`);
      try {
        appendFileSync(file, bytes);
      } catch (error) {
        ftruncateSync(file, wholeBytes); // a full disk must not leave an incomplete line before the next one
        throw error;
      }
      wholeBytes += bytes.length;
    },
    close: () => closeSync(file),
  };
}

export function applyEntry(workspace: WorkspaceStore, entry: JournalEntry): void {
  if ('items' in entry) workspace.apply(entry.items, entry.at);
  else if ('choice' in entry) workspace.choose(entry.choice, entry.at);
  else if ('answers' in entry) workspace.answer(entry.answers);
  else workspace.drop(entry.dropped);
}

/** @returns the length of the complete lines, in bytes. */
async function replay(path: string, workspace: WorkspaceStore): Promise<number> {
  let wholeBytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', start)) {
      applyEntry(workspace, JSON.parse(rest.toString('utf8', start, end)));
      start = end + 1;
    }
    wholeBytes += start;
    rest = rest.subarray(start);
  }
  return wholeBytes;
}
