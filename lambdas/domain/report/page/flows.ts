// Who is on the way into a journey, beside what is usual.
import type { FlowVerdict, Report } from '../../../contracts/report.ts';
import { number } from '../../page/words.ts';
import { type Html, html } from './html.ts';

export function flowsSection({ flows = [] }: Report): Html | undefined {
  if (flows.length === 0) return undefined;
  return html`<section><h2>On their way into a journey</h2>
<table class="numbers"><thead><tr><th scope="col">Journey</th><th scope="col">Age</th><th scope="col">People</th><th scope="col">Usual</th><th scope="col"></th></tr></thead><tbody>
${flows.map(
  ({ flow, age, people, usual, verdict }) =>
    html`<tr><th scope="row">${flow}</th><td>${age}</td><td>${number(people)}</td><td>${
      usual ? `${number(usual.min)} to ${number(usual.max)}` : ''
    }</td><td>${WORDS[verdict]}</td></tr>`,
)}</tbody></table></section>`;
}

const WORDS: Readonly<Record<FlowVerdict['verdict'], string>> = {
  usual: '',
  unusual: 'unusual',
  unknown: 'too few imports to tell',
};
