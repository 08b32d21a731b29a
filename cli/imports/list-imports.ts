// The imports of a deployment: those that have not ended, and the history of each feed.
import type { ImportState, Outcomes } from '../../lambdas/contracts/report.ts';
import type { ImportHistory } from '../../lambdas/ports/import-history.ts';
import type { ImportRecords } from '../../lambdas/ports/import-records.ts';
import type { Turns } from '../../lambdas/ports/turns.ts';

export interface ImportLine {
  readonly importId: string;
  readonly feed: string;
  readonly state: ImportState;
  /** ISO 8601, UTC: when the file arrived. */
  readonly arrivedAt: string;
  /** Rows and outcomes are known after an import has ended. */
  readonly rows?: number;
  readonly outcomes?: Outcomes;
}

export interface ListOptions {
  /** Feeds whose history is read. */
  readonly feeds: readonly string[];
  readonly state?: string | undefined;
  readonly most: number;
}

/** Newest first. */
export async function listImports(
  imports: Pick<Turns, 'turns'> & Pick<ImportRecords, 'find'> & Pick<ImportHistory, 'history'>,
  { feeds, state, most }: ListOptions,
): Promise<ImportLine[]> {
  const [{ active }, ...pasts] = await Promise.all([
    imports.turns(),
    ...feeds.map(async (feed) => (await imports.history(feed, most)).map((past) => ({ feed, past }))),
  ]);
  const own = active.filter(({ feed }) => feeds.includes(feed));
  const records = await Promise.all(own.map(({ importId }) => imports.find(importId)));
  const lines = new Map<string, ImportLine>();
  for (const { feed, past } of pasts.flat()) {
    const { importId, rows, outcomes } = past;
    lines.set(importId, {
      importId,
      feed,
      state: past.state,
      arrivedAt: iso(past.arrivedAt),
      rows,
      outcomes,
    });
  }
  for (const record of records) {
    if (!record) continue;
    const { importId, feed, arrivedAt } = record;
    lines.set(importId, { importId, feed, state: record.state, arrivedAt: iso(arrivedAt) });
  }
  return [...lines.values()]
    .filter((line) => state === undefined || line.state === state)
    .sort((a, b) => (a.arrivedAt < b.arrivedAt ? 1 : -1))
    .slice(0, most);
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
