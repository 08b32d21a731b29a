// The report as a page: one file, no script, nothing loaded from anywhere.
import { OUTCOMES, type Outcome, type Report } from '../../contracts/report.ts';
import { DETECTORS, type DetectorCode } from '../review/detectors/table.ts';
import { REJECTS, type RejectCode } from '../rows/reject.ts';

const VERDICTS = {
  completed: 'Completed',
  held: 'Held: nothing was sent',
  paused: 'Paused',
  failed: 'Failed',
} as const;

const COLOURS: Readonly<Record<Outcome, string>> = {
  delivered: '#1a7f4b',
  duplicate: '#7a8699',
  unchanged: '#a3adbb',
  rejected: '#c4314b',
  held: '#b7791f',
  suppressed: '#6b4fbb',
  expired: '#8a5a44',
};

/** Everything that comes from a file or a person is escaped. */
export function renderReport(report: Report): string {
  const shown = OUTCOMES.filter((outcome) => report.outcomes[outcome] > 0);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(VERDICTS[report.state])} · ${escapeHtml(report.importId)}</title>
<style>${STYLE}</style></head><body><main>
<h1 class="${report.state}">${escapeHtml(VERDICTS[report.state])}</h1>
<p>${escapeHtml(fileName(report.file.key))}${report.file.parts ? ` (${count(report.file.parts.length, 'file')})` : ''} → <b>${escapeHtml(report.feed)}</b>, ${count(report.rows, 'row')} in ${report.seconds} s</p>
${report.reason ? `<p class="reason"><b>${escapeHtml(report.reason.code)}</b> ${escapeHtml(report.reason.message)}</p>` : ''}
${shown.length > 0 ? bar(report, shown) : ''}
<table><thead><tr><th>Outcome</th><th>Rows</th><th>Share</th></tr></thead><tbody>
${shown.map((outcome) => outcomeRow(report, outcome)).join('\n')}
${report.unfinished === 0 ? '' : `<tr><td>without an outcome</td><td>${number(report.unfinished)}</td><td></td></tr>`}
<tr class="sum"><td>rows read</td><td>${number(report.rows)}</td><td></td></tr></tbody></table>
${rejectsTable(report)}
${eventsTable(report)}
${findingsList(report)}
<h2>Delivery</h2>
<p>${count(report.operations, 'operation')}, ${count(report.requests, 'request')} to Customer.io.
${report.conflicts > 0 ? `${count(report.conflicts, 'duplicate row')} had another content than what was delivered under the same key, and were not sent.` : ''}
${report.refusedFurther > 0 ? `${count(report.refusedFurther, 'further event')} of rows that count elsewhere (such as the cancellation of an order) Customer.io refused; these rows are in <code>rejects.csv</code> as well.` : ''}</p>
<footer>${escapeHtml(report.importId)}<br>s3://${escapeHtml(report.file.bucket)}/${escapeHtml(report.file.key)}${report.file.versionId ? ` (version ${escapeHtml(report.file.versionId)})` : ''}${(report.file.parts ?? []).map((key) => `<br>· ${escapeHtml(key)}`).join('')}</footer>
</main></body></html>
`;
}

function bar(report: Report, shown: readonly Outcome[]): string {
  const label = shown.map((outcome) => `${outcome} ${report.outcomes[outcome]}`).join(', ');
  const parts = shown.map(
    (outcome) => `<span style="flex-grow:${report.outcomes[outcome]};background:${COLOURS[outcome]}"></span>`,
  );
  return `<div class="bar" role="img" aria-label="${label}">${parts.join('')}</div>`;
}

function outcomeRow(report: Report, outcome: Outcome): string {
  const rows = report.outcomes[outcome];
  return `<tr><td><i style="background:${COLOURS[outcome]}"></i>${outcome}</td><td>${number(rows)}</td><td>${share(rows, report.rows)}</td></tr>`;
}

function rejectsTable({ rejects }: Report): string {
  if (rejects.length === 0) return '';
  const rows = rejects.map(({ code, rows: rejected }) => {
    const { means, mend } = REJECTS[code as RejectCode];
    return `<tr><td><code>${escapeHtml(code)}</code><br>${escapeHtml(means)} ${escapeHtml(mend)}</td><td>${number(rejected)}</td></tr>`;
  });
  return `<h2>Rejected rows</h2><p>They are in <code>rejects.csv</code> beside this report, as they came. Mend them and drop that file.</p>
<table><thead><tr><th>Reason and mend</th><th>Rows</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function eventsTable({ events }: Report): string {
  if (events.length === 0) return '';
  const rows = events.map(
    ({ name, rows: found }) => `<tr><td>${escapeHtml(name)}</td><td>${number(found)}</td></tr>`,
  );
  return `<h2>Events</h2><table><thead><tr><th>Name</th><th>Rows</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function findingsList({ findings, notices, wouldTrigger }: Report): string {
  const told = [
    ...findings.map(({ code, message, lines }) => ({ code, message, lines })),
    ...notices.map(({ column, message }) => ({
      code: 'column',
      message: `Column "${column}": ${message}`,
      lines: [],
    })),
  ];
  const items = told.map(({ code, message, lines }) => {
    const advice = Object.hasOwn(DETECTORS, code) ? DETECTORS[code as DetectorCode] : undefined;
    const where =
      lines.length === 0 ? '' : ` First on ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}.`;
    const mend = advice ? `<br><small>${escapeHtml(advice.means)} ${escapeHtml(advice.mend)}</small>` : '';
    return `<li><code>${escapeHtml(code)}</code> ${escapeHtml(message + where)}${mend}</li>`;
  });
  const live =
    wouldTrigger === 0
      ? ''
      : `<p>${count(wouldTrigger, 'event')} could trigger campaigns: younger than 72 hours when the file arrived.</p>`;
  return items.length === 0 ? live : `<h2>What stands out</h2>${live}<ul>${items.join('')}</ul>`;
}

const number = (value: number) => value.toLocaleString('en-US');
const count = (value: number, noun: string) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
const share = (part: number, whole: number) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);
const fileName = (key: string) => key.split('/').slice(2).join('/') || key;

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{margin:0;font:16px/1.5 system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{margin:0;font-size:1.7rem}h1.completed{color:#1a7f4b}h1.failed,h1.paused{color:#c4314b}h1.held{color:#b7791f}
h2{margin:2rem 0 .5rem;font-size:1.1rem}
.reason{padding:.7rem 1rem;border-left:4px solid #c4314b;background:var(--soft)}
.bar{display:flex;height:1.4rem;margin:1.2rem 0 .6rem;border-radius:.3rem;overflow:hidden;gap:1px}.bar span{min-width:3px}
table{width:100%;border-collapse:collapse}th,td{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th:not(:first-child),td:not(:first-child){text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.sum td{font-weight:600;border-bottom:0}
i{display:inline-block;width:.75em;height:.75em;margin-right:.5em;border-radius:2px}
code{font-size:.9em}footer{margin-top:2.5rem;font-size:.85rem;opacity:.75;overflow-wrap:anywhere}
@media print{main{max-width:none}}
`;
