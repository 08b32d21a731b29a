// The kind of each column of a file, with which the next file of the feed is compared.
import * as z from 'zod';
import type { CellMark } from './cell-mark.ts';
import type { ChunkProfile } from './chunk-profile.ts';
import type { Marks } from './mark.ts';

/** `unknown`: the column has too few values, or values of several kinds. */
export const COLUMN_KINDS = ['number', 'boolean', 'date', 'json', 'text', 'unknown'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

const TYPES = {
  number: ['integer', 'decimal', 'leading_zero', 'scientific', 'money'],
  boolean: ['boolean'],
  date: ['date'],
  json: ['json'],
  text: ['text'],
} as const satisfies Record<Exclude<ColumnKind, 'unknown'>, readonly CellMark[]>;

/** With fewer values the kind is unknown. */
const FEWEST = 20;
const NEARLY_ALL = 0.9;

/** A column and the kind of its cells. */
export const SeenColumnSchema = z.object({
  /** As it may be shown. */
  name: z.string(),
  kind: z.enum(COLUMN_KINDS),
  /** Keyed hash of the name, if the shown one is masked. Absent before 2026-12. */
  hash: z.string().optional(),
});
export type SeenColumn = Readonly<z.infer<typeof SeenColumnSchema>>;

/** The columns of a header with their kinds. Columns that the profile left out are `unknown`. */
export function seenColumns(
  header: readonly string[],
  { columns }: Pick<ChunkProfile, 'columns'>,
): SeenColumn[] {
  return header.map((name, index) => ({ name, kind: kindOf(columns[index] ?? {}) }));
}

function kindOf(marks: Marks<CellMark>): ColumnKind {
  const rows = (types: readonly CellMark[]) => types.reduce((sum, type) => sum + (marks[type]?.[0] ?? 0), 0);
  const filled = rows(Object.values(TYPES).flat());
  if (filled < FEWEST) return 'unknown';
  return KINDS.find((kind) => rows(TYPES[kind]) >= filled * NEARLY_ALL) ?? 'unknown';
}

const KINDS = Object.keys(TYPES) as (keyof typeof TYPES)[];
