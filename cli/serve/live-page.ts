// The page that is served: it looks like `reports/index.html`, with running imports and a form to drop files.
import { readFileSync } from 'node:fs';
import { moment, number } from '../../lambdas/contracts/format.ts';
import { type Html, html, printDocument } from '../../lambdas/domain/page/document.ts';
import { importItem } from '../../lambdas/domain/page/imports-page.ts';
import { fileName, labelOf } from '../../lambdas/domain/page/labels.ts';
import { stepsList } from '../../lambdas/domain/page/steps.ts';
import type { CommandLine } from '../../lambdas/domain/report/next-steps.ts';
import { verdictOf } from '../../lambdas/domain/report/verdict.ts';
import { awaitsApproval, hasEnded, type ImportProgress, type Progress } from '../imports/import-progress.ts';
import type { LiveImports } from './live-imports.ts';
import { LIVE_STYLE } from './live-style.ts';
import { MOST_BYTES, tooLarge } from './receive-file.ts';

const SCRIPT = readFileSync(new URL('./page-script.js', import.meta.url), 'utf8');

/** @param call prints the commands that approve or cancel an import, or drop a file that is too large for the page. */
export function printLivePage(feeds: readonly string[], imports: LiveImports, call: CommandLine): string {
  return printDocument(
    'Imports, live',
    html`<main><h1>Imports</h1>
<p>These imports run on this machine. Customer.io is a stand-in here: nothing leaves this machine.</p>
${dropForm(feeds, call)}
<div id="imports">${importLists(imports, call)}</div></main>`,
    { style: LIVE_STYLE, script: SCRIPT },
  );
}

/** The lists alone: the page's script replaces its lists with them. */
export function printImports(imports: LiveImports, call: CommandLine): string {
  return importLists(imports, call).markup;
}

function dropForm(feeds: readonly string[], call: CommandLine): Html {
  return html`<form id="drop" data-most-bytes="${MOST_BYTES}" data-too-large="${tooLarge(call)}">
<p><label for="file">Drop CSV files here, or choose them:</label> <input id="file" type="file" multiple required></p>
<div class="row"><label>Feed <select name="feed">${feeds.map((feed) => html`<option>${feed}</option>`)}</select></label>
<label><input type="checkbox" name="dry-run"> Dry run: check everything, send nothing</label>
<button>Import</button></div>
<p id="said" role="status"></p></form>`;
}

function importLists({ running, ended }: LiveImports, call: CommandLine): Html {
  return html`${running.length > 0 ? html`<section><h2>Running</h2><ul class="findings">${running.map((progress) => progressItem(progress, call))}</ul></section>` : undefined}
<section><h2>Ended</h2>${
    ended.length === 0
      ? html`<p>No import has ended yet.</p>`
      : html`<ul class="findings">${ended.map((summary) => importItem(summary, 'reports/'))}</ul>`
  }</section>`;
}

/** Only the command line approves: a page that receives files should not send what no one has looked at. */
function progressItem(progress: ImportProgress, call: CommandLine): Html {
  const { state, file, feed, arrivedAt, chunks, partitions, reason, report } = progress;
  return html`<li><p class="status running">${labelOf(state)}${hasEnded(progress) ? ', writing the report' : ''}</p>
<p>${fileName(file)} → ${feed}, ${moment(Date.parse(arrivedAt))}</p>
${chunks ? gauge('chunks validated', chunks) : undefined}
${partitions ? gauge('partitions forwarded', partitions) : undefined}
${reason ? html`<p><small>${reason.message}</small></p>` : undefined}
${awaitsApproval(progress) && report ? html`<p>${verdictOf(report).sentence}</p>${stepsList(report, call)}` : undefined}</li>`;
}

function gauge(label: string, { done, total }: Progress): Html {
  return html`<p class="gauge"><progress aria-label="${label}" value="${done}" max="${total}"></progress> <small>${number(done)} of ${number(total)} ${label}</small></p>`;
}
