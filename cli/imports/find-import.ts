// Finds an import by its id.
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Target } from '../target/target.ts';

/** @throws Error if there is none. */
export async function findImport({ imports, title, call }: Target, importId: string): Promise<ImportRecord> {
  const record = await imports.find(importId);
  if (record) return record;
  throw new Error(`${title} has no import ${importId}. To list its imports: ${call('list')}`);
}
