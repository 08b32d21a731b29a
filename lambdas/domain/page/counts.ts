// Sections of the report that are tables of counts, in the order of the page.
import { count, dollars, duration, number, percent } from '../../contracts/format.ts';
import type { DuplicateAge, FlowVerdict, Report } from '../../contracts/report.ts';
import { type Html, html, prose } from './document.ts';
import { labelOf } from './labels.ts';

export function keptBackSection({ keptBack }: Report): Html | undefined {
  if (keptBack.length === 0) return undefined;
  return html`<section><h2>Why rows were not sent</h2>
<table class="numbers"><thead><tr><th scope="col">Reason</th><th scope="col">Rows</th></tr></thead><tbody>
${keptBack.map(
  (some) =>
    html`<tr><th scope="row">${some.outcome}: ${prose(some.reason)}${firstPlaces(some)}</th><td>${number(some.rows)}</td></tr>`,
)}
</tbody></table></section>`;
}

export function flowsSection({ flows = [] }: Report): Html | undefined {
  if (flows.length === 0) return undefined;
  return html`<section><h2>People on the way into a journey</h2>
<table class="numbers"><thead><tr><th scope="col">Journey</th><th scope="col">Age</th><th scope="col">People</th><th scope="col">Usual</th><th scope="col"></th></tr></thead><tbody>
${flows.map(
  ({ flow, age, people, usual, verdict }) =>
    html`<tr><th scope="row">${flow}</th><td>${age}</td><td>${number(people)}</td><td>${
      usual ? `${number(usual.min)} to ${number(usual.max)}` : ''
    }</td><td>${VERDICT_WORDS[verdict]}</td></tr>`,
)}</tbody></table></section>`;
}

/** If the times of the events are known, the section with the times lists the events. */
export function eventsSection({ events, eventTimes }: Report): Html | undefined {
  if (events.length === 0 || eventTimes) return undefined;
  return html`<section><h2>Events</h2>
<table class="numbers"><thead><tr><th scope="col">Name</th><th scope="col">Rows</th></tr></thead><tbody>
${events.map(({ name, rows }) => html`<tr><th scope="row">${name}</th><td>${number(rows)}</td></tr>`)}
</tbody></table></section>`;
}

export function peopleSection({ identifiers }: Report): Html | undefined {
  if (identifiers.length === 0) return undefined;
  const all = identifiers.reduce((sum, { rows }) => sum + rows, 0);
  return html`<section><h2>How rows identify people</h2>
<table class="numbers"><thead><tr><th scope="col">Identified by</th><th scope="col">Rows</th><th scope="col">Share</th></tr></thead><tbody>
${identifiers.map(
  ({ use, rows }) =>
    html`<tr><th scope="row">${use.replaceAll('+', ' and ')}</th><td>${number(rows)}</td><td>${percent(rows, all)}</td></tr>`,
)}</tbody></table></section>`;
}

export function duplicatesSection({ duplicates, conflicts }: Report): Html | undefined {
  if (duplicates.length === 0) return undefined;
  const all = duplicates.reduce((sum, { rows }) => sum + rows, 0);
  return html`<section><h2>Duplicates by age</h2>
<table class="numbers"><thead><tr><th scope="col">First delivered</th><th scope="col">Rows</th><th scope="col">Share</th></tr></thead><tbody>
${duplicates.map(
  ({ age, rows }) =>
    html`<tr><th scope="row">${AGE_WORDS[age]}</th><td>${number(rows)}</td><td>${percent(rows, all)}</td></tr>`,
)}</tbody></table>
${conflicts > 0 ? html`<p>${conflictsSentence(conflicts)}</p>` : undefined}</section>`;
}

export function deliverySection(report: Report): Html {
  const { operations, requests, retries, seconds, stages, outcomes, cost } = report;
  const { seconds: forwarding = 0 } = stages.find(({ state }) => state === 'forwarding') ?? {};
  return html`<section><h2>Delivery</h2>
<dl class="facts">
<div><dt>Operations</dt><dd>${number(operations)}</dd></div>
<div><dt>Requests to Customer.io</dt><dd>${number(requests)}</dd></div>
${retries > 0 ? html`<div><dt>Repeated requests</dt><dd>${number(retries)}</dd></div>` : undefined}
${forwarding > 0 && outcomes.delivered > 0 ? html`<div><dt>Rows delivered per second</dt><dd>${number(Math.round(outcomes.delivered / forwarding))}</dd></div>` : undefined}
<div><dt>From start to report</dt><dd>${duration(seconds)}</dd></div>
${cost ? html`<div><dt>AWS cost, estimated</dt><dd>${dollars(cost.dollars)}</dd></div>` : undefined}
</dl>
${stages.length > 0 ? stagesTable(stages) : undefined}</section>`;
}

export function originSection(report: Report): Html {
  const { importId, file, outcomes, rejects, refusedFurther, dryRun } = report;
  const { bucket, key, versionId, parts = [] } = file;
  return html`<footer><p class="files">
${rejects.length + refusedFurther > 0 ? html`<a href="rejects.csv">rejects.csv</a>` : undefined}
${outcomes.held > 0 && !dryRun ? html`<a href="held.csv">held.csv</a>` : undefined}
<a href="report.json">report.json</a></p>
<p>${importId}<br>s3://${bucket}/${key}${versionId === undefined ? '' : ` (version ${versionId})`}
${parts.map((part) => html`<br>${part}`)}</p></footer>`;
}

function firstPlaces({ lines, places }: Report['keptBack'][number]): Html | undefined {
  if (lines.length === 0) return undefined;
  const first = places?.join('; ') ?? `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
  return html`<br><small>First: ${first}</small>`;
}

const VERDICT_WORDS: Readonly<Record<FlowVerdict['verdict'], string>> = {
  usual: '',
  unusual: 'unusual',
  unknown: 'too few imports to compare',
};

const AGE_WORDS: Readonly<Record<DuplicateAge, string>> = {
  in_this_file: 'twice in this file',
  under_1_day: 'less than 1 day before this file',
  under_7_days: '1 to 7 days before',
  under_30_days: '7 to 30 days before',
  under_90_days: '30 to 90 days before',
  older: 'more than 90 days before',
};

function conflictsSentence(conflicts: number): string {
  const [differ, were] = conflicts === 1 ? ['differs', 'It was'] : ['differ', 'They were'];
  return `${count(conflicts, 'duplicate row')} ${differ} from what was delivered under the same key. ${were} not sent.`;
}

function stagesTable(stages: Report['stages']): Html {
  return html`<table class="numbers"><thead><tr><th scope="col">Stage</th><th scope="col">Took</th></tr></thead><tbody>
${stages.map(({ state, seconds }) => html`<tr><th scope="row">${labelOf(state)}</th><td>${duration(seconds)}</td></tr>`)}
</tbody></table>`;
}
