// Finds where records end. It goes from quote to quote, or from line end to line end, with the native Buffer.indexOf,
// because a loop over all bytes in JavaScript is slow.
import type { Dialect } from './dialect.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;

/** Scans a text, buffer by buffer. */
export interface RecordScan {
  /** Scans from `from` to the first record end at or after `earliest`; `undefined` if the buffer has none. */
  recordEnd(buffer: Buffer, from: number, earliest: number): number | undefined;
  /** Ends the buffer, and keeps what the next one needs. */
  leave(buffer: Buffer): void;
  /** Makes an open quote text. Returns false if none is open. */
  closeOpenQuote(): boolean;
}

export function recordScan(dialect: Dialect): RecordScan {
  return dialect.quoting === 'none' ? new EscapeScan(dialect) : new QuoteScan(dialect);
}

/**
 * Tracks whether a byte is inside quotes. A quote opens a field only at the start of the field (RFC 4180, section 2).
 * Elsewhere it is text, so that `5" pipe` does not include the rows after it.
 */
class QuoteScan implements RecordScan {
  #insideQuotes = false;
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #backslashes: Backslashes | undefined;
  // Indexes in the current buffer. A negative index is in an earlier buffer.
  /** The next quote. Without it, a buffer without quotes would be searched to its end for each record. */
  #quoteAt = -1;
  #closedAt = Number.NEGATIVE_INFINITY;
  #closedAfterMark = false;
  #lastByte = LF;

  constructor({ delimiter, newline, quoting }: Dialect) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    if (quoting === 'backslash') this.#backslashes = new Backslashes();
  }

  recordEnd(buffer: Buffer, from: number, earliest: number): number | undefined {
    let at = from;
    let quote = this.#quoteAt < from ? indexOrEnd(buffer, QUOTE, from) : this.#quoteAt;
    let newline = -1;
    while (at < buffer.length) {
      if (this.#closedAt === at - 1 && this.#closedAfterMark) this.#doubtClosing(buffer[at]);
      const least = Math.max(at, earliest - 1);
      if (!this.#insideQuotes && quote > least) {
        if (newline < least) newline = indexOrEnd(buffer, this.#newline, least);
        if (newline < quote) {
          this.#quoteAt = quote;
          return newline + 1;
        }
      }
      if (quote === buffer.length) return undefined;
      this.#pass(buffer, quote);
      at = quote + 1;
      quote = indexOrEnd(buffer, QUOTE, at);
    }
    return undefined;
  }

  leave(buffer: Buffer): void {
    this.#quoteAt = -1;
    this.#closedAt -= buffer.length;
    this.#lastByte = buffer.at(-1) ?? this.#lastByte;
    this.#backslashes?.leave(buffer);
  }

  closeOpenQuote(): boolean {
    const open = this.#insideQuotes;
    this.#insideQuotes = false;
    return open;
  }

  #pass(buffer: Buffer, quote: number): void {
    const before = quote === 0 ? this.#lastByte : buffer[quote - 1];
    if (!this.#insideQuotes) {
      // After the second quote of `""`, the field is open again.
      this.#insideQuotes = before === QUOTE ? this.#closedAt === quote - 1 : this.#isMark(before);
    } else if (!this.#backslashes?.escape(buffer, quote)) {
      this.#insideQuotes = false;
      this.#closedAt = quote;
      this.#closedAfterMark = this.#isMark(before);
    }
  }

  /** A quote between a mark and text opens a field. The field that was open before it was damaged and ends here. */
  #doubtClosing(after: number | undefined): void {
    if (after !== QUOTE && !this.#isMark(after)) this.#insideQuotes = true;
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

  closeOpenQuote(): boolean {
    return false;
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
