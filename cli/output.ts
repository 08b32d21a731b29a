// What commands write: results on stdout, as a table for people or JSON for programs; colours only on a terminal.
import { styleText } from 'node:util';
import Table from 'cli-table3';

/** Prints a result: the text that `print` makes of it, or JSON. */
export function write<Result>(
  result: Result,
  json: boolean | undefined,
  print: (result: Result) => string,
): void {
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : print(result));
}

/** Columns without borders, as `ls -l` and `kubectl` have them. */
export function columns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const table = new Table({
    head: head.map((title) => paint('dim', title)),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: BORDERLESS,
    colAligns: head.map((_, index) => (right.includes(index) ? 'right' : 'left')),
  });
  for (const row of rows) table.push([...row]);
  return `${table.toString().replaceAll(/ +$/gm, '')}\n`;
}

const BORDERS =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle';
const BORDERLESS = Object.fromEntries(BORDERS.split(' ').map((border) => [border, '']));

/** Plain where stdout is no terminal or `NO_COLOR` is set: `styleText` looks for itself. */
export function paint(style: 'dim' | 'bold' | 'green' | 'yellow' | 'red' | 'cyan', text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

export const count = (value: number): string => value.toLocaleString('en-US');
