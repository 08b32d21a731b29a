// Which journeys can run with this file, and what is missing.
import type { JourneyVerdict, Report } from '../../contracts/report.ts';
import { type Html, html, prose } from './document.ts';

/** Also the words of the command line. */
export const STATE_WORDS = {
  has: 'can run',
  files: 'depends on the files',
  lacks: 'lacks something',
} as const satisfies Record<JourneyVerdict['state'], string>;

export function journeysSection({ journeys = [] }: Report): Html | undefined {
  if (journeys.length === 0) return undefined;
  return html`<section><h2>Journeys</h2>
<p>What the feeds have for the journeys that this file is for. <code>docs/journeys.md</code> says how to build them.</p>
<table><thead><tr><th scope="col">Journey</th><th scope="col"></th><th scope="col">What is open</th></tr></thead><tbody>
${journeys.map(journeyRow)}</tbody></table></section>`;
}

function journeyRow({ journey, state, open }: JourneyVerdict): Html {
  return html`<tr><th scope="row">${journey}</th><td>${STATE_WORDS[state]}</td><td>${open.map(
    ({ text, add }) =>
      html`<p>${prose(text)}${add.map(({ place, line }) => html`<br><small>${prose(`${place}:`)}</small> <code>${line}</code>`)}</p>`,
  )}</td></tr>`;
}
