// The notice of an import that has ended: an event for systems, and a message that a person can act on.
import { number } from '../../contracts/format.ts';
import type { EventType, ImportEvent } from '../../contracts/import-event.ts';
import { reportPrefix } from '../../contracts/object-keys.ts';
import { OUTCOMES, type Report } from '../../contracts/report.ts';
import { operatorCall } from './operator-call.ts';

export interface Notice {
  readonly type: EventType;
  readonly event: ImportEvent;
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  /** Plain text of several lines. */
  readonly text: string;
}

export interface NoticeSettings {
  /** Which pipeline, where an account has several. */
  readonly pipeline: string;
  /** Address of an object in the console, without its key. */
  readonly consoleUrl: string;
}

/** Amazon SNS API, Publish, "Subject": "less than 100 characters long", ASCII. */
const SUBJECT_CHARACTERS = 99;

export function noticeOf(report: Report, settings: NoticeSettings): Notice {
  const type = typeOf(report);
  const event = eventOf(report, settings.pipeline);
  return { type, event, subject: subjectOf(report, type), text: textOf(report, event, settings) };
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

function subjectOf(report: Report, type: EventType): string {
  const { delivered, rejected } = report.outcomes;
  const verdict = type.replace('Import ', '').toLowerCase();
  const counts = report.state === 'held' ? [] : [`${number(delivered)} delivered`];
  if (rejected > 0) counts.push(`${number(rejected)} rejected`);
  return [`${report.feed}: ${verdict}`, ...counts].join(', ').slice(0, SUBJECT_CHARACTERS);
}

function textOf(
  report: Report,
  { file, report: { bucket, html } }: ImportEvent,
  settings: NoticeSettings,
): string {
  return [
    `${VERDICTS[report.state](report)}${report.reason ? ` ${report.reason.message}` : ''}`,
    countsOf(report),
    rejectsOf(report),
    ['To do:', ...toDo(report)].join('\n- '),
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

const VERDICTS: Readonly<Record<Report['state'], (report: Report) => string>> = {
  completed: ({ feed, outcomes: { rejected } }) =>
    rejected > 0
      ? `A file of ${feed} was imported, but ${number(rejected)} of its rows came back.`
      : `A file of ${feed} was imported.`,
  held: ({ feed, canary }) =>
    `A file of ${feed} is held: nothing of it was sent${canary ? ' but its canary' : ''}.`,
  'awaiting-approval': ({ feed, canary }) =>
    `The canary of a file of ${feed} was sent, ${number(canary?.operations ?? 0)} operations, and awaits approval.`,
  paused: ({ feed, unfinished }) =>
    `The import of a file of ${feed} is paused, with ${number(unfinished)} rows to go.`,
  failed: ({ feed }) => `The import of a file of ${feed} failed.`,
};

/** What is not zero, one a line. */
function countsOf({ rows, outcomes, unfinished }: Report): string {
  const counts = [
    ['rows read', rows] as const,
    ...OUTCOMES.map((outcome) => [`  ${outcome}`, outcomes[outcome]] as const),
    ['  unfinished', unfinished] as const,
  ].filter(([, count], index) => index === 0 || count > 0);
  const width = Math.max(...counts.map(([, count]) => number(count).length));
  return counts.map(([name, count]) => `${name.padEnd(14)}${number(count).padStart(width)}`).join('\n');
}

function rejectsOf({ rejects }: Report): string {
  if (rejects.length === 0) return '';
  const codes = rejects.slice(0, 5).map(({ code, rows }) => `${code} (${number(rows)})`);
  return `Rejected for: ${codes.join(', ')}${rejects.length > 5 ? ' and others' : ''}.`;
}

function toDo(report: Report): readonly string[] {
  const { importId, state, feed, outcomes, findings } = report;
  const steps: string[] = [];
  if (state === 'paused')
    steps.push(
      `Mend what is said above, then go on; nothing is sent twice: ${operatorCall('redrive', importId)}`,
    );
  if (state === 'failed')
    steps.push('Do as said above. A redrive, or the same file again, sends nothing twice.');
  if (state === 'awaiting-approval')
    steps.push(
      'Look at what the canary sent, in Customer.io.',
      `Approve by ${report.canary?.approveBy ?? 'then'}, or the rest is held: ${operatorCall('approve', importId)}`,
      `Or reject it: ${operatorCall('cancel', importId)}`,
    );
  if (state === 'held') steps.push('Read the report. Mend the export, and drop it again.');
  if (state === 'held' && !report.dryRun)
    steps.push(`Or send it as it is: ${operatorCall('approve', importId)}`);
  if (state !== 'held' && outcomes.rejected > 0)
    steps.push(
      `Mend the rows of rejects.csv, beside the report, and drop that file below incoming/${feed}/.`,
    );
  if (state !== 'held' && outcomes.held > 0)
    steps.push('See held.csv, beside the report: these rows were kept back by a rule of the feed.');
  if (findings.length > 0)
    steps.push(`Look at what stands out in the file: ${findings.length} in the report.`);
  return steps.length > 0 ? steps : ['Nothing.'];
}

/** S3 allows any character in a key, line ends as well. */
function printable(key: string): string {
  return key.replaceAll(/\p{C}/gu, '?');
}
