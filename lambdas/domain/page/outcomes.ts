// The rows by outcome: one bar for all rows that were read, and a table with the numbers.
import { number, percent } from '../../contracts/format.ts';
import { OUTCOMES, type Outcome, type Report } from '../../contracts/report.ts';
import { type Html, html } from './document.ts';

const MEANS: Readonly<Record<Outcome | 'unfinished', string>> = {
  delivered: 'accepted by Customer.io',
  duplicate: 'the same event was delivered before, or is in the file twice',
  unchanged: 'Customer.io already had these values',
  rejected: 'not sent, in rejects.csv with the reason',
  held: 'not sent, in held.csv',
  suppressed:
    'not sent, because of a later event of the same person, or because a feed suppressed the person',
  expired: 'not sent, because it is too old',
  filtered: 'not sent, because the feed leaves it out (where)',
  unfinished: 'the import stopped before these rows',
};

/** The least width that can be seen, in percent of the bar. */
const THINNEST = 0.7;

export function outcomesSection(report: Report): Html | undefined {
  const { rows, unfinished } = report;
  if (rows === 0) return undefined;
  const shown = [
    ...OUTCOMES.map((name) => ({ name, rows: report.outcomes[name] })),
    { name: 'unfinished' as const, rows: unfinished },
  ].filter((outcome) => outcome.rows > 0);
  return html`<section><h2>Rows by outcome</h2>
${bar(shown)}
<table class="numbers"><thead><tr><th scope="col">Outcome</th><th scope="col">Rows</th><th scope="col">Share</th></tr></thead>
<tbody>${shown.map(
    (outcome) =>
      html`<tr><th scope="row"><i class="swatch ${outcome.name}"></i>${wordsOf(outcome.name)} <small>${meaningOf(outcome.name, report)}</small></th><td>${number(outcome.rows)}</td><td>${percent(outcome.rows, rows)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">Rows read</th><td>${number(rows)}</td><td></td></tr></tfoot></table></section>`;
}

/** A dry run counts what it would send as held, and writes no held.csv. */
function meaningOf(outcome: Outcome | 'unfinished', { state, dryRun }: Report): string {
  if (outcome === 'unfinished' && state === 'awaiting-approval') return 'waits for approval';
  return outcome === 'held' && dryRun ? 'not sent, because this is a dry run' : MEANS[outcome];
}

function bar(shown: readonly { readonly name: string; readonly rows: number }[]): Html {
  const rows = shown.reduce((sum, outcome) => sum + outcome.rows, 0);
  const widths = shown.map((outcome) => Math.max(THINNEST, (100 * outcome.rows) / rows));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const parts = shown.map(({ name }, n) => {
    const width = (widths[n] ?? 0) * scale;
    const part = html`<rect class="${name}" x="${x.toFixed(3)}%" width="${width.toFixed(3)}%" height="100%"></rect>`;
    x += width;
    return part;
  });
  const label = shown.map((outcome) => `${wordsOf(outcome.name)} ${number(outcome.rows)}`).join(', ');
  return html`<svg class="bar" role="img" aria-label="${label}" width="100%" height="36">${parts}</svg>`;
}

function wordsOf(outcome: string): string {
  return outcome === 'unfinished' ? 'no outcome yet' : outcome;
}
