// Prints the results as a table, for a terminal and for docs/performance.md.
import Table from 'cli-table3';
import { number } from '../../lambdas/contracts/format.ts';
import { isMet, type Result } from './results.ts';

export function printTable(results: readonly Result[]): string {
  const table = new Table({
    head: ['stage', 'measure', 'result', 'spread', 'goal', ''],
    style: { head: [], border: [] },
  });
  for (const one of results) table.push([one.stage, one.measure, ...cellsOf(one)]);
  return table.toString();
}

/** The same table in Markdown. */
export function printMarkdown(results: readonly Result[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    line(['stage', 'measure', 'result', 'spread', 'goal', '']),
    line(['---', '---', '---:', '---:', '---:', '---']),
    ...results.map((one) => line([one.stage, one.measure, ...cellsOf(one)])),
  ].join('');
}

function cellsOf(one: Result): string[] {
  const { value, unit, least, most, goal } = one;
  const spread = least === undefined || most === undefined ? '' : `${rounded(least)} to ${rounded(most)}`;
  const met = isMet(one);
  return [
    `${rounded(value)} ${unit}`.trim(),
    spread,
    goal ? `${goal.is === 'at least' ? '≥' : '≤'} ${rounded(goal.value)}` : '',
    met === undefined ? '' : met ? 'met' : 'missed',
  ];
}

function rounded(value: number): string {
  return number(value, value >= 1000 ? 4 : 3);
}
