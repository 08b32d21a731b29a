// What stands out in the file, with its evidence, and what to do about it.
import { count } from '../../contracts/format.ts';
import type { Finding, Report } from '../../contracts/report.ts';
import { DETECTORS, type DetectorCode } from '../findings/table.ts';
import { type Html, html, prose } from './document.ts';

export function findingsSection({ findings, notices: headerNotes, wouldTrigger }: Report): Html | undefined {
  if (findings.length + headerNotes.length + wouldTrigger === 0) return undefined;
  return html`<section><h2>What stands out</h2>
${wouldTrigger > 0 ? html`<p>${count(wouldTrigger, 'event')} could trigger campaigns, because ${wouldTrigger === 1 ? 'it' : 'they'} happened less than 72 hours before the file arrived. Older events and attributes start a campaign only through a segment.</p>` : undefined}
<ul class="findings">${findings.map(findingItem)}
${headerNotes.map(({ column, message }) => html`<li><p>Column “${column}”: ${prose(message)}</p></li>`)}</ul></section>`;
}

const SEVERITY_LABELS = { warning: 'Warning', notice: 'Note' } as const satisfies Record<
  Finding['severity'],
  string
>;

function findingItem({ code, severity, message, lines }: Finding): Html {
  const advice = Object.hasOwn(DETECTORS, code) ? DETECTORS[code as DetectorCode] : undefined;
  return html`<li class="${severity}"><p><b class="severity">${SEVERITY_LABELS[severity]}</b> ${prose(message)}</p>
<p><small>${prose(`${placesOf(lines)}${advice ? `${advice.means} ` : ''}`)}<code>${code}</code></small></p></li>`;
}

function placesOf(lines: readonly number[]): string {
  if (lines.length === 0) return '';
  return `First on ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}. `;
}
