// The notice of an import that has ended or awaits approval: an event for systems, and a message for people.
import { count, number } from '../../contracts/format.ts';
import type { EventType, ImportEvent } from '../../contracts/import-event.ts';
import { reportPrefix } from '../../contracts/object-keys.ts';
import { OUTCOMES, type Report } from '../../contracts/report.ts';
import { nextSteps, printStep } from './next-steps.ts';
import { rowsDelivered } from './rows-in-words.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export interface Notice {
  readonly type: EventType;
  readonly event: ImportEvent;
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  /** Plain text of several lines. */
  readonly text: string;
}

export interface NoticeSettings {
  /** Names the pipeline, if an account has several. */
  readonly pipeline: string;
  /** Address of an object in the console, without its key. */
  readonly consoleUrl: string;
}

/** Amazon SNS API, Publish, "Subject": "less than 100 characters long", ASCII. */
const SUBJECT_CHARACTERS = 99;

export function noticeOf(report: Report, settings: NoticeSettings): Notice {
  const event = eventOf(report, settings.pipeline);
  const verdict = verdictOf(report);
  return {
    type: typeOf(report),
    event,
    subject: subjectOf(report, verdict),
    text: textOf(report, verdict, event, settings),
  };
}

function typeOf({ state, outcomes }: Report): EventType {
  if (state === 'completed')
    return outcomes.rejected > 0 ? 'Import Completed With Rejects' : 'Import Completed';
  const others = {
    held: 'Import Held',
    paused: 'Import Paused',
    failed: 'Import Failed',
    'awaiting-approval': 'Import Awaiting Approval',
  } as const;
  return others[state];
}

function eventOf(report: Report, pipeline: string): ImportEvent {
  const { importId, feed, state, reason, file, rows, outcomes, unfinished, rejects, seconds } = report;
  const { bucket, key, versionId } = file;
  const prefix = reportPrefix(feed, importId);
  return {
    version: 1,
    pipeline,
    importId,
    feed,
    state,
    ...(reason && { reason }),
    file: { bucket, key, ...(versionId !== undefined && { versionId }) },
    rows,
    outcomes,
    unfinished,
    rejects: rejects.map(({ code, rows }) => ({ code, rows })),
    seconds,
    report: { bucket, html: `${prefix}report.html`, json: `${prefix}report.json` },
  };
}

function subjectOf(report: Report, { label }: Verdict): string {
  const { state, dryRun, outcomes, uncounted } = report;
  const counts = [
    ...(dryRun || uncounted || state === 'held' ? [] : [`${rowsDelivered(report)} delivered`]),
    ...(outcomes.rejected > 0 ? [`${count(outcomes.rejected, 'row')} rejected`] : []),
  ];
  return [`${report.feed}: ${label.toLowerCase()}`, ...counts].join(', ').slice(0, SUBJECT_CHARACTERS);
}

function textOf(
  report: Report,
  { sentence, details }: Verdict,
  { file, report: { bucket, html } }: ImportEvent,
  settings: NoticeSettings,
): string {
  const happened = [`Feed ${report.feed}: ${sentence}`, report.reason?.message ?? [], details].flat();
  return [
    happened.join(' '),
    countsOf(report),
    rejectsOf(report),
    toDo(report),
    [
      `Report:   s3://${bucket}/${html}`,
      `Open it:  ${settings.consoleUrl}${encodeURIComponent(html)}`,
      `File:     s3://${file.bucket}/${printable(file.key)}`,
      `Import:   ${report.importId}`,
      `Pipeline: ${settings.pipeline}`,
    ].join('\n'),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** One line for each count that is not 0. */
function countsOf({ rows, outcomes, unfinished, groups, uncounted }: Report): string {
  if (uncounted) return 'The rows of the file were not counted in this attempt.';
  const counts = [
    ...(groups ? [[`${groups.noun}s read`, groups.read] as const] : []),
    ...(groups?.delivered === undefined ? [] : [['  delivered', groups.delivered] as const]),
    ['rows read', rows] as const,
    ...OUTCOMES.map((outcome) => [`  ${outcome}`, outcomes[outcome]] as const),
    ['  no outcome yet', unfinished] as const,
  ].filter(([name, some]) => some > 0 || !name.startsWith(' '));
  const width = Math.max(...counts.map(([, some]) => number(some).length));
  return counts.map(([name, some]) => `${name.padEnd(18)}${number(some).padStart(width)}`).join('\n');
}

function rejectsOf({ rejects }: Report): string {
  if (rejects.length === 0) return '';
  const codes = rejects.slice(0, 5).map(({ code, rows }) => `${code} (${number(rows)})`);
  return `Reject codes: ${codes.join(', ')}${rejects.length > 5 ? ' and others' : ''}.`;
}

function toDo(report: Report): string {
  const steps = nextSteps(report).map((step) => printStep(step));
  return steps.length === 0 ? 'Nothing is left to do.' : ['What to do now:', ...steps].join('\n- ');
}

/** S3 allows any character in a key, line ends too. */
function printable(key: string): string {
  return key.replaceAll(/\p{C}/gu, '?');
}
