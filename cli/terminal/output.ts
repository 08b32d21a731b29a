// What commands write to stdout: a table for people, or JSON for programs; colors only on a terminal.
import { styleText } from 'node:util';
import Table from 'cli-table3';
import { prettyJson } from '../../lambdas/contracts/format.ts';

/** Prints a result as JSON, or as the text that `print` makes from it. */
export function write<Result>(
  result: Result,
  { json }: { readonly json?: true | undefined },
  print: (result: Result) => string,
): void {
  process.stdout.write(json ? prettyJson(result) : print(result));
}

/** Columns without borders, like those of `kubectl`. @param right indexes of the columns that are aligned right. */
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

/** Plain text if stdout is not a terminal or `NO_COLOR` is set: `styleText` checks both. */
export function paint(style: 'dim' | 'bold' | 'green' | 'yellow' | 'red' | 'cyan', text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
