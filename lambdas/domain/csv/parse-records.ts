// The two ways to take CSV text apart: csv-parse where quotes mean something, and our own few lines where only
// backslashes do (Redshift UNLOAD with ESCAPE), which csv-parse knows within quotes only.
import { type Options, parse } from 'csv-parse/sync';
import type { Dialect } from './dialect.ts';

const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;

/** Options of csv-parse: every line end ends a record, blank lines are none, any number of cells will do. */
export function parserOptions({ delimiter, quoting }: Dialect): Options {
  return {
    delimiter,
    quote: '"',
    escape: quoting === 'backslash' ? '\\' : '"',
    record_delimiter: ['\n', '\r\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
  };
}

/** Cells of the first record; none of a blank text. @throws csv-parse's errors where quotes are damaged */
export function parseFirstRecord(bytes: Buffer, dialect: Dialect, options: Options = {}): readonly string[] {
  if (dialect.quoting === 'none') {
    for (const { cells } of readEscaped(bytes, dialect)) return cells;
    return [];
  }
  const [cells = []] = parse(bytes, { ...parserOptions(dialect), ...options, to: 1 }) as string[][];
  return cells;
}

/** A record's cells and its bytes `[start, end)`, without its line end. */
export interface EscapedRecord {
  readonly cells: string[];
  readonly start: number;
  readonly end: number;
}

/** Reads text in which quotes mean nothing. Nothing in it can be damaged. */
export function* readEscaped(bytes: Buffer, { delimiter }: Dialect): Generator<EscapedRecord> {
  const lineEnds = { [LF]: -1, [CR]: -1 };
  const next = (mark: typeof LF | typeof CR, from: number): number => {
    if (lineEnds[mark] < from) {
      let at = bytes.indexOf(mark, from);
      while (at !== -1 && isEscaped(bytes, at)) at = bytes.indexOf(mark, at + 1);
      lineEnds[mark] = at === -1 ? bytes.length : at;
    }
    return lineEnds[mark];
  };
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = Math.min(next(LF, start), next(CR, start));
    if (end > start) yield { cells: splitEscaped(bytes.toString('utf8', start, end), delimiter), start, end };
  }
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let start = at;
  while (bytes[start - 1] === BACKSLASH) start--;
  return (at - start) % 2 === 1;
}

/**
 * A backslash takes what UNLOAD puts one before literally: the delimiter, line ends, quotes, a backslash (AWS, UNLOAD,
 * "ESCAPE"). Before anything else it is text, so that the null token `\N` stays what it is.
 */
function splitEscaped(text: string, delimiter: string): string[] {
  if (!text.includes('\\')) return text.split(delimiter);
  const tokens = new RegExp(`\\\\[\\\\\\r\\n"'${delimiter}]|[${delimiter}]|\\\\|[^\\\\${delimiter}]+`, 'g');
  const cells: string[] = [];
  let cell = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === delimiter) {
      cells.push(cell);
      cell = '';
    } else {
      cell += token.length === 2 && token.startsWith('\\') ? token.slice(1) : token;
    }
  }
  return [...cells, cell];
}
