// Where records end. The scan hops from quote to quote with Buffer.indexOf (native code), never byte by byte
// in JavaScript, and holds one buffer at a time.
import { RefusedError } from '../errors.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Record-aligned byte range `[start, end)`; `firstLine` is the 1-based line of its first record. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly firstLine: number;
}

/** What tells records apart: single ASCII characters, of which a `Dialect` has the choice. */
export interface Marks {
  readonly delimiter: string;
  readonly newline: string;
}

export interface CutOptions {
  readonly dialect: Marks;
  /** Offset in bytes and line of the first byte that `source` yields; it must be a record's first. */
  readonly start: number;
  readonly firstLine: number;
  /** A span is cut at the first record end at or after this many bytes. */
  readonly targetBytes: number;
  /**
   * A span that would grow beyond this many bytes is refused: it bounds the memory of whoever reads it. Where a
   * damaged quote is to blame, its line has `targetBytes` more to end.
   */
  readonly limitBytes: number;
  /** Gives a record's group (`undefined` for a blank line); neighbours of one group are never parted. */
  readonly groupOf?: ((record: Buffer) => string | undefined) | undefined;
}

/**
 * Cuts a text into spans of whole records, in order and without gaps. A quote that stays open beyond
 * `limitBytes` is taken for a damaged one, which the reader of the span rejects by its line.
 * @throws RefusedError `record_too_large`, `group_too_large`
 */
export async function* cutRecords(source: AsyncIterable<Buffer>, options: CutOptions): AsyncGenerator<Span> {
  const scan = new QuoteScan(options.dialect);
  const probe = options.groupOf ? new GroupProbe(options.groupOf) : undefined;
  const newline = options.dialect.newline.charCodeAt(0);
  let span: Place = { offset: options.start, line: options.firstLine };
  let { offset: base, line } = span;
  let earliest = base + options.targetBytes;
  let latest = base + options.limitBytes;

  for await (const buffer of source) {
    let counted = 0;
    let end = scan.recordEnd(buffer, 0, earliest - base);
    for (; end !== undefined; end = scan.recordEnd(buffer, end, earliest - base)) {
      line += countBytes(buffer, newline, counted, end);
      counted = end;
      const here = { offset: base + end, line };
      const cut = probe ? probe.cutAt(here, buffer, end) : here;
      earliest = cut ? cut.offset + options.targetBytes : here.offset + 1;
      if (!cut) continue;
      yield { start: span.offset, end: cut.offset, firstLine: span.line };
      span = cut;
      latest = cut.offset + options.limitBytes;
    }
    line += countBytes(buffer, newline, counted, buffer.length);
    probe?.keep(buffer);
    scan.leave(buffer);
    base += buffer.length;
    if (base <= latest) continue;
    if (!scan.closeOpenQuote()) throw tooLarge(options, span.line);
    latest = base + options.targetBytes;
  }
  if (base > span.offset) yield { start: span.offset, end: base, firstLine: span.line };
}

/** The offset after a text's first record, or `undefined` where it does not end within `bytes`. */
export function firstRecordEnd(bytes: Buffer, from: number, dialect: Marks): number | undefined {
  const end = new QuoteScan(dialect).recordEnd(bytes.subarray(from), 0, 1);
  return end === undefined ? undefined : from + end;
}

/** A record boundary: where the next record starts. */
interface Place {
  readonly offset: number;
  readonly line: number;
}

/**
 * Knows, from buffer to buffer, whether a byte stands inside quotes. A quote opens a field only at the field's
 * start (RFC 4180, section 2); elsewhere it is text, so that `5" pipe` does not swallow what follows.
 */
class QuoteScan {
  #insideQuotes = false;
  readonly #delimiter: number;
  readonly #newline: number;
  /** Indexes are of the current buffer; a negative one lies before it. */
  #closedAt = Number.NEGATIVE_INFINITY;
  #closedAfterMark = false;
  #lastByte = LF;

  constructor(dialect: Marks) {
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#newline = dialect.newline.charCodeAt(0);
  }

  /** Scans on from `from` to the first record end at or after `earliest`; `undefined` at the buffer's end. */
  recordEnd(buffer: Buffer, from: number, earliest: number): number | undefined {
    for (let at = from; at < buffer.length; ) {
      if (this.#closedAt === at - 1 && this.#closedAfterMark) this.#doubtClosing(buffer[at]);
      const quote = buffer.indexOf(QUOTE, at);
      if (!this.#insideQuotes) {
        const stop = quote === -1 ? buffer.length : quote;
        const newline = stop < earliest ? -1 : buffer.indexOf(this.#newline, Math.max(at, earliest - 1));
        if (newline !== -1 && newline < stop) return newline + 1;
      }
      if (quote === -1) return undefined;
      this.#pass(buffer, quote);
      at = quote + 1;
    }
    return undefined;
  }

  /** Forgets the buffer, keeping what the next one needs. */
  leave(buffer: Buffer): void {
    this.#closedAt -= buffer.length;
    this.#lastByte = buffer.at(-1) ?? this.#lastByte;
  }

  /** Takes an open quote for text; false where none is open. */
  closeOpenQuote(): boolean {
    const open = this.#insideQuotes;
    this.#insideQuotes = false;
    return open;
  }

  #pass(buffer: Buffer, quote: number): void {
    const before = quote === 0 ? this.#lastByte : buffer[quote - 1];
    if (this.#insideQuotes) {
      this.#insideQuotes = false;
      this.#closedAt = quote;
      this.#closedAfterMark = this.#isMark(before);
    } else {
      // The second quote of `""` takes back that the first one closed the field.
      this.#insideQuotes = before === QUOTE ? this.#closedAt === quote - 1 : this.#isMark(before);
    }
  }

  /** A quote between a mark and text opens a field: the open one before it was damaged and ends here. */
  #doubtClosing(after: number | undefined): void {
    if (after !== QUOTE && !this.#isMark(after)) this.#insideQuotes = true;
  }

  #isMark(byte: number | undefined): boolean {
    return byte === this.#delimiter || byte === LF || byte === CR;
  }
}

/** Looks ahead, record by record, for the next place where the group changes. */
class GroupProbe {
  readonly #groupOf: (record: Buffer) => string | undefined;
  #last: Place | undefined;
  #group: string | undefined;
  #pieces: Buffer[] = [];
  #from = 0;

  constructor(groupOf: (record: Buffer) => string | undefined) {
    this.#groupOf = groupOf;
  }

  /** Takes the record that ends `here`; gives the boundary before it where it starts another group. */
  cutAt(here: Place, buffer: Buffer, end: number): Place | undefined {
    const before = this.#last;
    const record = Buffer.concat([...this.#pieces, buffer.subarray(this.#from, end)]);
    this.#pieces = [];
    this.#from = end;
    this.#last = here;
    if (before === undefined) return undefined;
    const group = this.#groupOf(record);
    const changed = group !== undefined && this.#group !== undefined && group !== this.#group;
    this.#group = changed ? undefined : (group ?? this.#group);
    if (changed) this.#last = undefined;
    return changed ? before : undefined;
  }

  keep(buffer: Buffer): void {
    if (this.#last !== undefined) this.#pieces.push(buffer.subarray(this.#from));
    this.#from = 0;
  }
}

/** Occurrences of `byte` in `[from, to)`. */
export function countBytes(buffer: Buffer, byte: number, from: number, to: number): number {
  let count = 0;
  for (let at = buffer.indexOf(byte, from); at !== -1 && at < to; at = buffer.indexOf(byte, at + 1)) count++;
  return count;
}

function tooLarge(options: CutOptions, line: number): RefusedError {
  const what = options.groupOf ? 'group' : 'record';
  return new RefusedError(
    `${what}_too_large`,
    `From line ${line} on, more than ${options.limitBytes} bytes form a single ${what}. ` +
      `Check the file's line ends${options.groupOf ? " and the feed's groupBy" : ''}.`,
  );
}
