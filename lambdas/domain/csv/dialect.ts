// The dialect of a CSV file: delimiter, line ends, quoting.
import type { FileOptions } from '../../contracts/feed/file-options.ts';

/** All marks are single ASCII characters. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** The byte that ends lines; `\r\n` counts as `\n`. The other byte ends records, too, but files are not cut there. */
  readonly newline: '\n' | '\r';
  /**
   * `double`: a quote within quotes is doubled (RFC 4180). `backslash`: within quotes, a backslash escapes the next
   * character. `none`: quotes are text, and a backslash escapes the delimiter, line ends and itself.
   */
  readonly quoting: 'double' | 'backslash' | 'none';
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Quoted or escaped text: delimiters and line ends in it do not count. */
const QUOTED: Readonly<Record<Dialect['quoting'], RegExp>> = {
  // A doubled quote separates two quoted pieces, and both match.
  double: /"[^"]*"/g,
  // An open last quote matches the rest of the text, so that not every quote after it is tried as an opening one.
  backslash: /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)/g,
  none: /\\[\s\S]/g,
};

/**
 * Finds the dialect of a text from its start. Unless the feed sets it, the delimiter is the one that splits the first
 * line into as many cells as the feed has `columns`. Without `columns`, it is the one that splits it into the most cells,
 * or a comma.
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
