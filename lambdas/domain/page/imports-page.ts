// The page of imports: the newest first, each with its rows by outcome and a link to its report.
import { count, moment, number } from '../../contracts/format.ts';
import type { ImportSummary, Report } from '../../contracts/report.ts';
import { rowsRead } from '../report/rows-in-words.ts';
import { type Html, html, printDocument, prose } from './document.ts';
import { fileName, labelOf } from './labels.ts';

export function summaryOf(report: Report): ImportSummary {
  const { importId, feed, state, arrivedAt, rows, outcomes, unfinished, reason, file, dryRun, groups } =
    report;
  const counts = { rows, ...(groups && { groups }), outcomes, unfinished };
  return { importId, feed, state, arrivedAt, ...counts, reason, key: file.key, dryRun: !!dryRun };
}

/** Links are relative: the page is next to the folders of the feeds. */
export function renderImports(imports: readonly ImportSummary[]): string {
  return printDocument(
    'Imports',
    html`<main><h1>Imports</h1>
<p>${imports.length === 0 ? 'No import has ended yet.' : `The newest ${count(imports.length, 'import')}, as of the last report.`}</p>
<ul class="findings">${imports.map((summary) => importItem(summary))}</ul></main>`,
  );
}

/** An import that has ended. @param folder the path from the page to the folders of the feeds, with its slash. */
export function importItem(summary: ImportSummary, folder = ''): Html {
  const { importId, feed, arrivedAt, reason, key } = summary;
  const link = `${folder}${encodeURIComponent(feed)}/${encodeURIComponent(importId)}/report.html`;
  return html`<li><p class="status ${toneOf(summary)}">${statusOf(summary)}</p>
<p><a href="${link}">${fileName(key)}</a> → ${feed}, ${moment(Date.parse(arrivedAt))}</p>
<p><small>${countsOf(summary)}</small></p>
${reason ? html`<p><small>${prose(reason.message)}</small></p>` : undefined}</li>`;
}

/** In words, because not everyone sees the color. */
function statusOf({ state, outcomes, dryRun }: ImportSummary): string {
  const rejects = state === 'completed' && outcomes.rejected > 0 ? ' with rejects' : '';
  return dryRun ? `Dry run, ${state}${rejects}` : `${labelOf(state)}${rejects}`;
}

function toneOf({ state, outcomes }: ImportSummary): string {
  if (state === 'failed' || state === 'paused') return 'bad';
  const waits = state === 'held' || state === 'awaiting-approval';
  return waits || outcomes.rejected > 0 ? 'attention' : 'good';
}

function countsOf({ rows, groups, outcomes, unfinished }: ImportSummary): string {
  const counts = [...Object.entries(outcomes), ['no outcome yet', unfinished] as const]
    .filter(([, some]) => some > 0)
    .map(([name, some], index) => `${index === 0 && groups ? count(some, 'row') : number(some)} ${name}`);
  const read = rowsRead({ rows, groups });
  return counts.length > 0 ? `${read}: ${counts.join(', ')}` : read;
}
