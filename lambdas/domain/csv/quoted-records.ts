// Reads one record of text with quotes, and finds where reading is certain again after a quote that is at fault
// (docs/decisions/0003).
import type { Dialect } from './dialect.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const LF = 0x0a;
const CR = 0x0d;

export interface QuotedRecord {
  readonly cells: readonly string[];
  /** Where its line end is. */
  readonly end: number;
  /** Whether a quote is within a cell without quotes, as in `5" pipe`. It is text. */
  readonly hasStray: boolean;
  /** Whether a quote within quotes is doubled. */
  readonly hasDoubled: boolean;
}

/** A quoted cell that no line end or delimiter follows. */
interface Fault {
  /** Where the quote is that text follows; undefined if the cell is not closed. */
  readonly at: number | undefined;
}

export interface QuotedReader {
  /** The record that starts here; undefined if a quote is at fault. Spaces around quotes do not count. */
  readonly read: (start: number) => QuotedRecord | undefined;
  /** The end of the first line after `start` that ends outside of quotes for certain, without its line end. */
  readonly certainEnd: (start: number) => number;
}

/** Call both with offsets that do not decrease. */
export function quotedReader(bytes: Buffer, dialect: Dialect): QuotedReader {
  const quotes = new Quotes(bytes, dialect);
  const certainEnd = (start: number): number => {
    let read = quotes.readCells(start);
    for (;;) {
      if ('end' in read) return read.end;
      if (read.at === undefined) return bytes.length;
      // It can only open a cell, so that the cell before it is not closed.
      if (quotes.formOf(read.at) === 'opens') read = quotes.readCells(read.at);
      else {
        const next = quotes.nextClear(read.at + 1);
        const end = quotes.lineEnd(read.at);
        // The cell continues up to a quote that can only close it. Otherwise, it ended before the text.
        if (next?.form === 'closes')
          read = quotes.readCells(quotes.skipSpaces(next.at + 1), { inCell: true });
        else if (next && (next.at < end || quotes.opensCell(end, next.at))) read = quotes.readCells(next.at);
        else return end;
      }
    }
  };
  return {
    read: (start) => {
      const read = quotes.readCells(start);
      return 'end' in read ? read : undefined;
    },
    certainEnd,
  };
}

/** A quote that has only one reading. */
interface ClearQuote {
  readonly at: number;
  readonly form: 'opens' | 'closes';
}

class Quotes {
  readonly #bytes: Buffer;
  readonly #mark: number;
  readonly #escapes: boolean;
  /** The last result of `nextClear`, so that no text is searched twice. */
  #clear: { readonly from: number; readonly found: ClearQuote | undefined } | undefined;

  constructor(bytes: Buffer, { delimiter, quoting }: Dialect) {
    this.#bytes = bytes;
    this.#mark = delimiter.charCodeAt(0);
    this.#escapes = quoting === 'backslash';
  }

  /** @param inCell whether a cell before `start` was closed, so that a delimiter or a line end is next. */
  readCells(start: number, { inCell = false } = {}): QuotedRecord | Fault {
    const cells: string[] = [];
    let hasStray = false;
    let hasDoubled = false;
    let at = start;
    for (let isFirst = true; ; isFirst = false) {
      const open = this.skipSpaces(at);
      if (this.#bytes[open] === QUOTE && !(isFirst && inCell)) {
        const close = this.#closing(open);
        if (close === -1) return { at: undefined };
        const end = this.skipSpaces(close + 1);
        if (!this.#isMark(end)) return { at: close };
        const cell = this.#text(open + 1, close);
        hasDoubled ||= cell.includes('""');
        cells.push(this.#unescaped(cell));
        at = end;
      } else {
        const end = this.#plainEnd(at);
        const cell = this.#text(at, end);
        hasStray ||= cell.includes('"');
        cells.push(cell);
        at = end;
      }
      if (this.#bytes[at] !== this.#mark) return { cells, end: at, hasStray, hasDoubled };
      at++;
    }
  }

  /**
   * What a quote does if it has only one reading. Doubled quotes have several.
   * @param from where the text starts that may escape the quote before it.
   */
  formOf(at: number, from = at): ClearQuote['form'] | undefined {
    const isDoubled = this.#bytes[at - 1] === QUOTE && !this.#isEscaped(at - 1, from);
    if (isDoubled || this.#bytes[at + 1] === QUOTE) return undefined;
    const follows = this.#followsMark(at);
    const precedes = this.#isMark(this.skipSpaces(at + 1));
    if (follows === precedes) return undefined;
    return follows ? 'opens' : 'closes';
  }

  /** The first quote with only one reading. */
  nextClear(from: number): ClearQuote | undefined {
    const known = this.#clear;
    if (known && known.from <= from && (known.found?.at ?? Number.POSITIVE_INFINITY) >= from)
      return known.found;
    let found: ClearQuote | undefined;
    for (
      let at = this.#bytes.indexOf(QUOTE, from);
      at !== -1 && !found;
      at = this.#bytes.indexOf(QUOTE, at + 1)
    ) {
      const form = this.#isEscaped(at, from) ? undefined : this.formOf(at, from);
      if (form) found = { at, form };
    }
    this.#clear = { from, found };
    return found;
  }

  /** Whether a quote in `[from, to)` is at the start of a cell, so that what it does depends on the quotes before it. */
  opensCell(from: number, to: number): boolean {
    for (
      let at = this.#bytes.indexOf(QUOTE, from);
      at !== -1 && at < to;
      at = this.#bytes.indexOf(QUOTE, at + 1)
    )
      if (this.#followsMark(at)) return true;
    return false;
  }

  lineEnd(from: number): number {
    let at = from;
    while (at < this.#bytes.length && this.#bytes[at] !== LF && this.#bytes[at] !== CR) at++;
    return at;
  }

  skipSpaces(from: number): number {
    let at = from;
    while (this.#bytes[at] === SPACE) at++;
    return at;
  }

  /** Whether a cell ends here: at a delimiter, a line end, or the end of the text. */
  #isMark(at: number): boolean {
    const byte = this.#bytes[at];
    return byte === this.#mark || byte === LF || byte === CR || at >= this.#bytes.length;
  }

  /** Whether a cell starts here, apart from spaces. */
  #followsMark(at: number): boolean {
    let before = at - 1;
    while (this.#bytes[before] === SPACE) before--;
    return before < 0 || this.#isMark(before);
  }

  #closing(open: number): number {
    let at = this.#bytes.indexOf(QUOTE, open + 1);
    while (at !== -1) {
      if (!this.#isEscaped(at, open + 1)) {
        if (this.#bytes[at + 1] !== QUOTE) return at;
        at++;
      }
      at = this.#bytes.indexOf(QUOTE, at + 1);
    }
    return -1;
  }

  #isEscaped(at: number, from: number): boolean {
    if (!this.#escapes) return false;
    let start = at;
    while (start > from && this.#bytes[start - 1] === BACKSLASH) start--;
    return (at - start) % 2 === 1;
  }

  #unescaped(cell: string): string {
    if (this.#escapes) return cell.includes('\\') ? cell.replaceAll(/\\([\s\S])/g, '$1') : cell;
    return cell.includes('"') ? cell.replaceAll('""', '"') : cell;
  }

  #plainEnd(from: number): number {
    let at = from;
    while (!this.#isMark(at)) at++;
    return at;
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to);
  }
}
