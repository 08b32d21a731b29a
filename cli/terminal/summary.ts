// The summary that is printed after an import.
import Table from 'cli-table3';
import { number } from '../../lambdas/contracts/format.ts';
import { OUTCOMES, type Report } from '../../lambdas/contracts/report.ts';
import { differingSentences } from '../../lambdas/domain/report/differing.ts';
import { type CommandLine, nextSteps, printStep } from '../../lambdas/domain/report/next-steps.ts';

/** @param call prints the commands to run next. */
export function printSummary(report: Report, reportPath: string, call: CommandLine): string {
  const table = new Table({ style: { head: [], border: [] }, chars: PLAIN, colAligns: ['left', 'right'] });
  const { groups } = report;
  if (groups) table.push([`${groups.noun}s read`, number(groups.read)]);
  if (groups?.delivered !== undefined) table.push(['  delivered', number(groups.delivered)]);
  table.push(['rows read', number(report.rows)]);
  for (const outcome of OUTCOMES) {
    if (report.outcomes[outcome] > 0) table.push([`  ${outcome}`, number(report.outcomes[outcome])]);
  }
  if (report.unfinished > 0) table.push(['  no outcome yet', number(report.unfinished)]);
  if (report.deliveredFurther) table.push(['delivered further events', number(report.deliveredFurther)]);
  if (report.refusedFurther > 0) table.push(['rejected further events', number(report.refusedFurther)]);
  if (report.dryRun) {
    table.push(['would be delivered', number(report.dryRun.wouldDeliver)]);
    table.push(['could trigger campaigns', number(report.dryRun.wouldTrigger)]);
  }
  table.push(['requests to Customer.io', number(report.requests)], ['seconds', String(report.seconds)]);
  const lines = [
    `${report.importId}: ${report.dryRun ? 'dry run, ' : ''}${report.state}`,
    ...(report.reason ? [`  ${report.reason.code}: ${report.reason.message}`] : []),
    table.toString().replaceAll(/ +$/gm, ''),
    ...report.keptBack.map(({ outcome, reason, rows }) => `  ${outcome}: ${number(rows)} × ${reason}`),
    ...differingSentences(report).map((sentence) => `  ${sentence}`),
    ...report.rejects.map(({ code, rows }) => `  rejected: ${number(rows)} × ${code}`),
    `  report: ${reportPath}`,
    ...nextSteps(report).map((step) => `  to do: ${printStep(step, call)}`),
  ];
  return `${lines.join('\n')}\n`;
}

const BORDERS =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid';
const PLAIN = Object.fromEntries(
  [...BORDERS.split(' '), 'right', 'right-mid', 'middle'].map((border) => [
    border,
    border === 'left' ? ' ' : '',
  ]),
);
