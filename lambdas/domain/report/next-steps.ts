// What to do now about an import. The page, the notice and the command line all print these steps.
import { count, moment } from '../../contracts/format.ts';
import { INCOMING } from '../../contracts/object-keys.ts';
import type { Report } from '../../contracts/report.ts';
import { REFUSALS } from '../refusals.ts';

/** A command on one import: docs/cli.md. */
export interface ImportCommand {
  readonly verb: 'approve' | 'cancel' | 'redrive';
  readonly importId: string;
}

export interface Step {
  /** A sentence. If there is a command, the words that introduce it, without a colon. */
  readonly text: string;
  readonly command?: ImportCommand;
}

/** Prints a command with its arguments as it is typed, for example `npm run cli -- approve people-…`. */
export type CommandLine = (command: string) => string;

/** How a command is typed in a clone, on the stack with the default name. */
export const cloneCommand: CommandLine = (command) => `npm run cli -- ${command}`;

/** The steps in the order in which to take them; empty if nothing is left to do. */
export function nextSteps(report: Report): readonly Step[] {
  if (report.dryRun && report.state !== 'failed') return afterDryRun(report, report.dryRun);
  switch (report.state) {
    case 'completed':
      return [...fixRejects(report), ...seeHeldRows(report), ...readWarnings(report)];
    case 'awaiting-approval':
      return [...answerCanary(report), ...readWarnings(report)];
    case 'held':
      return [...readWarnings(report), ...fixOrApprove(report)];
    case 'paused':
      return [redrive(report), ...fixRejects(report), ...readWarnings(report)];
    case 'failed':
      return [afterFailure(report), ...fixRejects(report), ...readWarnings(report)];
  }
}

/** One line of text. */
export function printStep({ text, command }: Step, commandLine: CommandLine = cloneCommand): string {
  return command ? `${text}: ${commandLine(`${command.verb} ${command.importId}`)}` : text;
}

function afterDryRun(report: Report, { wouldDeliver, further = 0 }: NonNullable<Report['dryRun']>): Step[] {
  const { rejected } = report.outcomes;
  const folder = folderOf(report);
  const send =
    wouldDeliver + further === 0
      ? `Do not drop this file into ${folder}: nothing would be sent.`
      : `Drop the file into ${folder} to send it.${report.state === 'held' ? ' It is held until you approve it.' : ''}`;
  return [
    ...(rejected > 0
      ? [
          {
            text: `Fix the ${rejectedRows(rejected)} in the file: rejects.csv, next to the report, has the reasons.`,
          },
        ]
      : []),
    ...readWarnings(report),
    { text: send },
  ];
}

function fixRejects(report: Report): Step[] {
  const { outcomes, refusedFurther } = report;
  if (outcomes.rejected + refusedFurther === 0) return [];
  const what =
    outcomes.rejected > 0
      ? `the ${rejectedRows(outcomes.rejected)}`
      : `the rows of the ${some(refusedFurther, 'declined event')}`;
  return [
    { text: `Fix ${what} in rejects.csv, next to the report, and drop that file into ${folderOf(report)}.` },
  ];
}

function seeHeldRows({ outcomes: { held } }: Report): Step[] {
  if (held === 0) return [];
  return [
    {
      text: `Look at the ${some(held, 'held row')} in held.csv, next to the report. A rule of the feed held ${held === 1 ? 'it' : 'them'}.`,
    },
  ];
}

/** Without the warning that is the reason of the import's state: the reader has just read it. */
function readWarnings({ findings, reason }: Report): Step[] {
  const warnings = findings.filter(
    ({ severity, code }) => severity === 'warning' && code !== reason?.code,
  ).length;
  if (warnings === 0) return [];
  return [{ text: `Read the ${some(warnings, 'warning')} under "What stands out" in the report.` }];
}

function answerCanary({ importId, canary }: Report): Step[] {
  const by = canary?.approveBy;
  return [
    { text: 'Look at the people and events of the canary in Customer.io.' },
    { text: 'To send the rest', command: { verb: 'approve', importId } },
    { text: 'To reject the canary and hold the rest', command: { verb: 'cancel', importId } },
    ...(by === undefined
      ? []
      : [{ text: `If no one approves it by ${moment(Date.parse(by))}, the rest is held.` }]),
  ];
}

function fixOrApprove(report: Report): Step[] {
  const { importId, outcomes, canary } = report;
  const rejects =
    outcomes.rejected > 0
      ? ` rejects.csv, next to the report, lists the ${rejectedRows(outcomes.rejected)} with ${outcomes.rejected === 1 ? 'its reason' : 'their reasons'}.`
      : '';
  return [
    { text: `Fix the file and drop it into ${folderOf(report)} again.${rejects}` },
    {
      text: canary ? 'Or send the rest as it is' : 'Or send the file as it is',
      command: { verb: 'approve', importId },
    },
  ];
}

/** A refusal is about the file or its feed, so that a redrive alone ends in the same refusal. */
function afterFailure(report: Report): Step {
  const code = report.reason?.code ?? '';
  if (code === 'feed_changed' || !Object.hasOwn(REFUSALS, code)) return redrive(report);
  return {
    text: 'Fix the file or the feed as described above, then drop the file again. Nothing is sent twice.',
  };
}

function redrive({ importId }: Report): Step {
  return {
    text: 'After you fix the cause, continue the import (nothing is sent twice)',
    command: { verb: 'redrive', importId },
  };
}

function rejectedRows(rows: number): string {
  return some(rows, 'rejected row');
}

/** After "the": `warning`, `2 warnings`. */
function some(counted: number, noun: string): string {
  return counted === 1 ? noun : count(counted, noun);
}

function folderOf({ feed }: Report): string {
  return `${INCOMING}${feed}/`;
}
