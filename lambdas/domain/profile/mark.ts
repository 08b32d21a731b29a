// The evidence for a finding: on how many rows something was seen, and the first of them. Marks of chunks add up.
import * as z from 'zod';

/** How many lines a mark keeps. */
export const LINES_KEPT = 5;

const count = z.number().int().nonnegative();

/** The number of rows, then the first lines, ascending: at most `LINES_KEPT`. */
export const MarkSchema = z.tuple([count], count).readonly();
export type Mark = z.infer<typeof MarkSchema>;
export type Marks<Name extends string> = Readonly<Partial<Record<Name, Mark>>>;

export const NO_ROWS: Mark = [0];

/** A mark that is still counted. */
export type OpenMark = [rows: number, ...lines: number[]];

/** Call it in the order of lines. @param rows of a group that begins on the line. */
export function addLine(mark: OpenMark, line: number, rows = 1): void {
  mark[0] += rows;
  if (mark.length <= LINES_KEPT) mark.push(line);
}

/** The rows of both, and the first lines of both. Associative and commutative. */
export function addMark(a: Mark, b: Mark): Mark {
  const [rows, ...lines] = a;
  const [otherRows, ...otherLines] = b;
  return [rows + otherRows, ...[...lines, ...otherLines].sort((x, y) => x - y).slice(0, LINES_KEPT)];
}

/** Adds up two sets of marks by name. */
export function addMarks<Name extends string>(a: Marks<Name>, b: Marks<Name>): Marks<Name> {
  const sums: Partial<Record<Name, Mark>> = { ...a };
  for (const name of Object.keys(b) as Name[]) sums[name] = addMark(a[name] ?? NO_ROWS, b[name] ?? NO_ROWS);
  return sums;
}
