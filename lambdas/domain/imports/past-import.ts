// What a feed remembers of an import that has ended: later imports are compared with it, and wait for it.
import * as z from 'zod';
import { OutcomesSchema, TERMINAL_STATES } from '../../contracts/report.ts';
import { type SeenColumn, SeenColumnSchema } from '../profile/column-kinds.ts';
import { KeyFormSchema } from '../profile/key-forms.ts';
import { ReadingSchema } from '../rows/reading-of.ts';

/** What Review finds in the seen table: the mark of the feed, no mark although the history names one, or no mark yet. */
export const SEEN_TABLE_STATES = ['known', 'lost', 'new'] as const;
export type SeenTableState = (typeof SEEN_TABLE_STATES)[number];

export const PastImportSchema = z.object({
  importId: z.string(),
  /** Milliseconds since 1970: when its file arrived. */
  arrivedAt: z.number(),
  /** Milliseconds since 1970. */
  endedAt: z.number(),
  state: z.enum(TERMINAL_STATES),
  rows: z.number(),
  outcomes: OutcomesSchema,
  /** In the header's order. Empty if the import ended before Review, or has too many columns to keep. */
  columns: z.array(SeenColumnSchema).readonly().default([]),
  /** The columns that make rows what they are, also of a file with too many columns to keep. Absent before 2026-12. */
  reading: ReadingSchema.optional(),
  /** How the values of key and identifier columns were written. Absent before 2026-12. */
  forms: z.array(KeyFormSchema).readonly().optional(),
  /** The seen table should have the mark of the feed since then: the import left it, found it or missed it. */
  marked: z.boolean().optional(),
  /** People by flow and age. */
  flows: z.record(z.string(), z.record(z.string(), z.number())).default({}),
});
export type PastImport = Readonly<z.infer<typeof PastImportSchema>>;

/** The number of past imports that an import is compared with: a month of nightly files. */
export const IMPORTS_REMEMBERED = 30;
/** A year ago is the same season. Older imports say nothing about the import of today. */
const REMEMBERED_MILLISECONDS = 13 * 30.5 * 24 * 3600 * 1000;

/** Milliseconds since 1970 until which an import is remembered. */
export function rememberedUntil({ endedAt }: Pick<PastImport, 'endedAt'>): number {
  return endedAt + REMEMBERED_MILLISECONDS;
}

/** Thirty imports are read in one query, and DynamoDB returns at most 1 MB (Query API). */
const COLUMNS_BYTES = 24_000;

/** The columns, or none if they are too many to keep: with a part of them, the other columns would look missing. */
export function keptColumns(columns: readonly SeenColumn[]): readonly SeenColumn[] {
  return Buffer.byteLength(JSON.stringify(columns)) > COLUMNS_BYTES ? [] : columns;
}
