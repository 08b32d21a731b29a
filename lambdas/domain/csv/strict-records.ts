// Reads strict RFC 4180 text, the usual case, several times as fast as csv-parse. It stops at the first other record.
import { isAscii } from 'node:buffer';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Receives the cells of a record and its bytes `[start, end)`, without its line end. */
export type TakeStrict = (cells: readonly string[], start: number, end: number) => void;

/** Calls `take` with records, from a byte offset. Returns the offset of the record that it leaves to the other reader. */
export type ReadStrict = (from: number, take: TakeStrict) => number;

/**
 * @param bytes UTF-8 text whose lines end in `\n` or `\r\n`.
 * @param columns the number of columns. A record with quotes and another number of cells is left to the other reader,
 *   because a quote may be at fault.
 */
export function strictReader(bytes: Buffer, delimiter: string, columns: number): ReadStrict {
  // One character per byte, so that an index in the text is an index in the bytes.
  const text = bytes.toString('latin1');
  const cellOf = isAscii(bytes) ? (cell: string) => cell : decodeCell;
  const mark = delimiter.charCodeAt(0);
  const length = bytes.length;
  return (from, take) => {
    let start = from;
    while (start < length) {
      if (bytes[start] === LF || (bytes[start] === CR && bytes[start + 1] === LF)) {
        start += bytes[start] === LF ? 1 : 2;
        continue;
      }
      const cells: string[] = [];
      let hasQuotes = false;
      let at = start;
      for (;;) {
        if (bytes[at] === mark) {
          cells.push('');
          at++;
          continue;
        }
        const isQuoted = bytes[at] === QUOTE;
        const end = isQuoted ? closingQuote(bytes, text, at, mark) : plainEnd(bytes, at, mark);
        if (end === -1) return start;
        if (isQuoted) {
          const cell = text.slice(at + 1, end);
          hasQuotes = true;
          cells.push(cellOf(cell.includes('"') ? cell.replaceAll('""', '"') : cell));
          at = end + 1;
        } else {
          cells.push(cellOf(text.slice(at, end)));
          at = end;
        }
        if (bytes[at] !== mark) break;
        at++;
      }
      if (hasQuotes && cells.length !== columns) return start;
      take(cells, start, at);
      start = bytes[at] === CR ? at + 2 : at + 1;
    }
    return length;
  };
}

/** The end of the plain cell that starts here; -1 if it has a quote or a single `\r`. */
function plainEnd(bytes: Buffer, from: number, mark: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === mark || byte === LF) return at;
    if (byte === QUOTE) return -1;
    if (byte === CR) return bytes[at + 1] === LF ? at : -1;
  }
  return at;
}

/** The closing quote of the cell that opens here; -1 if anything but the end of the cell is after it. */
function closingQuote(bytes: Buffer, text: string, from: number, mark: number): number {
  let at = text.indexOf('"', from + 1);
  while (at !== -1 && bytes[at + 1] === QUOTE) at = text.indexOf('"', at + 2);
  if (at === -1) return -1;
  const after = bytes[at + 1];
  const ends =
    at + 1 === bytes.length || after === mark || after === LF || (after === CR && bytes[at + 2] === LF);
  return ends ? at : -1;
}

const BEYOND_ASCII = /[\x80-\xff]/;

function decodeCell(cell: string): string {
  return BEYOND_ASCII.test(cell) ? Buffer.from(cell, 'latin1').toString() : cell;
}
