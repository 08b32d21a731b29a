// Looks for the mark of a feed in the seen table: whether the table and its key are those of earlier imports.
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import { feedMarkKey, rememberedKey } from '../domain/operations/keys.ts';
import type { SeenTable } from '../ports/seen-table.ts';

export interface MarkPorts {
  readonly seen: Pick<SeenTable, 'find'>;
  /** The secret that hashes the keys of the seen table, and masked names of columns. */
  readonly seenKey: () => Promise<string>;
}

/** Reads consistently: the import before this one may have left the mark a moment ago. */
export async function findMark(
  feed: string,
  workspace: string,
  { seen, seenKey }: MarkPorts,
): Promise<SeenItem | undefined> {
  const secret = await seenKey();
  const key = feedMarkKey((person, name) => rememberedKey(secret, workspace, person, name), feed);
  return (await seen.find([key], 'consistent')).get(key);
}
