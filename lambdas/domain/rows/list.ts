// Reads a list in a cell: CSV entries, or a JSON array.

const QUOTE = '"';

/**
 * The entries, trimmed and without blank ones. An entry in quotes can contain the separator, and a quote in it is
 * doubled (RFC 4180). A quote that is not at the start of an entry is text.
 * @returns undefined if a quote is not closed, or text follows it.
 */
export function readEntries(cell: string, separator: string): string[] | undefined {
  if (!cell.includes(QUOTE)) return trimmed(cell.split(separator));
  const entries: string[] = [];
  for (let at = 0; at <= cell.length; ) {
    const start = skipSpaces(cell, at, separator);
    const isQuoted = cell[start] === QUOTE;
    const end = isQuoted ? closingQuote(cell, start) : indexOrEnd(cell, separator, at);
    if (end === -1) return undefined;
    const next = isQuoted ? skipSpaces(cell, end + 1, separator) : end;
    if (next < cell.length && !cell.startsWith(separator, next)) return undefined;
    entries.push(isQuoted ? cell.slice(start + 1, end).replaceAll('""', QUOTE) : cell.slice(at, end));
    at = next + separator.length;
  }
  return trimmed(entries);
}

/**
 * Whether the cell has the brackets of an array: `["a","b"]`, or `{a,b}` as Postgres writes it. An array that was cut off,
 * `["a","b`, has one of them.
 */
export function isBracketed(cell: string): boolean {
  return (
    cell.startsWith('["') ||
    (cell.startsWith('[') && cell.endsWith(']')) ||
    (cell.startsWith('{') && cell.endsWith('}'))
  );
}

function trimmed(entries: readonly string[]): string[] {
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function skipSpaces(cell: string, from: number, separator: string): number {
  let at = from;
  while (cell[at] === ' ' && !cell.startsWith(separator, at)) at++;
  return at;
}

function closingQuote(cell: string, open: number): number {
  let at = cell.indexOf(QUOTE, open + 1);
  while (at !== -1 && cell[at + 1] === QUOTE) at = cell.indexOf(QUOTE, at + 2);
  return at;
}

function indexOrEnd(cell: string, text: string, from: number): number {
  const found = cell.indexOf(text, from);
  return found === -1 ? cell.length : found;
}
