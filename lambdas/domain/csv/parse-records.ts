// Parses CSV text: with csv-parse if it has quotes, and with a few lines of code if it has backslashes instead (Redshift
// UNLOAD with ESCAPE), because csv-parse reads escapes only within quotes.
import { type Options, parse } from 'csv-parse/sync';
import type { Dialect } from './dialect.ts';

const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;

/** Options of csv-parse: every line end ends a record, blank lines are skipped, any number of cells is accepted. */
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

/** The cells of the first record; empty for a blank text. @throws errors of csv-parse if quotes are damaged */
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

/** Reads text without quoting. Nothing in it can be damaged. */
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
 * A backslash escapes the characters that UNLOAD escapes: the delimiter, line ends, quotes and a backslash (AWS, UNLOAD,
 * "ESCAPE"). Before other characters it is text, so that the null token `\N` stays unchanged.
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
