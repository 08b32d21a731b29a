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
  { wouldDeliver, further = 0 }: NonNullable<Report['dryRun']>,
): Omit<Verdict, 'details'> {
  const more = further > 0 ? `, and ${count(further, 'further event')}` : '';
  const delivered = `${number(wouldDeliver)} of ${count(rows, 'row')} would be delivered${more}`;
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
    return `${deliveredOfRead(report)} reached Customer.io.${already}${andFurther(report)}`;
  }
  if (known === rows && differingSentences(report).length === 0) {
    const all = allOf(report);
    const had = `Customer.io already had ${all.charAt(0).toLowerCase()}${all.slice(1)}.`;
    const isNew = (report.deliveredFurther ?? 0) + report.refusedFurther > 0;
    return isNew ? `${had}${andFurther(report)}` : `Nothing is new. ${had}`;
  }
  return `${nothingOrFurther(report)}${known > 0 ? ` Customer.io already had ${count(known, 'row')}.` : ''}`;
}

function andFurther({ deliveredFurther: further = 0 }: Report): string {
  return further === 0 ? '' : ` ${furtherEvents(further)} reached it.`;
}

/** If no row was delivered. */
function nothingOrFurther({ deliveredFurther: further = 0 }: Report): string {
  return further === 0 ? 'Nothing was sent.' : `Only ${furtherEvents(further)} reached Customer.io.`;
}

function furtherEvents(further: number): string {
  return `${count(further, 'further event')} of known rows`;
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
  const { outcomes, unfinished, uncounted } = report;
  if (uncounted) {
    const { delivered } = uncounted;
    const reached = `${count(delivered, 'row')} ${delivered === 1 ? 'has' : 'have'} reached Customer.io in an earlier attempt.`;
    return `This attempt sent nothing, and ended before it counted the rows of the file. ${reached}`;
  }
  if (outcomes.delivered === 0) return nothingOrFurther(report);
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
  if (!dryRun || state === 'failed' || dryRun.wouldDeliver + (dryRun.further ?? 0) === 0) return details;
  const { wouldDeliver, wouldTrigger, operations, requests } = dryRun;
  return [
    ...details,
    `${heldIn(wouldDeliver)}${count(wouldTrigger, 'event')} could trigger campaigns.`,
    `To send ${(wouldDeliver || operations) === 1 ? 'it' : 'them'} takes ${count(operations, 'operation')} in ${count(requests, 'request')} to Customer.io, and about ${dollars(dryRun.dollars)} for the seen table.`,
  ];
}

function heldIn(wouldDeliver: number): string {
  if (wouldDeliver === 0) return '';
  return `In this report, ${wouldDeliver === 1 ? 'this row counts' : 'these rows count'} as held. `;
}
