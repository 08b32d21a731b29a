// What a feed remembers of an import that has ended: what later imports are compared with, and wait for.
import type { FlowCounts } from '../../contracts/feed/flows.ts';
import type { Outcomes, TerminalState } from '../../contracts/report.ts';
import type { SeenColumn } from '../profile/column-kinds.ts';

export interface PastImport {
  readonly importId: string;
  /** Milliseconds since 1970: when its file arrived. */
  readonly arrivedAt: number;
  readonly endedAt: number;
  readonly state: TerminalState;
  readonly rows: number;
  readonly outcomes: Outcomes;
  /** In the header's order. None where it ended before Review, or has more than a record can hold. */
  readonly columns: readonly SeenColumn[];
  /** People counted per flow and age. */
  readonly flows: FlowCounts;
}

/** Former imports that later ones are compared with: a month of nightly files. */
export const IMPORTS_REMEMBERED = 30;
/** A year ago is the same season; older imports say nothing of today's. */
const REMEMBERED_MILLISECONDS = 13 * 30.5 * 24 * 3600 * 1000;

/** Milliseconds since 1970 until which an import is remembered. */
export function rememberedUntil({ endedAt }: Pick<PastImport, 'endedAt'>): number {
  return endedAt + REMEMBERED_MILLISECONDS;
}

/** Thirty imports are read at once, and DynamoDB answers with 1 MB at most (its Query API). */
const COLUMNS_BYTES = 24_000;

/** The columns, or none where they are too many to keep: half of them would look like missing ones. */
export function keptColumns(columns: readonly SeenColumn[]): readonly SeenColumn[] {
  return Buffer.byteLength(JSON.stringify(columns)) > COLUMNS_BYTES ? [] : columns;
}
