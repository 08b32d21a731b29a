// What a replay drops: the unchanged file of an import, or its rejected or held rows.
import { Readable } from 'node:stream';
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import { importFiles } from '../../lambdas/work/import-files.ts';
import type { Target } from '../target/target.ts';
import { rowsRejectedFor } from './rows-rejected-for.ts';

/** `all`: the file itself. */
export type Selection =
  | { readonly kind: 'all' | 'rejected' | 'held' }
  | { readonly kind: 'reason'; readonly code: string };

/** @throws Error if the import has no such rows. */
export async function replayBody(
  target: Target,
  record: ImportRecord,
  selection: Selection,
): Promise<Readable> {
  const { objects } = target;
  if (selection.kind === 'all') return Readable.from(objects.stream(record.source));
  const name = selection.kind === 'held' ? 'held.csv' : 'rejects.csv';
  const found = await objects.find(reportPrefix(record.feed, record.importId) + name);
  if (!found)
    throw new Error(
      `${record.importId} has no ${name}, so there are no such rows to replay. See its outcomes: ${target.call(`show ${record.importId}`)}`,
    );
  if (selection.kind !== 'reason') return Readable.from(objects.stream(found));
  const rows = rowsRejectedFor(
    selection.code,
    () => objects.stream(found),
    await delimiterOf(target, record),
  );
  return Readable.from(asBytes(rows));
}

async function delimiterOf({ objects }: Target, { importId }: ImportRecord): Promise<string> {
  return (await importFiles.plan.open(objects, importId)).delimiter;
}

async function* asBytes(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield Buffer.from(line);
}
