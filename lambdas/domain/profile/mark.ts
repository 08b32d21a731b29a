// The unit of evidence: how many rows something was seen on, and the first of them. Marks of two chunks add up.
import * as z from 'zod';

/** Lines that a mark keeps. */
export const LINES_KEPT = 5;

const count = z.number().int().nonnegative();

/** Rows, then the numbers of the first lines, ascending: at most five. */
export const MarkSchema = z.tuple([count], count);
export type Mark = readonly [rows: number, ...lines: number[]];
export type Marks<Name extends string> = Readonly<Partial<Record<Name, Mark>>>;

export const NO_ROWS: Mark = [0];

/** A mark on its way: lines must be added in ascending order. */
export type OpenMark = [rows: number, ...lines: number[]];

export function addLine(mark: OpenMark, line: number): void {
  mark[0]++;
  if (mark.length <= LINES_KEPT) mark.push(line);
}

/** Associative and commutative: the rows of both, the smallest lines of both. */
export function addMark(a: Mark, b: Mark): Mark {
  const [rows, ...lines] = a;
  const [otherRows, ...otherLines] = b;
  return [rows + otherRows, ...[...lines, ...otherLines].sort((x, y) => x - y).slice(0, LINES_KEPT)];
}

/** Adds up mark by mark. */
export function addMarks<Name extends string>(a: Marks<Name>, b: Marks<Name>): Marks<Name> {
  const sums: Partial<Record<Name, Mark>> = { ...a };
  for (const name of Object.keys(b) as Name[]) sums[name] = addMark(a[name] ?? NO_ROWS, b[name] ?? NO_ROWS);
  return sums;
}
