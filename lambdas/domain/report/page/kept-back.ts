// Why sound rows were not sent, and where the first of them stand.
import type { Report } from '../../../contracts/report.ts';
import { number } from '../../page/words.ts';
import { type Html, html } from './html.ts';

type KeptBack = Report['keptBack'][number];

export function keptBackSection({ keptBack }: Report): Html | undefined {
  if (keptBack.length === 0) return undefined;
  return html`<section><h2>Why rows were not sent</h2>
<table class="numbers"><thead><tr><th scope="col">Reason</th><th scope="col">Rows</th></tr></thead><tbody>
${keptBack.map(
  (some) =>
    html`<tr><th scope="row">${some.outcome}: ${some.reason}${whereOf(some)}</th><td>${number(some.rows)}</td></tr>`,
)}
</tbody></table></section>`;
}

function whereOf({ lines, places }: KeptBack): Html | undefined {
  if (lines.length === 0) return undefined;
  const first = places?.join('; ') ?? `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
  return html`<br><small>First: ${first}</small>`;
}
