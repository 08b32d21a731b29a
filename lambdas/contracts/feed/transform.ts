// The function of a feed that changes rows before they are mapped. It is code, so the functions on AWS get the digest of its
// bundle with the feeds, and Validate gets the bundle itself (docs/decisions/0028).
import * as z from 'zod';
import { columnName } from './column.ts';

/** The cells of a row by the names of their columns, as they are in the file. An empty cell is `''`. */
export type Row = Readonly<Record<string, string>>;

/** Where a row is. */
export interface RowPlace {
  /** The number of its line in the file, from 1. */
  readonly line: number;
  /** The name of the file, with its folders under that of the feed. */
  readonly file: string;
}

/**
 * Changes the cells of a row before the feed reads them. It must be pure: the same row gives the same result, always.
 * @param row frozen. Return a copy, such as `{ ...row, Name: row.Name.trim() }`.
 * @returns a text for each column of the file and each column of `adds`; `null` to leave the row out. If it throws, the row
 *   is rejected as `transform_failed`.
 */
export type TransformRow = (row: Row, place: RowPlace) => Row | null;

/** What synth makes of a `TransformRow`. */
export interface BundledTransform {
  /** A hash of the code: of the function with all that it imports. */
  readonly digest: string;
  /** A CommonJS module that exports the function as `$run`. Not in the `feeds.json` of the functions. */
  readonly code?: string;
}

/** The name under which the module exports the function, besides what the user's file exports. */
export const RUN_EXPORT = '$run';

const ASYNC = new Set(['AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction']);
const NOT_A_FUNCTION = 'is not a function. Write run: (row) => ({ ...row })';
const IS_ASYNC = 'is async or a generator. Write a plain function that returns the row itself';

export function isBundled(run: unknown): run is BundledTransform {
  return typeof run === 'object' && run !== null && 'digest' in run && typeof run.digest === 'string';
}

/** Whether the function does not return its result itself, so that it can never be used. */
export function isAsync(run: TransformRow): boolean {
  return ASYNC.has(run.constructor.name);
}

const RunSchema = z
  .custom<TransformRow | BundledTransform>(
    (run) => typeof run === 'function' || isBundled(run),
    NOT_A_FUNCTION,
  )
  .refine((run) => typeof run !== 'function' || !isAsync(run), IS_ASYNC)
  .meta({ title: 'function' });

export const TransformSchema = z.strictObject({
  /** Columns that `run` adds. They count as columns of the file: `columns`, `key`, `where` and others can name them. */
  adds: z
    .array(columnName)
    .default([])
    .describe('Columns that the function adds. They count as columns of the file.'),
  /** Changes a row: `(row, { line, file }) => ({ ...row, Name: '…' })`. Returns null to leave the row out. It must be pure. */
  run: RunSchema.describe(
    'Gets the cells of a row by their columns, and where the row is. Returns them changed, or null to leave the row out.',
  ),
});
export type Transform = Readonly<z.infer<typeof TransformSchema>>;

interface TransformedFeed {
  readonly transform?: Transform | undefined;
  readonly file: { readonly columns?: readonly string[] | undefined };
  readonly groupBy?: { readonly column: string; readonly headColumn?: string | undefined } | undefined;
}

/** What is wrong with the columns that feeds add. */
export function checkTransforms(feeds: Readonly<Record<string, TransformedFeed>>) {
  return Object.entries(feeds).flatMap(([feed, { transform, file, groupBy }]) =>
    (transform?.adds ?? []).flatMap((column, at, adds) => {
      const message = faultOf(column, { isTwice: adds.indexOf(column) !== at, file, groupBy });
      return message === undefined ? [] : [{ feed, path: ['transform', 'adds', at], message }];
    }),
  );
}

function faultOf(
  column: string,
  { isTwice, file, groupBy }: Omit<TransformedFeed, 'transform'> & { readonly isTwice: boolean },
): string | undefined {
  if (isTwice) return `names "${column}" twice. Remove one of the two`;
  if (column.startsWith('_reject_')) return `names "${column}", which is a column of rejects.csv`;
  if (column.trim() !== column) return `names "${column}", which begins or ends with a space`;
  if (file.columns?.includes(column))
    return `names "${column}", which file.columns has already. A transform changes columns of the file without adds`;
  if (groupBy && [groupBy.column, groupBy.headColumn].includes(column))
    return `names "${column}", which groups the rows. Groups are read from the file before the transform`;
  return undefined;
}

/** The columns that are mapped: those of the file, then those that its feed adds. */
export function withAdded(
  feed: Pick<TransformedFeed, 'transform'>,
  header: readonly string[],
): readonly string[] {
  const { adds = [] } = feed.transform ?? {};
  return adds.length === 0 ? header : [...header, ...adds];
}
