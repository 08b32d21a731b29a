// How many events of each name the rows tell of.
import type { Report } from '../../../contracts/report.ts';
import { number } from '../../page/words.ts';
import { type Html, html } from './html.ts';

/** Where their times are known, they are told with these. */
export function eventsSection({ events, eventTimes }: Report): Html | undefined {
  if (events.length === 0 || eventTimes) return undefined;
  return html`<section><h2>Events</h2>
<table class="numbers"><thead><tr><th scope="col">Name</th><th scope="col">Rows</th></tr></thead><tbody>
${events.map(({ name, rows }) => html`<tr><th scope="row">${name}</th><td>${number(rows)}</td></tr>`)}
</tbody></table></section>`;
}
