// What an import stores and sends on a recorded pipeline.
import { parse } from 'csv-parse/sync';
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import { type Report, ReportSchema } from '../../lambdas/contracts/report.ts';
import type { SeenItem } from '../../lambdas/domain/delivery/seen-item.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { RecordedPipeline } from './recorded-pipeline.ts';
import { runRecorded } from './recorded-workflow.ts';
import { STORED_STEPS, stepsOf } from './stored-recording.ts';

/** Drops a file and runs the workflow; a canary is approved. */
export async function importNow(pipeline: RecordedPipeline, key: string, body: string) {
  const before = pipeline.customerIo.requests.length;
  const importId = await runRecorded(pipeline, {
    execution: `execution of ${key}`,
    event: await pipeline.drop(key, body),
  });
  const items = pipeline.customerIo.requests.slice(before).flatMap((request) => request.items);
  return { report: reportOf(pipeline, importId), items };
}

export function importOf(execution: string): string {
  const split = stepsOf(execution)
    .map((index) => STORED_STEPS[index]?.output as { importId?: string } | undefined)
    .find((output) => output?.importId !== undefined);
  return split?.importId ?? '';
}

export function reportOf({ objects }: RecordedPipeline, importId: string): Report {
  const key = objects.keys('reports/').find((one) => one.endsWith(`/${importId}/report.json`));
  return ReportSchema.parse(JSON.parse(objects.text(key ?? '')));
}

/** Everything that an import stores and sends, without sentences and durations. */
export async function resultOf(pipeline: RecordedPipeline, importId: string) {
  const { objects, ports, dynamodb } = pipeline;
  const found = await ports.imports.find(importId);
  if (!found) return { importId };
  // That version did not count the calls of Report.
  const { reportCall: _, ...record } = found;
  const prefix = reportPrefix(record.feed, importId);
  const returned = (name: string) =>
    objects.keys().includes(`${prefix}${name}`)
      ? withoutReasons(objects.text(`${prefix}${name}`))
      : undefined;
  const history = await ports.imports.history(record.feed, 100);
  // That version left no marks of feeds: they have no content.
  const seenKeys = dynamodb
    .items('seen')
    .filter(({ content }) => content?.S !== '')
    .map((item) => item.key?.S as SeenKey);
  return {
    record: comparable(record),
    report: comparable(withoutOtherFindings(reportOf(pipeline, importId))),
    rejects: returned('rejects.csv'),
    held: returned('held.csv'),
    past: comparable(history.find((past) => past.importId === importId)),
    checkpoints: comparable(await ports.imports.checkpoints(importId)),
    active: (await ports.imports.turns()).active,
    // As the adapter reads them: items of that version have neither feed nor arrival.
    seen: Object.fromEntries(
      [...(await ports.seen.find(seenKeys))].map(([key, item]) => [key, withoutNewFields(item)]),
    ),
    customerIo: inCustomerIo(pipeline),
  };
}

const HASH = /^[\w-]{16}$/;

/**
 * Seen items of events have a person, a time and a mapping since then, and another hash of their content. Those of
 * people have hashes of the attributes.
 */
function withoutNewFields({ content, at, person, mapping, ...more }: SeenItem): object {
  const { remembered: _, attributes: __, ...item } = more;
  const isEvent = person !== undefined || mapping !== undefined || (at === undefined && HASH.test(content));
  return isEvent ? item : { ...item, content, at };
}

/** The version of 2026-11-25 did not have these, or counted orders in them and called them rows. */
const OTHER_FINDINGS: readonly string[] = ['key_not_in_file', 'email_only', 'old_events_in_segments'];

function withoutOtherFindings(found: Report): Report {
  // That version knew no journeys.
  const { journeys: _, ...report } = found;
  return { ...report, findings: report.findings.filter(({ code }) => !OTHER_FINDINGS.includes(code)) };
}

export function inCustomerIo({ customerIo: { events, people } }: RecordedPipeline) {
  // That version did not send key columns.
  const sent = [...events].map(
    ([
      id,
      {
        attributes: { event_id: _, ...attributes },
        ...item
      },
    ]) => [id, { ...item, attributes }],
  );
  // That version stamped people with the time of their data.
  const untimed = [...people].map(([id, { timestamp: _, ...item }]) => [id, item]);
  return { events: Object.fromEntries(sent), people: comparable(Object.fromEntries(untimed)) };
}

/**
 * Sentences may be reworded, durations differ, a plan that is made by another version has another version, and the
 * version of 2026-11-25 did not store the other ones.
 */
const INCOMPARABLE = [
  'plan',
  'digest',
  'generation',
  'message',
  'seconds',
  'at',
  'endedAt',
  'registeredAt',
  'waitsUntil',
  'groups',
  'deliveredGroups',
  'deliveredFurther',
  'remembers',
  'reading',
  'forms',
  'differing',
  'sentBytes',
  // A feed with a key is weighed, and that version did not weigh it.
  'readUnits',
  'marked',
  // It counts rows since then, not orders.
  'identifiers',
  // Events that the version of 2026-11-25 delivered are compared by their key only.
  'conflicts',
];

export function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, inner: unknown) => {
      const isSentence = key === 'reason' && typeof inner === 'string';
      return INCOMPARABLE.includes(key) || isSentence ? undefined : inner;
    }),
  );
}

/** Without the number of requests and what follows from it. */
export function withoutRequests(result: unknown): unknown {
  const left = ['requests', 'gigabyteSeconds', 'writeUnits'];
  return JSON.parse(JSON.stringify(result, (key, inner) => (left.includes(key) ? undefined : inner)));
}

/** That version wrote declined rows after the others, and no cells that name the group of a row. */
function withoutReasons(text: string): unknown {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows
    .map(
      ({ _reject_reason: _, _reject_group: __, _reject_group_rows: ___, _reject_hash: ____, ...row }) => row,
    )
    .sort((a, b) => Number(a._reject_line ?? 0) - Number(b._reject_line ?? 0));
}
