// Cuts a text into byte ranges where records end, with one buffer in memory at a time.
import { number } from '../../contracts/format.ts';
import { type RefusedError, refusal } from '../errors.ts';
import type { Dialect } from './dialect.ts';
import { recordScan } from './record-scan.ts';

/** Record-aligned byte range `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** 1-based line of its first record, and of the first record after it. */
  readonly firstLine: number;
  readonly nextLine: number;
}

export interface CutOptions {
  readonly dialect: Dialect;
  /** Offset in bytes and line of the first byte of `source`, which must be the first byte of a record. */
  readonly start: number;
  readonly firstLine: number;
  /** A span is cut at the first record end at or after this many bytes. */
  readonly targetBytes: number;
  /**
   * A span over this many bytes is refused, which bounds the memory of its reader.
   */
  readonly limitBytes: number;
  /** Returns the group of a record (`undefined` for a blank line). A span never ends inside a group. */
  readonly groupOf?: ((record: Buffer) => string | undefined) | undefined;
}

/**
 * Cuts a text into spans of whole records, in order and without gaps. After a quote at fault, it cuts only where
 * reading is certain again.
 * @throws RefusedError `record_too_large`, `group_too_large`, `unclear_quotes`
 */
export async function* cutRecords(source: AsyncIterable<Buffer>, options: CutOptions): AsyncGenerator<Span> {
  const scan = recordScan(options.dialect);
  const probe = options.groupOf ? new GroupProbe(options.groupOf) : undefined;
  const newline = options.dialect.newline.charCodeAt(0);
  let span: Place = { offset: options.start, line: options.firstLine };
  let { offset: base, line } = span;
  let quoteLine = line;
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
      yield { start: span.offset, end: cut.offset, firstLine: span.line, nextLine: cut.line };
      span = cut;
      latest = cut.offset + options.limitBytes;
    }
    const quote = scan.openQuote();
    if (quote !== undefined && quote >= 0) quoteLine = line + countBytes(buffer, newline, counted, quote);
    line += countBytes(buffer, newline, counted, buffer.length);
    probe?.keep(buffer);
    scan.leave(buffer);
    base += buffer.length;
    if (base <= latest) continue;
    if (quote !== undefined) throw unclearQuotes(quoteLine);
    throw tooLarge(options, span.line);
  }
  if (base > span.offset) yield { start: span.offset, end: base, firstLine: span.line, nextLine: line };
}

/** @param line the line of the quote at fault. */
export function unclearQuotes(line: number): RefusedError {
  return refusal('unclear_quotes', `The quote is on line ${number(line)}.`);
}

/** The offset after the first record of a text, or `undefined` if it does not end within `bytes`. */
export function firstRecordEnd(bytes: Buffer, from: number, dialect: Dialect): number | undefined {
  const end = recordScan(dialect).recordEnd(bytes.subarray(from), 0, 1);
  return end === undefined ? undefined : from + end;
}

/** Counts `byte` in `[from, to)`. */
export function countBytes(buffer: Buffer, byte: number, from: number, to: number): number {
  let count = 0;
  for (let at = buffer.indexOf(byte, from); at !== -1 && at < to; at = buffer.indexOf(byte, at + 1)) count++;
  return count;
}

/** A record boundary: where the next record starts. */
interface Place {
  readonly offset: number;
  readonly line: number;
}

/** Finds the next place where the group changes, record by record. */
class GroupProbe {
  readonly #groupOf: (record: Buffer) => string | undefined;
  #last: Place | undefined;
  #group: string | undefined;
  #pieces: Buffer[] = [];
  #from = 0;

  constructor(groupOf: (record: Buffer) => string | undefined) {
    this.#groupOf = groupOf;
  }

  /** Adds the record that ends `here`. Returns the boundary before it if it starts another group. */
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

function tooLarge({ groupOf, limitBytes }: CutOptions, line: number): RefusedError {
  const code = groupOf ? 'group_too_large' : 'record_too_large';
  return refusal(code, `It starts on line ${number(line)} and has more than ${number(limitBytes)} bytes.`);
}
