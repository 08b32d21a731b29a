// docs/performance.md: its table comes from bench/results.json, its words are written by hand.
import { printMarkdown } from './print.ts';
import type { Results } from './results.ts';

const TABLE = /(?<=<!-- results -->\n).*(?=<!-- end of results -->)/s;

/** The page with the table of these results. */
export function withResults(page: string, run: Results): string {
  const where = `${run.at.slice(0, 10)}, ${run.machine}, Node.js ${run.node}, ${run.seconds} s in all.`;
  return page.replace(TABLE, `\n${where}\n\n${printMarkdown(run.results)}\n`);
}
