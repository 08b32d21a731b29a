// Makes the report of an import from its counts. It is pure, so that tests can cover every ending.
import { count } from '../../contracts/format.ts';
import {
  DUPLICATE_AGES,
  type KeptBack,
  type RejectExample,
  type Report,
  type TerminalState,
} from '../../contracts/report.ts';
import { type CanarySent, NO_CANARY } from '../canary/canary.ts';
import { addCounts, addKeptBack, rowsKeptBack } from '../counts.ts';
import {
  addTallies,
  chainedIn,
  NO_TALLY,
  reusedIn,
  type Tally,
  tallyOf,
  unaccountedRows,
} from '../delivery/tally.ts';
import { NOTHING_WEIGHED, type Weighed } from '../delivery/weighing.ts';
import { findChangedTimes, findNothingNew } from '../findings/after-sending.ts';
import type { ImportRecord, Reason } from '../imports/import-record.ts';
import { type PlacedPart, placeOf } from '../plan.ts';
import { rejectedRows, type Statistics } from '../profile/statistics.ts';
import type { RejectCode } from '../reject.ts';
import { costOf, dollarsOf, type Work } from './cost.ts';
import { groupsOf } from './groups.ts';
import { refusedTogether } from './refused-together.ts';

/** What is known about an import when it ends. */
export interface Ending {
  readonly record: ImportRecord;
  /** The objects that were read, if the import got that far. */
  readonly parts?: readonly PlacedPart[] | undefined;
  readonly statistics: Statistics;
  readonly chunks?: number | undefined;
  readonly findings: Report['findings'];
  /** What the file contains, as far as it was read. */
  readonly file: Pick<Report, 'eventTimes' | 'journeys' | 'columns' | 'identifiers'>;
  readonly notices: Report['notices'];
  readonly wouldTrigger: number;
  /** The partitions that were begun. */
  readonly partitions: readonly { readonly status: 'open' | 'done' | 'paused'; readonly tally: Tally }[];
  /** The attempt ended before it counted the rows of the file. `delivered`: rows that earlier attempts delivered. */
  readonly uncounted?: { readonly delivered: number } | undefined;
  readonly decision: 'forward' | 'canary' | 'hold' | 'stop' | undefined;
  /** What weighing counted, if this execution got that far. */
  readonly weighed?: Weighed | undefined;
  readonly flows?: Report['flows'] | undefined;
  /** What was sent before the approval, if there was a canary. */
  readonly canary?: CanarySent | undefined;
  /** The first rows that Customer.io declined. */
  readonly declinedExamples: readonly RejectExample[];
  /** Why the workflow stopped, if it did. */
  readonly failure: Reason | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type EndReport = Report & { readonly state: TerminalState };

export function summarize(ending: Ending): EndReport {
  const { record, statistics } = ending;
  const forwarded = sentSoFar(ending);
  const tally = addUp(ending, forwarded);
  const unfinished = unaccountedRows(statistics.rows, tally);
  const { state, reason } = judge(ending, unfinished);
  return {
    importId: record.importId,
    feed: record.feed,
    state,
    ...(reason ? { reason } : {}),
    file: { ...record.source, ...partsOf(ending) },
    rows: statistics.rows,
    ...groupsOf(statistics, forwarded),
    outcomes: tally.outcomes,
    ...uncountedRows(ending),
    unfinished: Math.max(0, unfinished),
    conflicts: tally.conflicts,
    ...differingRows(tally, ending),
    refusedFurther: tally.refusedFurther,
    ...(tally.deliveredFurther > 0 ? { deliveredFurther: tally.deliveredFurther } : {}),
    operations: statistics.operations,
    requests: tally.requests,
    retries: tally.retries,
    arrivedAt: new Date(record.arrivedAt).toISOString(),
    seconds: tenths(ending.now - record.registeredAt),
    cost: costOf(workOf(ending, forwarded)),
    keptBack: tally.keptBack.map((some) => ({ ...some, ...placesOf(some, ending) })),
    stages: stagesOf(ending),
    rejects: [...rejectsOf(ending, forwarded), ...refusedTogether(tally, ending)],
    ...furtherFaultsOf(ending),
    duplicates: duplicatesOf(tally),
    events: descending(statistics.events).map(([name, rows]) => ({ name, rows })),
    wouldTrigger: ending.wouldTrigger,
    ...guardsOf(ending),
    findings: [
      ...findChangedTimes(tally),
      ...(unfinished === 0 ? findNothingNew(tally, furtherToSend(ending)) : []),
      ...ending.findings,
    ],
    notices: ending.notices,
    ...ending.file,
  };
}

/** The report so far of an import whose canary was sent. @param approveBy milliseconds since 1970. */
export function summarizeCanary(ending: Ending, approveBy: number): Report {
  const { reason: _, ...soFar } = summarize(ending);
  const canary = { ...canaryOf(ending.canary ?? NO_CANARY), approveBy: new Date(approveBy).toISOString() };
  return { ...soFar, state: 'awaiting-approval', canary };
}

function canaryOf({ operations, rows, refused }: CanarySent): NonNullable<Report['canary']> {
  return { operations, rows, refused };
}

/** All rows by outcome. */
function addUp(ending: Ending, forwarded: Tally): Tally {
  const keptBack = keptBackOf(ending);
  const outcomes = {
    rejected: rejectedRows(ending.statistics),
    held: rowsKeptBack(keptBack, 'held'),
    expired: rowsKeptBack(keptBack, 'expired'),
    filtered: rowsKeptBack(keptBack, 'filtered'),
  };
  const weighed = (ending.record.dryRun && ending.weighed?.tally) || NO_TALLY;
  return [tallyOf(outcomes, { keptBack }), weighed, forwarded].reduce(addTallies);
}

/** Only if an earlier attempt delivered some: otherwise nothing was sent, and the zeros of the report are right. */
function uncountedRows({ uncounted }: Ending): Pick<Report, 'uncounted'> {
  return uncounted && uncounted.delivered > 0 ? { uncounted } : {};
}

/** Further events that a dry run would send. */
function furtherToSend({ record, weighed }: Ending): number {
  return record.dryRun ? (weighed?.further ?? 0) : 0;
}

/** What dry run, flows, canary and approval have to report. */
function guardsOf({ record, weighed, flows, canary }: Ending) {
  return {
    ...(record.dryRun ? { dryRun: foresee(weighed ?? NOTHING_WEIGHED) } : {}),
    ...(flows && flows.length > 0 ? { flows } : {}),
    ...(canary ? { canary: canaryOf(canary) } : {}),
    ...(record.approved ? { approved: true as const } : {}),
  };
}

/** What Forward sent, including the canary. If Forward never began, what the canary sent. */
function sentSoFar({ partitions, canary = NO_CANARY }: Ending): Tally {
  const { rows, requests } = canary;
  // The canary counts rows and not groups.
  const groups = rows > 0 ? { deliveredGroups: undefined } : {};
  if (partitions.length === 0) return tallyOf({ delivered: rows }, { requests, ...groups });
  return partitions.map(({ tally }) => tally).reduce(addTallies, tallyOf({}, { requests }));
}

/** Rows that Forward did not get: those of a policy, all rows of a held import, all weighed rows of a dry run. */
function keptBackOf(ending: Ending): readonly KeptBack[] {
  const { record, decision, statistics, failure, weighed = NOTHING_WEIGHED } = ending;
  const { keptBack } = statistics;
  const holding = (reason: string, rows: number): KeptBack[] =>
    rows === 0 ? [] : [{ outcome: 'held', reason, rows, lines: [] }];
  if (record.dryRun)
    return addKeptBack([...keptBack, ...holding('a dry run sends nothing', weighed.wouldDeliver)]);
  if (decision !== 'hold') return keptBack;
  const never = keptBack.filter(({ outcome }) => outcome !== 'held');
  const unsent = statistics.rows - rejectedRows(statistics) - never.reduce((sum, { rows }) => sum + rows, 0);
  const rows = Math.max(0, unaccountedRows(unsent, sentSoFar(ending)));
  return addKeptBack([
    ...never,
    ...holding(`the whole import is held (${(record.reason ?? failure)?.code ?? 'held'})`, rows),
  ]);
}

function foresee(weighed: Weighed): NonNullable<Report['dryRun']> {
  const { wouldDeliver, wouldTrigger, operations, further, requests, lookedUp } = weighed;
  const dollars = dollarsOf({ readUnits: lookedUp / 2, writeUnits: operations });
  return { wouldDeliver, wouldTrigger, operations, ...(further > 0 ? { further } : {}), requests, dollars };
}

/** The number of delivered rows is used for the number of sent operations, which is the same or, with groups, lower. */
function workOf({ record, statistics, partitions, chunks = 0, weighed }: Ending, forwarded: Tally): Work {
  const { rows, operations, bytes: itemBytes } = statistics;
  const handled = Object.values(forwarded.outcomes).some((count) => count > 0) ? operations : 0;
  return {
    rows,
    fileBytes: record.source.bytes,
    operations,
    itemBytes,
    chunks,
    partitions: partitions.length,
    lookedUp: handled + (weighed?.lookedUp ?? 0),
    sent: Math.min(operations, forwarded.outcomes.delivered),
    requests: forwarded.requests,
  };
}

/** Seconds in each state, in the order of first entry. */
function stagesOf({ record, now }: Ending): Report['stages'] {
  const entered = [{ state: 'splitting', at: record.registeredAt }, ...(record.stages ?? [])];
  const milliseconds = new Map<string, number>();
  for (const [n, { state, at }] of entered.entries()) {
    milliseconds.set(state, (milliseconds.get(state) ?? 0) + (entered[n + 1]?.at ?? now) - at);
  }
  return [...milliseconds].map(([state, spent]) => ({ state, seconds: tenths(spent) }));
}

function rejectsOf(ending: Ending, forwarded: Tally): Report['rejects'] {
  const { outcomes } = forwarded;
  const declined = outcomes.rejected - reusedIn(forwarded).rows - chainedIn(forwarded).rows;
  const codes = addCounts(ending.statistics.rejects, declined > 0 ? { refused_by_customerio: declined } : {});
  return descending(codes).map(([code, rows]) => ({ code, rows, examples: examplesOf(code, ending) }));
}

/** Lines as in `keptBack`. */
function differingRows({ differing }: Tally, ending: Ending): Pick<Report, 'differing'> {
  if (differing.length === 0) return {};
  return { differing: differing.map((some) => ({ ...some, ...placesOf(some, ending) })) };
}

/** Other faults of the rejected rows. */
function furtherFaultsOf({ statistics }: Ending): Pick<Report, 'furtherFaults'> {
  const { furtherFaults, furtherExamples = {} } = statistics;
  if (!furtherFaults) return {};
  const faults = descending(furtherFaults).map(([code, rows]) => {
    const { [code as RejectCode]: examples = [] } = furtherExamples;
    return { code, rows, examples: [...examples] };
  });
  return { furtherFaults: faults };
}

function duplicatesOf({ duplicates }: Tally): Report['duplicates'] {
  return DUPLICATE_AGES.flatMap((age) => {
    const { [age]: rows = 0 } = duplicates;
    return rows > 0 ? [{ age, rows }] : [];
  });
}

function examplesOf(code: string, { statistics, declinedExamples }: Ending): RejectExample[] {
  const { [code as RejectCode]: examples = [] } = statistics.rejectExamples;
  return [...(code === 'refused_by_customerio' ? declinedExamples : examples)];
}

function partsOf({ record, parts = [] }: Ending): { parts?: string[] } {
  return parts.every(({ name }) => name === record.source.key)
    ? {}
    : { parts: parts.map(({ name }) => name) };
}

/** Lines are counted through all files of an import. If there are several files, the report says file and line. */
function placesOf({ lines }: Pick<KeptBack, 'lines'>, { parts = [] }: Ending): { places?: string[] } {
  if (parts.length < 2 || lines.length === 0) return {};
  const places = lines.map((line) => placeOf({ parts }, line));
  return { places: places.map(({ file, line }) => `line ${line} of ${file}`) };
}

const NOT_COUNTED = 'The rows of the file were not counted. Redrive the import: nothing is sent twice.';

/** The terminal state. An import with a row without an outcome is never completed. */
function judge(ending: Ending, unfinished: number): { state: TerminalState; reason?: Reason | undefined } {
  const { record, failure, decision, partitions, canary } = ending;
  if (decision === 'hold') return { state: 'held', reason: record.reason ?? failure };
  // A checkpoint or a canary can be from the attempt before a redrive; the reason is from this attempt.
  const paused =
    record.state === 'forwarding' && (canary?.paused || partitions.some(({ status }) => status === 'paused'));
  if (paused && record.reason) return { state: 'paused', reason: record.reason };
  // All rows can be delivered while a partition has not yet summed up its people's orders.
  const isDone = partitions.every(({ status }) => status === 'done');
  if (unfinished === 0 && isDone && decision !== undefined && !record.reason) return { state: 'completed' };
  const known = record.reason ?? failure;
  if (known) return { state: 'failed', reason: known };
  if (unfinished < 0) {
    const twice = `${count(-unfinished, 'row')} counted twice. This is a bug in csv-to-customerio: please report it.`;
    return { state: 'failed', reason: { code: 'counted_twice', message: twice } };
  }
  if (ending.uncounted) return { state: 'failed', reason: { code: 'unfinished', message: NOT_COUNTED } };
  const message =
    unfinished === 0
      ? 'Every row has an outcome, but a partition did not finish: sums on profiles can be missing. ' +
        'Redrive the import: nothing is sent twice.'
      : `${count(unfinished, 'row')} ${unfinished === 1 ? 'has' : 'have'} no outcome yet. ` +
        'Redrive the import to deliver the rest: nothing is sent twice.';
  return { state: 'failed', reason: { code: 'unfinished', message } };
}

function descending(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

/** Seconds with one decimal. */
function tenths(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
