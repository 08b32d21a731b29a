// An import by its id, or a plain word that there is none.
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Target } from '../target/target.ts';

/** @throws Error */
export async function findImport({ imports, title, call }: Target, importId: string): Promise<ImportRecord> {
  const record = await imports.find(importId);
  if (record) return record;
  throw new Error(`${title} has no import ${importId}. What it has: ${call('list')}`);
}
