// Finds the compression, the encoding and the kind of a file from its first bytes.
import type { FileOptions } from '../../contracts/feed/file-options.ts';
import { refusal } from '../errors.ts';
import type { RefusalCode } from '../refusals.ts';
import { firstRecordEnd } from './boundaries.ts';
import { REJECT_COLUMNS } from './print-record.ts';

export type Compression = 'none' | 'gzip' | 'zip';
export type Encoding = NonNullable<FileOptions['encoding']>;

/** The number of first bytes that these functions need. */
export const SNIFF_BYTES = 64 * 1024;

/** Compression by magic bytes (RFC 1952, section 2.3.1; PKWARE APPNOTE, section 4.3). */
export function sniffCompression(start: Buffer): Compression {
  if (startsWith(start, 0x1f, 0x8b)) return 'gzip';
  return startsWith(start, 0x50, 0x4b, 0x03, 0x04) || startsWith(start, 0x50, 0x4b, 0x05, 0x06)
    ? 'zip'
    : 'none';
}

/** The encoding of the byte order mark. Without one, the encoding that the feed sets, or UTF-8. */
export function sniffEncoding(start: Buffer, stated: Encoding = 'utf-8'): Encoding {
  if (startsWith(start, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (startsWith(start, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(start, 0xfe, 0xff)) return 'utf-16be';
  return stated;
}

/**
 * The options for reading a file: those of the feed, except for a fixed rejects.csv. That file is always UTF-8 and RFC
 * 4180 with a header.
 */
export function optionsFor(start: Buffer, stated: FileOptions): FileOptions {
  return isReturned(start) ? {} : stated;
}

/** Whether the first record of a file has the columns of rejects.csv. */
export function isReturned(start: Buffer): boolean {
  const end = firstRecordEnd(start, 0, { delimiter: ',', newline: '\n', quoting: 'double' }) ?? start.length;
  const header = start.subarray(0, end);
  return REJECT_COLUMNS.every((column) => header.includes(column));
}

/** Binary files that are dropped by mistake, and how they start, in hexadecimal. */
const BINARY: readonly (readonly [RefusalCode, RegExp])[] = [
  ['not_csv_pdf', /^255044462d/],
  // Excel 97-2003; newer spreadsheets are zip archives.
  ['not_csv_spreadsheet', /^d0cf11e0a1b11ae1/],
  // PAR1, ORC or Obj, and a byte after it that is not part of a column name.
  ['not_csv_columnar', /^(50415231|4f5243|4f626a)(?!09|0a|0d)[0189a-f]/],
  // bzip2, zstd, xz, 7z, rar; and gzip or zip inside another, because only one layer is unpacked.
  [
    'unsupported_compression',
    /^(425a683[1-9]314159265359|28b52ffd|fd377a585a00|377abcaf271c|526172211a07|1f8b|504b0[35]0[46])/,
  ],
];
/** Where a tar archive has the name of its format (POSIX.1-1988). */
const TAR_MAGIC = { at: 257, text: 'ustar' };

/**
 * Refuses a binary file by its magic bytes.
 * @param start the first bytes of the file after unpacking.
 * @throws RefusedError `not_csv_…`, `unsupported_compression`
 */
export function refuseBinary(start: Buffer): void {
  const magic = start.toString('hex', 0, 16);
  const found = BINARY.find(([, mark]) => mark.test(magic));
  if (found) throw refusal(found[0]);
  const { at, text } = TAR_MAGIC;
  if (start.toString('latin1', at, at + text.length) === text) throw refusal('not_csv_tar');
}

/**
 * Refuses text that is not CSV.
 * @param start the first bytes of a UTF-8 text.
 * @throws RefusedError `unmarked_utf16`, `not_text`, `not_csv_html`, `not_csv_xml`, `not_csv_json`
 */
export function refuseOtherText(start: Buffer, { columns }: FileOptions): void {
  const text = start.subarray(0, SNIFF_BYTES).toString('latin1');
  if (seemsUtf16(text)) throw refusal('unmarked_utf16');
  if (seemsBinary(text)) throw refusal('not_text');
  if (/^\s*(<!doctype\s+html|<html|<head|<body)[\s>]/i.test(text)) throw refusal('not_csv_html');
  if (/^\s*<\?xml\s/i.test(text)) throw refusal('not_csv_xml');
  // A cell of the first row can be JSON, but a column name is not.
  if (columns === undefined && /^\s*(\{\s*["}]|\[\s*[{["\]])/.test(text)) throw refusal('not_csv_json');
}

/** In UTF-16, every second byte of ASCII text is NUL. */
function seemsUtf16(text: string): boolean {
  const nulsAt = (parity: 0 | 1) => {
    let nuls = 0;
    for (let at = parity; at < text.length; at += 2) if (text.charCodeAt(at) === 0) nuls++;
    return nuls / (text.length / 2);
  };
  const [even, odd] = [nulsAt(0), nulsAt(1)];
  return Math.max(even, odd) > 0.6 && Math.min(even, odd) < 0.1;
}

/** One in ten random bytes is a control character. One or two of them can be in a text file. */
function seemsBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this pattern looks for them
  const controls = text.match(/[\0-\x08\x0e-\x1f]/g)?.length ?? 0;
  return controls > 2 + text.length / 20;
}

function startsWith(start: Buffer, ...bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => start[index] === byte);
}
