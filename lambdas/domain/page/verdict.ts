// The first thing to read: what happened, in one plain sentence, and what to do next.
import { bytes, count, duration, number } from '../../contracts/format.ts';
import type { Report } from '../../contracts/report.ts';
import { operatorCall } from '../report/operator-call.ts';
import { type Html, html } from './document.ts';
import { fileName } from './labels.ts';

export interface Verdict {
  /** In a word or two. */
  readonly label: string;
  readonly tone: 'good' | 'attention' | 'bad';
  readonly sentence: string;
  readonly next: readonly string[];
}

export function verdictOf(report: Report): Verdict {
  if (report.dryRun && report.state !== 'failed') return triedOut(report, report.dryRun);
  switch (report.state) {
    case 'completed':
      return completed(report);
    case 'awaiting-approval':
      return awaiting(report);
    case 'held':
      return {
        label: 'Held',
        tone: 'attention',
        sentence: `Nothing was sent${report.canary ? ' but the canary' : ''}: the import is held.`,
        next: [`To send it as it is: ${operatorCall('approve', report.importId)}`],
      };
    case 'paused':
      return {
        label: 'Paused',
        tone: 'bad',
        sentence: `Paused: ${sentSoFar(report)}`,
        next: [`Once that is mended: ${operatorCall('redrive', report.importId)}`],
      };
    case 'failed':
      return { label: 'Failed', tone: 'bad', sentence: `Failed: ${sentSoFar(report)}`, next: [] };
  }
}

export function verdictSection(report: Report): Html {
  const { label, tone, sentence, next } = verdictOf(report);
  const { reason, file } = report;
  return html`<header>
<p class="status ${tone}">${label}</p>
<h1>${sentence}</h1>
${reason ? html`<p class="next ${tone}">${reason.message} <code>${reason.code}</code></p>` : undefined}
${report.approved ? html`<p class="next">It was held and then approved: the feed's limits were not asked again.</p>` : undefined}
${next.map((step) => html`<p class="next">${step}</p>`)}
<dl class="facts">
<div><dt>File</dt><dd>${fileName(file.key)}${file.parts ? ` (${count(file.parts.length, 'file')})` : ''}</dd></div>
<div><dt>Feed</dt><dd>${report.feed}</dd></div>
<div><dt>Rows</dt><dd>${number(report.rows)}</dd></div>
<div><dt>Size</dt><dd>${bytes(file.bytes)}</dd></div>
<div><dt>Took</dt><dd>${duration(report.seconds)}</dd></div>
</dl></header>`;
}

function completed(report: Report): Verdict {
  const { outcomes, refusedFurther, findings } = report;
  const returned = outcomes.rejected + refusedFurther;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const next = [
    ...(outcomes.rejected > 0
      ? [
          `${count(outcomes.rejected, 'row')} came back with a reason: mend ${outcomes.rejected === 1 ? 'it' : 'them'} in rejects.csv and drop that file into the same folder. What was delivered is not sent again.`,
        ]
      : []),
    ...(outcomes.held > 0
      ? [
          `${count(outcomes.held, 'row')} ${outcomes.held === 1 ? 'is' : 'are'} held back by the feed's rules, in held.csv.`,
        ]
      : []),
    ...(warnings > 0 ? [`Look at what stands out below: ${count(warnings, 'warning')}.`] : []),
  ];
  return {
    label: returned > 0 ? 'Completed with rejects' : 'Completed',
    tone: returned > 0 ? 'attention' : 'good',
    sentence: whatArrived(report),
    next: next.length > 0 ? next : ['Nothing is left to do.'],
  };
}

function awaiting({ importId, canary }: Report): Verdict {
  const { operations = 0, refused = 0, approveBy } = canary ?? {};
  const told = refused > 0 ? `, and ${count(refused, 'operation')} refused` : '';
  return {
    label: 'Awaiting approval',
    tone: 'attention',
    sentence: `The canary was sent, ${count(operations, 'operation')}${told}. The rest waits for your word.`,
    next: [
      'Look at these people and events in Customer.io.',
      `To send the rest${approveBy ? `, by ${approveBy}` : ''}: ${operatorCall('approve', importId)}`,
      `To hold it: ${operatorCall('cancel', importId)}. Without a word it is held as well.`,
    ],
  };
}

function triedOut({ state, rows }: Report, dryRun: NonNullable<Report['dryRun']>): Verdict {
  const { wouldDeliver, wouldTrigger, operations, requests, dollars } = dryRun;
  const held = state === 'held';
  const live = `${count(wouldTrigger, 'event')} among them could trigger campaigns.`;
  return {
    label: held ? 'Dry run: would be held' : 'Dry run',
    tone: held ? 'attention' : 'good',
    sentence: `Nothing was sent. ${number(wouldDeliver)} of ${count(rows, 'row')} would be delivered${held ? ' once approved' : ''}.`,
    next:
      wouldDeliver === 0
        ? ['Dropped below incoming/, it would send nothing either.']
        : [
            `They count as held here. ${live}`,
            `It would take ${count(operations, 'operation')} in ${count(requests, 'request')} to Customer.io, and about $${dollars} for the seen table.`,
            'Drop the same file below incoming/ to have it sent.',
          ],
  };
}

function whatArrived({ rows, outcomes }: Report): string {
  const { delivered, duplicate, unchanged } = outcomes;
  const known = duplicate + unchanged;
  if (rows === 0) return 'The file has no rows.';
  if (delivered === rows)
    return `${rows === 1 ? 'The one row' : `All ${number(rows)} rows`} reached Customer.io.`;
  if (delivered > 0)
    return `${number(delivered)} of ${count(rows, 'row')} reached Customer.io${known > 0 ? `; ${number(known)} it already had` : ''}.`;
  if (known === rows)
    return `Nothing new: Customer.io already had ${rows === 1 ? 'the one row' : `all ${number(rows)} rows`}.`;
  return `Nothing was sent${known > 0 ? `: Customer.io already had ${count(known, 'row')}` : ''}.`;
}

function sentSoFar({ rows, outcomes, unfinished }: Report): string {
  if (outcomes.delivered === 0) return 'nothing was sent.';
  return `${number(outcomes.delivered)} of ${count(rows, 'row')} reached Customer.io, ${number(unfinished)} ${unfinished === 1 ? 'has' : 'have'} no outcome yet.`;
}
