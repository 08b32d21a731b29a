// What it took to deliver.
import type { Report } from '../../contracts/report.ts';
import { type Html, html } from '../report/page/html.ts';
import { duration, number } from './words.ts';

export function deliverySection(report: Report): Html {
  const { operations, requests, retries, seconds, stages, outcomes, cost } = report;
  const { seconds: forwarding = 0 } = stages.find(({ state }) => state === 'forwarding') ?? {};
  return html`<section><h2>Delivery</h2>
<dl class="facts">
<div><dt>Operations</dt><dd>${number(operations)}</dd></div>
<div><dt>Requests to Customer.io</dt><dd>${number(requests)}</dd></div>
${retries > 0 ? html`<div><dt>Of these, repeated</dt><dd>${number(retries)}</dd></div>` : undefined}
${forwarding > 0 && outcomes.delivered > 0 ? html`<div><dt>Rows delivered a second</dt><dd>${number(Math.round(outcomes.delivered / forwarding))}</dd></div>` : undefined}
<div><dt>From drop to report</dt><dd>${duration(seconds)}</dd></div>
${cost ? html`<div><dt>AWS, estimated</dt><dd>$${cost.dollars.toFixed(4)}</dd></div>` : undefined}
</dl>
${stages.length > 0 ? stagesTable(stages) : undefined}</section>`;
}

function stagesTable(stages: Report['stages']): Html {
  return html`<table class="numbers"><thead><tr><th scope="col">Stage</th><th scope="col">Took</th></tr></thead><tbody>
${stages.map(({ state, seconds }) => html`<tr><th scope="row">${state.replaceAll('-', ' ')}</th><td>${duration(seconds)}</td></tr>`)}
</tbody></table>`;
}
