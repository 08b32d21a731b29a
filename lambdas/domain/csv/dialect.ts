// How the text of a file is written: delimiter, line ends, quoting.
import type { FileOptions } from '../../contracts/feed/file-options.ts';

/** All marks are single ASCII characters. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** The byte that ends lines; `\r\n` counts as `\n`. The other one ends records as well, but files are not cut at it. */
  readonly newline: '\n' | '\r';
  /**
   * `double`: RFC 4180, a quote within quotes is doubled. `backslash`: within quotes a backslash takes the next
   * character literally. `none`: quotes are text, and a backslash escapes the delimiter, line ends and itself.
   */
  readonly quoting: 'double' | 'backslash' | 'none';
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What does not count when marks are counted: quoted or escaped text, which may hold any. */
const QUOTED: Readonly<Record<Dialect['quoting'], RegExp>> = {
  // A doubled quote only parts two quoted pieces, which both go.
  double: /"[^"]*"/g,
  // Where the last quote stays open it takes the rest, lest every quote behind it be tried as an opening one.
  backslash: /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)/g,
  none: /\\[\s\S]/g,
};

/**
 * Finds the dialect of a text from its start. Unless stated, the delimiter is the one that parts the first line into
 * as many cells as there are columns, where that is known, or else into most; a comma where none does.
 */
export function sniffDialect(
  start: Buffer,
  { delimiter, quoting = 'double', columns }: FileOptions,
): Dialect {
  const text = start.toString('latin1').replaceAll(QUOTED[quoting], '');
  const [line = ''] = text.split(/[\r\n]/, 1);
  const parts = (mark: string) => line.split(mark).length;
  const most = DELIMITERS.reduce((best, next) => (parts(next) > parts(best) ? next : best));
  return {
    delimiter: delimiter ?? DELIMITERS.find((mark) => parts(mark) === columns?.length) ?? most,
    newline: text.includes('\r') && !text.includes('\n') ? '\r' : '\n',
    quoting,
  };
}
