// What an ended import adds to the metrics.
import type { Measures } from '../../contracts/metrics.ts';
import { OUTCOMES, type Report } from '../../contracts/report.ts';

export function importMetrics(report: Report): Measures {
  const rows = Object.fromEntries(OUTCOMES.map((outcome) => [`rows_${outcome}`, report.outcomes[outcome]]));
  return {
    rows_read: report.rows,
    ...rows,
    rows_unfinished: report.unfinished,
    [`imports_${report.state}`]: 1,
    imports_silent: isSilent(report) ? 1 : 0,
    reject_share: rejectShare(report),
    import_seconds: report.seconds,
  };
}

/** Of the rows that `where` of the feed keeps. */
function rejectShare({ rows, outcomes }: Report): number {
  const wanted = rows - outcomes.filtered;
  return wanted === 0 ? 0 : outcomes.rejected / wanted;
}

/** Rows were read, but Customer.io has none of them: the export changed, or a policy keeps everything back. */
function isSilent({ state, rows, outcomes }: Report): boolean {
  const reached = outcomes.delivered + outcomes.duplicate + outcomes.unchanged;
  return state === 'completed' && rows > 0 && reached === 0;
}
