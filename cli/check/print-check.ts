// The result of a check as people read it: the verdict first, then what to fix.
import { count, number } from '../../lambdas/contracts/format.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import { explainReject, REJECTS, type RejectCode } from '../../lambdas/domain/reject.ts';
import { printVerdicts } from '../journeys/print-journeys.ts';
import { paint } from '../terminal/output.ts';

export function printCheck(report: Report): string {
  const { reason, rejects, furtherFaults = [], notices } = report;
  // The reason of the verdict can be a finding, too.
  const findings = report.findings.filter(({ message }) => !reason?.message.includes(message));
  return [
    ...printVerdict(report),
    ...printSection('Rejected', rejects.map(printFault)),
    ...printSection('Further faults of these rows', furtherFaults.map(printFault)),
    ...printSection(
      'Look at',
      findings.map(({ severity, message, lines }) =>
        [paint(severity === 'warning' ? 'yellow' : 'dim', severity), message, printLines(lines)]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    ...printSection('Journeys', printVerdicts(report.journeys ?? [])),
    ...printSection(
      'Columns',
      notices.map(({ column, message }) => `"${column}": ${message}`),
    ),
    '',
  ].join('\n');
}

function printVerdict({ state, reason, rows, outcomes, dryRun, events, wouldTrigger }: Report): string[] {
  if (reason) {
    const what = state === 'held' ? paint('yellow', 'It would be held') : paint('red', 'It would be refused');
    return [`${what}: ${reason.message} (${reason.code})`];
  }
  const sent = dryRun?.wouldDeliver ?? 0;
  const rest = Object.entries({ ...outcomes, held: outcomes.held - sent })
    .filter(([, value]) => value > 0)
    .map(([outcome, value]) => `${number(value)} ${outcome}`);
  return [
    `${paint('bold', count(rows, 'row'))}: ${[`${number(sent)} would be sent`, ...rest].join(', ')}`,
    ...(events.length > 0
      ? [`events: ${events.map((event) => `${number(event.rows)} ${event.name}`).join(', ')}`]
      : []),
    ...(wouldTrigger > 0 ? [`${count(wouldTrigger, 'event')} could trigger campaigns`] : []),
  ];
}

function printSection(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map((line) => `  ${line}`)];
}

function printFault({ code, rows, examples: [example] }: Report['rejects'][number]): string {
  return `${number(rows)} × ${code}: ${describe(code, example?.column)}`;
}

function describe(code: string, column: string | undefined): string {
  if (!Object.hasOwn(REJECTS, code)) return '';
  return explainReject({ code: code as RejectCode, ...(column !== undefined && { column }) });
}

function printLines(lines: readonly number[]): string {
  return lines.length === 0
    ? ''
    : paint('dim', `(${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')})`);
}
