// When the duplicates were delivered: an export that overlaps shows as some days, a file dropped twice as today.
import type { DuplicateAge, Report } from '../../../contracts/report.ts';
import { count, number, percent } from '../../page/words.ts';
import { type Html, html } from './html.ts';

const WORDS: Readonly<Record<DuplicateAge, string>> = {
  in_this_file: 'stand in this file twice',
  under_1_day: 'delivered within a day of this file',
  under_7_days: '1 to 7 days before',
  under_30_days: '7 to 30 days before',
  under_90_days: '30 to 90 days before',
  older: 'more than 90 days before',
};

export function duplicatesSection({ duplicates, conflicts }: Report): Html | undefined {
  if (duplicates.length === 0) return undefined;
  const all = duplicates.reduce((sum, { rows }) => sum + rows, 0);
  return html`<section><h2>Duplicates by age</h2>
<table class="numbers"><thead><tr><th scope="col">First delivered</th><th scope="col">Rows</th><th scope="col">Share</th></tr></thead><tbody>
${duplicates.map(
  ({ age, rows }) =>
    html`<tr><th scope="row">${WORDS[age]}</th><td>${number(rows)}</td><td>${percent(rows, all)}</td></tr>`,
)}</tbody></table>
${conflicts > 0 ? html`<p>${count(conflicts, 'duplicate row')} had another content than what was delivered under the same key, and ${conflicts === 1 ? 'was' : 'were'} not sent.</p>` : undefined}</section>`;
}
