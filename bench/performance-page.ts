// docs/performance.md: the table is generated from bench/results.json, the text is written by hand.
import { printMarkdown } from './measure/print.ts';
import type { Results } from './measure/results.ts';

const TABLE = /(?<=<!-- results -->\n).*(?=<!-- end of results -->)/s;

/** The page with the table of these results. */
export function withResults(page: string, run: Results): string {
  const where = `${run.at.slice(0, 10)}, ${run.machine}, Node.js ${run.node}, ${run.seconds} s in total.`;
  return page.replace(TABLE, `\n${where}\n\n${printMarkdown(run.results)}\n`);
}
