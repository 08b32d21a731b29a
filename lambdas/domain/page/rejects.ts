// Why rows came back, and how to mend them.
import { number } from '../../contracts/format.ts';
import type { Report } from '../../contracts/report.ts';
import { fixOf, REJECTS, type RejectCode } from '../reject.ts';
import { type Html, html } from './document.ts';

export function rejectsSection({ rejects, refusedFurther }: Report): Html | undefined {
  if (rejects.length === 0 && refusedFurther === 0) return undefined;
  return html`<section><h2>Why rows came back</h2>
<p>They are in <a href="rejects.csv">rejects.csv</a> beside this report, as they came. Mend them and drop that file.</p>
<table class="numbers"><thead><tr><th scope="col">Reason and mend</th><th scope="col">Rows</th></tr></thead><tbody>
${rejects.map(
  ({ code, rows, examples }) =>
    html`<tr><th scope="row">${meaningOf(code)}<br><small>${adviceOn(code, examples[0]?.column)} <code>${code}</code></small>${examplesOf(examples)}</th><td>${number(rows)}</td></tr>`,
)}
</tbody></table>
${refusedFurther > 0 ? html`<p>${explainFurther(refusedFurther)}</p>` : undefined}</section>`;
}

const isKnown = (code: string): code is RejectCode => Object.hasOwn(REJECTS, code);
const meaningOf = (code: string) => (isKnown(code) ? REJECTS[code].means : undefined);
const adviceOn = (code: string, column: string | undefined) =>
  isKnown(code) ? fixOf(code, column) : undefined;

function explainFurther(operations: number): string {
  const events = operations === 1 ? '1 further event' : `${number(operations)} further events`;
  return `Customer.io refused ${events} of rows that count elsewhere, such as the cancellation of an order; these rows are in rejects.csv as well.`;
}

/** `line 8, column “email”: aaa@` – what a cell looks like, not what it says. */
function examplesOf(examples: Report['rejects'][number]['examples']): Html | undefined {
  if (examples.length === 0) return undefined;
  return html`<ul class="examples">${examples.map(
    ({ line, file, column, shape }) =>
      html`<li>line ${number(line)}${file === undefined ? '' : ` of ${file}`}${column === undefined ? '' : `, column “${column}”`}${shape === undefined ? undefined : shape === '' ? ': empty' : html`: looks like <code>${shape}</code>`}</li>`,
  )}</ul>`;
}
