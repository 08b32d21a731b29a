// Whom the rows are about: the identifiers that they have.
import type { Report } from '../../../contracts/report.ts';
import { number, percent } from '../../page/words.ts';
import { type Html, html } from './html.ts';

export function peopleSection({ identifiers }: Report): Html | undefined {
  if (identifiers.length === 0) return undefined;
  const all = identifiers.reduce((sum, { rows }) => sum + rows, 0);
  return html`<section><h2>Whom the rows are about</h2>
<table class="numbers"><thead><tr><th scope="col">Named by</th><th scope="col">Rows</th><th scope="col">Share</th></tr></thead><tbody>
${identifiers.map(
  ({ use, rows }) =>
    html`<tr><th scope="row">${use.replaceAll('+', ' and ')}</th><td>${number(rows)}</td><td>${percent(rows, all)}</td></tr>`,
)}</tbody></table></section>`;
}
