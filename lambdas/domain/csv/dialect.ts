// Finds out how a file is written from its first bytes: compression, encoding, delimiter, line ends, header.
import { parse } from 'csv-parse/sync';
import { RefusedError } from '../errors.ts';
import { countBytes, firstRecordEnd } from './boundaries.ts';

export type Compression = 'none' | 'gzip';
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** How the text of a file is written. All marks are single ASCII characters. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** The byte that ends lines; `\r\n` counts as `\n`. */
  readonly newline: '\n' | '\r';
}

/** A file's dialect, its columns, and where its first record after the header starts. */
export interface Head {
  readonly dialect: Dialect;
  readonly header: readonly string[];
  /** Offset in bytes of the first record after the header. */
  readonly bodyStart: number;
  /** 1-based line number of that record. */
  readonly bodyLine: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Compression by magic bytes (RFC 1952, section 2.3.1), whatever the file is called. */
export function sniffCompression(start: Buffer): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) {
    throw new RefusedError(
      'zip_not_supported',
      'The file is a zip archive. Unpack it, or compress it as gzip.',
    );
  }
  return 'none';
}

/** Encoding by byte order mark; UTF-8 without one. */
export function sniffEncoding(start: Buffer): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/**
 * Reads the head of a UTF-8 text.
 * @param start the file's first bytes; the whole header must be within them.
 * @param atEnd whether `start` is all there is.
 * @throws RefusedError `empty_file`, `not_text`, `header_too_long`, `broken_header`, `mixed_line_ends`,
 *   `blank_header`, `duplicate_header`
 */
export function sniffHead(start: Buffer, atEnd: boolean): Head {
  const bom = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
  if (start.subarray(bom).toString('latin1').trim() === '' && atEnd) {
    throw new RefusedError('empty_file', 'The file is empty. Export it again; nothing was sent.');
  }
  if (start.includes(0)) {
    throw new RefusedError(
      'not_text',
      'The file holds NUL bytes, so it is no CSV text. Export it as UTF-8 CSV.',
    );
  }
  const dialect = sniffDialect(start);
  const bodyStart = firstRecordEnd(start, bom, dialect) ?? (atEnd ? start.length : undefined);
  if (bodyStart === undefined) {
    throw new RefusedError(
      'header_too_long',
      `The header does not end within the first ${start.length} bytes. Is its last quote closed?`,
    );
  }
  const header = readHeader(start.subarray(bom, bodyStart), dialect);
  return {
    dialect,
    header,
    bodyStart,
    bodyLine: 1 + countBytes(start, dialect.newline.charCodeAt(0), 0, bodyStart),
  };
}

/**
 * Quoted text does not count: a cell may hold any mark. The delimiter is the candidate that parts the first line
 * most often, a comma where none does. (A doubled quote only parts two quoted pieces, which both go.)
 */
function sniffDialect(start: Buffer): Dialect {
  const unquoted = start.toString('latin1').replaceAll(/"[^"]*"/g, '');
  const [line = ''] = unquoted.split(/[\r\n]/, 1);
  const parts = (delimiter: string) => line.split(delimiter).length;
  return {
    delimiter: DELIMITERS.reduce((best, next) => (parts(next) > parts(best) ? next : best)),
    newline: unquoted.includes('\r') && !unquoted.includes('\n') ? '\r' : '\n',
  };
}

function readHeader(bytes: Buffer, dialect: Dialect): readonly string[] {
  const [header = [], ...others] = parseHeader(bytes, dialect);
  if (others.some((cells) => cells.join('') !== '')) {
    throw new RefusedError(
      'mixed_line_ends',
      'The header ends with a lone CR, later lines with LF. Export the file again, with one kind of line ends.',
    );
  }
  const seen = new Set<string>();
  for (const [index, column] of header.entries()) {
    if (column === '') {
      throw new RefusedError(
        'blank_header',
        `Column ${index + 1} of the header has no name. Name it or remove it.`,
      );
    }
    if (seen.has(column)) {
      throw new RefusedError('duplicate_header', `Two columns are called "${column}". Rename or remove one.`);
    }
    seen.add(column);
  }
  return header;
}

function parseHeader(bytes: Buffer, dialect: Dialect): string[][] {
  try {
    return parse(bytes, {
      delimiter: dialect.delimiter,
      trim: true,
      record_delimiter: ['\n', '\r\n', '\r'],
      relax_column_count: true,
    });
  } catch (cause) {
    throw new RefusedError('broken_header', 'The header has a quote that does not close. Mend line 1.', {
      cause,
    });
  }
}
