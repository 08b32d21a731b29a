// Finds where records end. It goes from quote to quote, or from line end to line end, with the native Buffer.indexOf,
// because a loop over all bytes in JavaScript is slow.
import type { Dialect } from './dialect.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const LF = 0x0a;
const CR = 0x0d;

/** Scans a text, buffer by buffer. */
export interface RecordScan {
  /** Scans from `from` to the first record end at or after `earliest`; `undefined` if the buffer has none. */
  recordEnd(buffer: Buffer, from: number, earliest: number): number | undefined;
  /** Ends the buffer, and keeps what the next one needs. */
  leave(buffer: Buffer): void;
  /** The index in the buffer of the quote after which no record ended; `undefined` if no quote is open or at fault. */
  openQuote(): number | undefined;
}

export function recordScan(dialect: Dialect): RecordScan {
  return dialect.quoting === 'none' ? new EscapeScan(dialect) : new QuoteScan(dialect);
}

/**
 * Tracks whether a byte is inside quotes. A quote opens a cell only at the start of the cell (RFC 4180, section 2), where
 * spaces before it do not count. Elsewhere it is text, so that `5" pipe` does not include the rows after it. After a quote
 * at fault, no record ends until a quote has only one reading (docs/decisions/0003).
 */
class QuoteScan implements RecordScan {
  #where: 'outside' | 'inside' | 'unknown' = 'outside';
  /** What the last quote was, until the bytes after it show what it did. `run`: one of several in a row. */
  #pending: 'closing' | 'doubtful' | 'run' | undefined;
  #isAfterMark = false;
  #isAfterSpace = false;
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #backslashes: Backslashes | undefined;
  // Indexes in the current buffer. A negative index is in an earlier buffer.
  /** The next quote. Without it, a buffer without quotes would be searched to its end for each record. */
  #quoteAt = -1;
  #openedAt = 0;
  /** The last byte before the buffer that is not a space. */
  #lastByte = LF;

  constructor({ delimiter, newline, quoting }: Dialect) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    if (quoting === 'backslash') this.#backslashes = new Backslashes();
  }

  recordEnd(buffer: Buffer, from: number, earliest: number): number | undefined {
    let at = from;
    let quote = this.#quoteAt;
    let newline = -1;
    while (at < buffer.length) {
      at = this.#settle(buffer, at);
      if (quote < at) quote = indexOrEnd(buffer, QUOTE, at);
      const least = Math.max(at, earliest - 1);
      if (this.#where === 'outside' && quote > least) {
        if (newline < least) newline = indexOrEnd(buffer, this.#newline, least);
        if (newline < quote) {
          this.#quoteAt = quote;
          return newline + 1;
        }
      }
      if (quote >= buffer.length) return undefined;
      this.#pass(buffer, quote);
      at = quote + 1;
    }
    return undefined;
  }

  leave(buffer: Buffer): void {
    this.#quoteAt = -1;
    this.#openedAt -= buffer.length;
    this.#lastByte = this.#byteBefore(buffer, buffer.length);
    this.#backslashes?.leave(buffer);
  }

  openQuote(): number | undefined {
    return this.#where === 'outside' ? undefined : this.#openedAt;
  }

  #pass(buffer: Buffer, quote: number): void {
    if (this.#where !== 'outside' && this.#backslashes?.escape(buffer, quote)) return;
    this.#isAfterMark = this.#isMark(this.#byteBefore(buffer, quote));
    this.#isAfterSpace = false;
    if (this.#where === 'inside') this.#pending = 'closing';
    else if (this.#where === 'unknown') this.#pending = 'doubtful';
    else if (this.#isAfterMark) {
      this.#where = 'inside';
      this.#openedAt = quote;
    }
  }

  /** Reads what follows the last quote. Returns where reading continues: the end of the buffer if that does not show it. */
  #settle(buffer: Buffer, from: number): number {
    let at = from;
    while (this.#pending) {
      if (buffer[at] === QUOTE && !this.#isAfterSpace) {
        // After the second quote of `""`, the cell is open again.
        this.#pending = this.#pending === 'closing' ? undefined : 'run';
        at++;
        continue;
      }
      if (at === buffer.length) return at;
      if (buffer[at] === SPACE && this.#pending !== 'run') {
        this.#isAfterSpace = true;
        at++;
        continue;
      }
      this.#where = this.#whereAfter(this.#pending, this.#isMark(buffer[at]));
      this.#pending = undefined;
    }
    return at;
  }

  #whereAfter(pending: 'closing' | 'doubtful' | 'run', isBeforeMark: boolean) {
    if (pending === 'run') return 'unknown';
    if (pending === 'closing' && isBeforeMark) return 'outside';
    if (isBeforeMark === this.#isAfterMark) return 'unknown';
    return isBeforeMark ? 'outside' : 'inside';
  }

  /** The last byte before an index that is not a space. */
  #byteBefore(buffer: Buffer, index: number): number {
    let at = index - 1;
    while (buffer[at] === SPACE) at--;
    return buffer[at] ?? this.#lastByte;
  }

  #isMark(byte: number | undefined): boolean {
    return byte === this.#delimiter || byte === LF || byte === CR;
  }
}

function indexOrEnd(buffer: Buffer, byte: number, from: number): number {
  const found = buffer.indexOf(byte, from);
  return found === -1 ? buffer.length : found;
}

/** For text without quoting: a line end ends a record unless a backslash is before it. */
class EscapeScan implements RecordScan {
  readonly #newline: number;
  readonly #backslashes = new Backslashes();

  constructor({ newline }: Dialect) {
    this.#newline = newline.charCodeAt(0);
  }

  recordEnd(buffer: Buffer, from: number, earliest: number): number | undefined {
    let newline = buffer.indexOf(this.#newline, Math.max(from, earliest - 1));
    while (newline !== -1 && this.#backslashes.escape(buffer, newline)) {
      newline = buffer.indexOf(this.#newline, newline + 1);
    }
    return newline === -1 ? undefined : newline + 1;
  }

  leave(buffer: Buffer): void {
    this.#backslashes.leave(buffer);
  }

  openQuote(): undefined {
    return undefined;
  }
}

/** Whether backslashes escape a byte: an odd number of them directly before it does. */
class Backslashes {
  #before = 0;

  escape(buffer: Buffer, at: number): boolean {
    return this.#endingAt(buffer, at) % 2 === 1;
  }

  leave(buffer: Buffer): void {
    this.#before = this.#endingAt(buffer, buffer.length);
  }

  #endingAt(buffer: Buffer, end: number): number {
    let start = end;
    while (buffer[start - 1] === BACKSLASH) start--;
    return start === 0 ? end + this.#before : end - start;
  }
}
