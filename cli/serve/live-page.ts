// The page that is served: the look of `reports/index.html`, with what is under way and a place to drop files.
import { readFileSync } from 'node:fs';
import { type Html, html, printDocument } from '../../lambdas/domain/page/document.ts';
import { importItem } from '../../lambdas/domain/page/imports-page.ts';
import { fileName, labelled, moment, number } from '../../lambdas/domain/page/words.ts';
import { awaitsApproval, hasEnded, type ImportProgress, type Progress } from '../imports/import-progress.ts';
import type { FurtherCall } from '../target/further-call.ts';
import type { LiveImports } from './live-imports.ts';
import { LIVE_STYLE } from './live-style.ts';
import { MOST_BYTES, tooLarge } from './take-file.ts';

const SCRIPT = readFileSync(new URL('./page-script.js', import.meta.url), 'utf8');

/** @param call how a person gives a canary its answer, and drops what is too large for the page. */
export function printLivePage(feeds: readonly string[], imports: LiveImports, call: FurtherCall): string {
  return printDocument(
    'Imports, live',
    html`<main><h1>Imports</h1>
<p>Live from this machine. Customer.io is a stand-in here: nothing leaves it.</p>
${dropForm(feeds, call)}
<div id="imports">${importLists(imports, call)}</div></main>`,
    { style: LIVE_STYLE, script: SCRIPT },
  );
}

/** What the page's script puts in place of the lists that it has. */
export function printImports(imports: LiveImports, call: FurtherCall): string {
  return importLists(imports, call).markup;
}

function dropForm(feeds: readonly string[], call: FurtherCall): Html {
  return html`<form id="drop" data-most-bytes="${MOST_BYTES}" data-too-large="${tooLarge(call)}">
<p><label for="file">Drop CSV files here, or choose them</label> <input id="file" type="file" multiple required></p>
<div class="row"><label>Feed <select name="feed">${feeds.map((feed) => html`<option>${feed}</option>`)}</select></label>
<label><input type="checkbox" name="dry-run"> Dry run: do all but send</label>
<button>Import</button></div>
<p id="said" role="status"></p></form>`;
}

function importLists({ underWay, ended }: LiveImports, call: FurtherCall): Html {
  return html`${underWay.length > 0 ? html`<section><h2>Under way</h2><ul class="findings">${underWay.map((progress) => progressItem(progress, call))}</ul></section>` : undefined}
<section><h2>Ended</h2>${
    ended.length === 0
      ? html`<p>None yet.</p>`
      : html`<ul class="findings">${ended.map((summary) => importItem(summary, 'reports/'))}</ul>`
  }</section>`;
}

function progressItem(progress: ImportProgress, call: FurtherCall): Html {
  const { state, file, feed, arrivedAt, chunks, partitions, reason } = progress;
  return html`<li><p class="status under-way">${labelled(state)}${hasEnded(progress) ? ', writing the report' : ''}</p>
<p>${fileName(file)} → ${feed}, ${moment(Date.parse(arrivedAt))}</p>
${chunks ? gauge('chunks validated', chunks) : undefined}
${partitions ? gauge('partitions forwarded', partitions) : undefined}
${reason ? html`<p><small>${reason.message}</small></p>` : undefined}
${awaitsApproval(progress) ? approvalHint(progress, call) : undefined}</li>`;
}

/** The answer is the command line's to give: a page that takes files should not send what a person has yet to look at. */
function approvalHint({ importId }: ImportProgress, call: FurtherCall): Html {
  return html`<p><small>Its canary was sent. <code>${call(`approve ${importId}`)}</code> sends the rest, <code>${call(`cancel ${importId}`)}</code> holds it.</small></p>`;
}

function gauge(label: string, { done, total }: Progress): Html {
  return html`<p class="gauge"><progress aria-label="${label}" value="${done}" max="${total}"></progress> <small>${number(done)} of ${number(total)} ${label}</small></p>`;
}
