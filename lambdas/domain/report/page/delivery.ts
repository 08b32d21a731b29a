// What it took to deliver.
import type { Report } from '../../../contracts/report.ts';
import { type Html, html } from './html.ts';
import { count, duration, number } from './words.ts';

export function deliverySection(report: Report): Html {
  const { operations, requests, conflicts, seconds, cost } = report;
  return html`<section><h2>Delivery</h2>
<dl class="facts">
<div><dt>Operations</dt><dd>${number(operations)}</dd></div>
<div><dt>Requests to Customer.io</dt><dd>${number(requests)}</dd></div>
<div><dt>From drop to report</dt><dd>${duration(seconds)}</dd></div>
${cost ? html`<div><dt>AWS, estimated</dt><dd>$${cost.dollars.toFixed(4)}</dd></div>` : undefined}
</dl>
${conflicts > 0 ? html`<p>${count(conflicts, 'duplicate row')} had another content than what was delivered under the same key, and ${conflicts === 1 ? 'was' : 'were'} not sent.</p>` : undefined}</section>`;
}
