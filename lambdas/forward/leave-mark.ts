// Leaves the mark of a feed in the seen table. The checkpoint says so, and from it the history: if a later import does not
// find the mark, the table or its key is lost.
import type { ImportOrigin } from '../domain/imports/import-origin.ts';
import { feedMarkKey } from '../domain/operations/keys.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import type { RememberedKey } from './seen-keys.ts';

/** It runs before anything is sent. The content of a mark means nothing. */
export async function leaveMark(
  origin: ImportOrigin,
  seen: SeenTable,
  rememberedKey: RememberedKey,
): Promise<void> {
  await seen.record([{ key: feedMarkKey(rememberedKey, origin.feed), ...origin, content: '' }]);
}
