// Why rows were rejected, and how to fix them.
import { count, number } from '../../contracts/format.ts';
import { INCOMING } from '../../contracts/object-keys.ts';
import type { Report } from '../../contracts/report.ts';
import { fixOf, REJECTS, type RejectCode } from '../reject.ts';
import { type Html, html, prose } from './document.ts';

export function rejectsSection(report: Report): Html | undefined {
  const { rejects, furtherFaults = [], refusedFurther } = report;
  if (rejects.length === 0 && refusedFurther === 0) return undefined;
  return html`<section><h2>Why rows were rejected</h2>
<p>The rows are in <a href="rejects.csv">rejects.csv</a>, next to this report, with the reasons.${whatToDrop(report)}</p>
${tableOf(rejects)}
${furtherFaults.length > 0 ? html`<p>Some of these rows have further faults. They count once, under their first fault.</p>\n${tableOf(furtherFaults)}` : undefined}
${refusedFurther > 0 ? html`<p>${explainFurther(refusedFurther)}</p>` : undefined}</section>`;
}

function tableOf(rejects: Report['rejects']): Html {
  return html`<table class="numbers"><thead><tr><th scope="col">Reason and fix</th><th scope="col">Rows</th></tr></thead><tbody>
${rejects.map(
  ({ code, rows, examples }) =>
    html`<tr><th scope="row">${prose(meaningOf(code))}<br><small>${prose(adviceOn(code, examples[0]?.column))} <code>${code}</code></small>${examplesOf(examples)}</th><td>${number(rows)}</td></tr>`,
)}
</tbody></table>`;
}

/** After a dry run or a held import, you drop the whole file again. */
function whatToDrop({ feed, state, dryRun }: Report): string {
  if (dryRun || state === 'held') return '';
  return ` Fix them and drop that file into ${INCOMING}${feed}/. Rows that were delivered are not sent again.`;
}

const isKnown = (code: string): code is RejectCode => Object.hasOwn(REJECTS, code);
const meaningOf = (code: string) => (isKnown(code) ? REJECTS[code].means : '');
const adviceOn = (code: string, column: string | undefined) => (isKnown(code) ? fixOf(code, column) : '');

function explainFurther(operations: number): string {
  return `Customer.io declined ${count(operations, 'further event')}, such as the cancellation of an order. The rows have their outcome from another event, and are in rejects.csv too.`;
}

/** `line 8, column “email”: looks like aaa@`: the form of a cell, not its value. */
function examplesOf(examples: Report['rejects'][number]['examples']): Html | undefined {
  if (examples.length === 0) return undefined;
  return html`<ul class="examples">${examples.map(
    ({ line, file, column, shape }) =>
      html`<li>line ${number(line)}${file === undefined ? '' : ` of ${file}`}${column === undefined ? '' : `, column “${column}”`}${shape === undefined ? undefined : shape === '' ? ': empty' : html`: looks like <code>${shape}</code>`}</li>`,
  )}</ul>`;
}
