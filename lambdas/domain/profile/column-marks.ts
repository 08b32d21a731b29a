// Counts the marks of each column's cells. It runs for every cell, with bits and typed arrays, and allocates nothing.
import { CELL_MARKS, type CellMark } from './cell-mark.ts';
import { LINES_KEPT, type Mark, type Marks } from './mark.ts';
import { readCell } from './read-cell.ts';

/** Bytes of JSON for all columns of a chunk. A thousand simple columns take less. */
const BUDGET_BYTES = 44 * 1024;
/** With more columns, each mark keeps one line instead of five. */
const WIDE_COLUMNS = 100;
const BYTES_IN_CHARACTER = 3;

export function countColumnMarks(width: number) {
  const linesKept = width > WIDE_COLUMNS ? 1 : LINES_KEPT;
  const rows = new Uint32Array(width * CELL_MARKS.length);
  const lines = new Uint32Array(rows.length * linesKept);
  const longestBytes = new Uint32Array(width);

  const column = (index: number): Marks<CellMark> => {
    const marks: Partial<Record<CellMark, Mark>> = {};
    for (const [n, name] of CELL_MARKS.entries()) {
      const at = index * CELL_MARKS.length + n;
      const seen = rows[at] ?? 0;
      if (seen === 0) continue;
      const first = at * linesKept;
      marks[name] = [seen, ...lines.subarray(first, first + Math.min(seen, linesKept))];
    }
    return marks;
  };

  return {
    /** Call it in the order of lines. Cells without a column in the header are not counted. */
    row(line: number, cells: readonly string[]): void {
      const end = Math.min(width, cells.length);
      for (let index = 0; index < end; index++) {
        const cell = cells[index] as string;
        if (cell.length * BYTES_IN_CHARACTER > (longestBytes[index] as number))
          longestBytes[index] = Math.max(longestBytes[index] as number, Buffer.byteLength(cell));
        let bits = readCell(cell);
        while (bits !== 0) {
          const at = index * CELL_MARKS.length + 31 - Math.clz32(bits & -bits);
          const seen = (rows[at] as number)++;
          if (seen < linesKept) lines[at * linesKept + seen] = line;
          bits &= bits - 1;
        }
      }
    },
    /** The columns in the order of the header, as many as fit into the budget. */
    finish(): { readonly columns: Marks<CellMark>[]; readonly longestBytes: number[] } {
      const columns: Marks<CellMark>[] = [];
      let left = BUDGET_BYTES;
      for (let index = 0; index < width; index++) {
        const marks = column(index);
        left -= JSON.stringify(marks).length + String(longestBytes[index]).length + 2;
        if (left < 0) break;
        columns.push(marks);
      }
      return { columns, longestBytes: [...longestBytes.subarray(0, columns.length)] };
    },
  };
}
