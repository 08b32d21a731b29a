// Remembers every execution in a small file of its own, so that a killed engine knows what it had begun.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionEnd } from './workflow.ts';

export interface ExecutionRecord {
  /** Unique; the file's name. */
  readonly name: string;
  readonly arn: string;
  readonly input: unknown;
  /** ISO date. */
  readonly startedAt: string;
  /** `undefined` while it runs. */
  readonly end?: ExecutionEnd | undefined;
  /** ISO date. */
  readonly endedAt?: string | undefined;
  /** Whether the end was told on the event bus and every target has taken it, or was given up. */
  readonly announced?: boolean | undefined;
}

export interface ExecutionJournal {
  /** All that were there when the journal was opened. */
  readonly records: readonly ExecutionRecord[];
  /** Replaces the record of that name; never leaves half a file. */
  readonly write: (record: ExecutionRecord) => Promise<void>;
}

/** @param folder made where it is missing. */
export async function openExecutionJournal(folder: string): Promise<ExecutionJournal> {
  await mkdir(folder, { recursive: true });
  const records = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ExecutionRecord)
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return {
    records,
    write: async (record) => {
      const file = join(folder, `${record.name}.json`);
      await writeFile(`${file}.part`, JSON.stringify(record, null, 2));
      await rename(`${file}.part`, file);
    },
  };
}
