// What happened to an import, in one plain sentence: the headline of its page and the first line of its notice.
import { count, dollars, number } from '../../contracts/format.ts';
import type { Report } from '../../contracts/report.ts';
import { differingSentences } from './differing.ts';
import { deliveredOfRead, rowsRead } from './rows-in-words.ts';

export interface Verdict {
  /** The state in a few words. */
  readonly label: string;
  readonly tone: 'good' | 'attention' | 'bad';
  readonly sentence: string;
  /** Further sentences about what happened. */
  readonly details: readonly string[];
}

export function verdictOf(report: Report): Verdict {
  return { ...judge(report), details: detailsOf(report) };
}

function judge(report: Report): Omit<Verdict, 'details'> {
  const { state, dryRun, outcomes, refusedFurther } = report;
  if (dryRun && state !== 'failed') return judgeDryRun(report, dryRun);
  switch (state) {
    case 'completed': {
      const sentence = whatArrived(report);
      if (outcomes.rejected + refusedFurther === 0) return { label: 'Completed', tone: 'good', sentence };
      return { label: 'Completed with rejects', tone: 'attention', sentence };
    }
    case 'awaiting-approval':
      return { label: 'Awaiting approval', tone: 'attention', sentence: whatCanarySent(report) };
    case 'held': {
      const sent = report.canary ? 'Only the canary was sent.' : 'Nothing was sent.';
      return { label: 'Held', tone: 'attention', sentence: `The import is held. ${sent}` };
    }
    case 'paused':
      return { label: 'Paused', tone: 'bad', sentence: `The import is paused. ${whatWasSent(report)}` };
    case 'failed':
      return { label: 'Failed', tone: 'bad', sentence: `The import failed. ${whatWasSent(report)}` };
  }
}

function judgeDryRun(
  { state, rows }: Report,
  { wouldDeliver }: NonNullable<Report['dryRun']>,
): Omit<Verdict, 'details'> {
  const delivered = `${number(wouldDeliver)} of ${count(rows, 'row')} would be delivered`;
  return state === 'held'
    ? {
        label: 'Dry run: would be held',
        tone: 'attention',
        sentence: `Nothing was sent. The import would be held, and after approval ${delivered}.`,
      }
    : { label: 'Dry run', tone: 'good', sentence: `Nothing was sent. ${delivered}.` };
}

function whatArrived(report: Report): string {
  const { rows, outcomes } = report;
  const { delivered, duplicate, unchanged } = outcomes;
  // Of a row that differs, Customer.io has another event.
  const known = duplicate + unchanged - report.conflicts;
  if (rows === 0) return 'The file has no rows.';
  if (delivered === rows) return `${allOf(report)} reached Customer.io.`;
  if (delivered > 0) {
    const already = known > 0 ? ` It already had ${count(known, 'row')}.` : '';
    return `${deliveredOfRead(report)} reached Customer.io.${already}`;
  }
  if (known === rows) {
    const all = allOf(report);
    return `Nothing is new. Customer.io already had ${all.charAt(0).toLowerCase()}${all.slice(1)}.`;
  }
  return `Nothing was sent.${known > 0 ? ` Customer.io already had ${count(known, 'row')}.` : ''}`;
}

/** `All 389 orders (642 rows)`, `The only row`. */
function allOf(report: Report): string {
  const read = rowsRead(report);
  return /^1 /.test(read) ? `The only ${read.slice(2)}` : `All ${read}`;
}

function whatCanarySent({ canary }: Report): string {
  const { operations = 0, refused = 0 } = canary ?? {};
  const declined = refused > 0 ? `, and Customer.io declined ${number(refused)} of them` : '';
  return `The canary was sent: ${count(operations, 'operation')}${declined}. The rest waits for approval.`;
}

function whatWasSent(report: Report): string {
  const { outcomes, unfinished } = report;
  if (outcomes.delivered === 0) return 'Nothing was sent.';
  const left =
    unfinished > 0 ? ` ${count(unfinished, 'row')} ${unfinished === 1 ? 'has' : 'have'} no outcome yet.` : '';
  return `${deliveredOfRead(report)} reached Customer.io.${left}`;
}

function detailsOf(report: Report): string[] {
  const { dryRun, state, approved } = report;
  const details = [
    ...(approved ? ["It was held and then approved, so the feed's limits did not apply."] : []),
    ...differingSentences(report),
  ];
  if (!dryRun || state === 'failed' || dryRun.wouldDeliver === 0) return details;
  const { wouldDeliver, wouldTrigger, operations, requests } = dryRun;
  return [
    ...details,
    `In this report, ${wouldDeliver === 1 ? 'this row counts' : 'these rows count'} as held. ${count(wouldTrigger, 'event')} could trigger campaigns.`,
    `To send ${wouldDeliver === 1 ? 'it' : 'them'} takes ${count(operations, 'operation')} in ${count(requests, 'request')} to Customer.io, and about ${dollars(dryRun.dollars)} for the seen table.`,
  ];
}
