// The first thing to read on a report: what happened, and what to do now.
import { bytes, count, duration, number } from '../../contracts/format.ts';
import type { Report } from '../../contracts/report.ts';
import { cloneCommand } from '../report/next-steps.ts';
import { verdictOf } from '../report/verdict.ts';
import { type Html, html, prose } from './document.ts';
import { fileName } from './labels.ts';
import { stepsList } from './steps.ts';

export function headlineSection(report: Report): Html {
  const { label, tone, sentence, details } = verdictOf(report);
  const { reason, file, groups } = report;
  return html`<header>
<p class="status ${tone}">${label}</p>
<h1>${sentence}</h1>
${reason ? html`<p class="reason ${tone}">${prose(reason.message)} <code>${reason.code}</code></p>` : undefined}
${details.map((detail) => html`<p>${detail}</p>`)}
${stepsList(report, cloneCommand)}
<dl class="facts">
<div><dt>File</dt><dd>${fileName(file.key)}${file.parts ? ` (${count(file.parts.length, 'file')})` : ''}</dd></div>
<div><dt>Feed</dt><dd>${report.feed}</dd></div>
${groups ? html`<div><dt>${pluralLabel(groups.noun)}</dt><dd>${number(groups.read)}</dd></div>` : undefined}
<div><dt>Rows</dt><dd>${number(report.rows)}</dd></div>
<div><dt>Size</dt><dd>${bytes(file.bytes)}</dd></div>
<div><dt>Took</dt><dd>${duration(report.seconds)}</dd></div>
</dl></header>`;
}

function pluralLabel(noun: string): string {
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`;
}
