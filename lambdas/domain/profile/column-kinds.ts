// What the cells of a column are, seen over a whole file: what a later file of the feed is compared with.
import type { CellMark } from './cell-mark.ts';
import type { ChunkProfile } from './chunk-profile.ts';
import type { Marks } from './mark.ts';

/** `unknown`: too few cells are filled, or they do not agree. */
export const COLUMN_KINDS = ['number', 'boolean', 'date', 'json', 'text', 'unknown'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

const TYPES = {
  number: ['integer', 'decimal', 'leading_zero', 'scientific', 'money'],
  boolean: ['boolean'],
  date: ['date'],
  json: ['json'],
  text: ['text'],
} as const satisfies Record<Exclude<ColumnKind, 'unknown'>, readonly CellMark[]>;

/** Of fewer cells, none is the rule. */
const FEWEST = 20;
const NEARLY_ALL = 0.9;

/** A column, and what its cells were seen to be. */
export interface SeenColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** The columns of a header with what the file's profile says of them; a profile may be shorter than its header. */
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
