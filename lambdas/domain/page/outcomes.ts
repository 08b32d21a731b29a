// What became of the rows: one bar that adds up to the rows read, and the same in numbers.
import { number, percent } from '../../contracts/format.ts';
import { OUTCOMES, type Outcome, type Report } from '../../contracts/report.ts';
import { type Html, html } from './document.ts';

const MEANS: Readonly<Record<Outcome | 'unfinished', string>> = {
  delivered: 'Customer.io accepted it',
  duplicate: 'the same event was delivered before, or stands in the file twice',
  unchanged: 'Customer.io already had these very values',
  rejected: 'came back with a reason, in rejects.csv',
  held: 'kept back, in held.csv',
  suppressed: 'what the person did since made it pointless',
  expired: 'too old by the rules of the feed',
  unfinished: 'no outcome yet',
};

/** So thin that it can still be seen, as percent of the bar. */
const THINNEST = 0.7;

export function outcomesSection(report: Report): Html | undefined {
  const { rows, unfinished } = report;
  if (rows === 0) return undefined;
  const shown = [
    ...OUTCOMES.map((name) => ({ name, rows: report.outcomes[name] })),
    { name: 'unfinished' as const, rows: unfinished },
  ].filter((outcome) => outcome.rows > 0);
  return html`<section><h2>What became of the rows</h2>
${bar(shown)}
<table class="numbers"><thead><tr><th scope="col">Outcome</th><th scope="col">Rows</th><th scope="col">Share</th></tr></thead>
<tbody>${shown.map(
    (outcome) =>
      html`<tr><th scope="row"><i class="swatch ${outcome.name}"></i>${wordsOf(outcome.name)} <small>${meaningOf(outcome.name, report)}</small></th><td>${number(outcome.rows)}</td><td>${percent(outcome.rows, rows)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">Rows read</th><td>${number(rows)}</td><td></td></tr></tfoot></table></section>`;
}

/** What a dry run would send counts as held; no file is written of it. */
function meaningOf(outcome: Outcome | 'unfinished', { dryRun }: Report): string {
  return outcome === 'held' && dryRun ? 'not sent: this is a dry run' : MEANS[outcome];
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
  return outcome === 'unfinished' ? 'without an outcome' : outcome;
}
