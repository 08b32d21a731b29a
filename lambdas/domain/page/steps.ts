// What to do now, as a list.

import type { Report } from '../../contracts/report.ts';
import { type CommandLine, nextSteps, type Step } from '../report/next-steps.ts';
import { type Html, html } from './document.ts';

/** @param commandLine how a command is typed on the deployment that has the import. */
export function stepsList(report: Report, commandLine: CommandLine): Html {
  const steps = nextSteps(report);
  if (steps.length === 0) return html`<p class="next">Nothing is left to do.</p>`;
  return html`<p class="next">What to do now</p>
<ul class="steps">${steps.map((step) => stepItem(step, commandLine))}</ul>`;
}

function stepItem({ text, command }: Step, commandLine: CommandLine): Html {
  const typed = command && html`: <code>${commandLine(`${command.verb} ${command.importId}`)}</code>`;
  return html`<li>${text}${typed}</li>`;
}
