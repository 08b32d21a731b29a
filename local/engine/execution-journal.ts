// Stores every execution in its own file, so that an engine can resume after it was killed.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prettyJson } from '../../lambdas/contracts/format.ts';
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
  /** Whether the end was published on the event bus, and every target accepted it or every attempt failed. */
  readonly announced?: boolean | undefined;
}

export interface ExecutionJournal {
  /** All records at the time at which the journal was opened. */
  readonly records: readonly ExecutionRecord[];
  /** Replaces the record of that name; never leaves an incomplete file. */
  readonly write: (record: ExecutionRecord) => Promise<void>;
}

/** @param folder created if it is missing. */
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
      await writeFile(`${file}.part`, prettyJson(record));
      await rename(`${file}.part`, file);
    },
  };
}
