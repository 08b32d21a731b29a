// Checks the result of a run against the dropped files and what Customer.io has, not only against the pipeline's report.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { parse } from 'csv-parse/sync';
import { canaryOf } from '../../lambdas/contracts/feed/canary.ts';
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import { OUTCOMES, type Report, TERMINAL_STATES } from '../../lambdas/contracts/report.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import type { Cloud } from './cloud.ts';
import {
  type EventRow,
  type Export,
  isDisputed,
  isOfEvents,
  isOfPeople,
  isOfStates,
  isPeopleFeed,
  type PersonRow,
} from './exports.ts';
import type { StateRow } from './states.ts';
import { attributeFaults, type DroppedStates, type Profile } from './states-verdict.ts';
import { sleepFaults, turnFaults } from './turn-order.ts';
import { isEvent } from './vendor.ts';

/** A dropped file and its content. */
export interface Dropped {
  readonly key: string;
  readonly file: Export;
  readonly csv: string;
  /** A dry run: it must not be sent. */
  readonly dryRun: boolean;
  /** Of the files that are imported last, without faults: who is in Customer.io after the import. */
  readonly held?: readonly Profile[];
}

export interface Judgement {
  /** The broken promises; empty if all were kept. */
  readonly violations: readonly string[];
  /** Reports by import. */
  readonly reports: ReadonlyMap<string, Report>;
  /** Events that were posted again: Customer.io dropped them by their ULID. */
  readonly extraPosts: number;
}

export interface Circumstances {
  /** A worker was given up and continued: two workers may have posted at the same time. */
  readonly orphans: boolean;
  /** A function died, a call failed, or its response was lost: a wake can be lost with it. */
  readonly faulty: boolean;
  /** An execution was aborted and its worker continued during the next import of the feed: both count their deliveries. */
  readonly abandoned: boolean;
  /** A version that rejects the disputed rows was deployed for some time. */
  readonly disputes: boolean;
}

/** @param dropped in order. The last file of each feed is a copy that was imported without faults. */
export function judge(
  cloud: Cloud,
  dropped: readonly Dropped[],
  { orphans, faulty, abandoned, disputes }: Circumstances,
): Judgement {
  const records = recordsIn(cloud);
  const reports = new Map(records.flatMap((record) => reportOn(record, cloud)));
  const violations = [
    ...cloud.bugs,
    ...records.flatMap((record) => endFaults(record, reports.get(record.importId), dropped)),
    ...records.flatMap((record) => silence(record, cloud)),
    ...eventFaults(cloud, dropped, [...reports.values()], { abandoned, disputes }),
    ...ulidFaults(cloud),
    ...peopleFaults(cloud, dropped),
    ...attributeFaults([...cloud.vendor.workspace.people()], ofStates(dropped), [...reports.values()], {
      isExempt: (person) => disputes && isDisputed({ person }),
    }),
    ...sumFaults(cloud, dropped, disputes),
    ...rejectFaults(cloud, reports, dropped, disputes),
    ...damageFaults(cloud),
    ...dryRunFaults(cloud, records),
    ...canaryFaults(cloud, records),
    ...(faulty || abandoned ? [] : sleepFaults(cloud, records)),
    ...(orphans || abandoned ? [] : [...turnFaults(cloud, records), ...rateFaults(cloud)]),
  ];
  return { violations, reports, extraPosts: postedAgain(cloud) };
}

export function recordsIn({ dynamodb, deployment }: Cloud): ImportRecord[] {
  return dynamodb
    .items(deployment.importsTable)
    .map((item) => unmarshall(item))
    .filter(({ item }) => item === 'import') as unknown as ImportRecord[];
}

function reportOn({ feed, importId }: ImportRecord, { bucket }: Cloud): [string, Report][] {
  const [key] = bucket.keys(`${reportPrefix(feed, importId)}report.json`);
  return key === undefined ? [] : [[importId, JSON.parse(bucket.text(key)) as Report]];
}

/** A notice about the end of the import was sent. */
function silence({ importId, state }: ImportRecord, { notices }: Cloud): string[] {
  const heard = notices.some(({ event }) => event.importId === importId && event.state === state);
  return heard ? [] : [`no notice says that ${importId} ended ${state}`];
}

/** The import has a terminal state, a report, and as many outcomes as another CSV parser counts rows. */
function endFaults(record: ImportRecord, report: Report | undefined, dropped: readonly Dropped[]): string[] {
  const { importId, state, source } = record;
  if (!TERMINAL_STATES.some((terminal) => terminal === state)) return [`${importId} ended ${state}`];
  if (report === undefined) return [`${importId} has no report`];
  const csv = dropped.find(({ key }) => key === source.key)?.csv ?? '';
  const rows = (parse(csv) as unknown[]).length - 1;
  const counted = OUTCOMES.reduce((sum, outcome) => sum + report.outcomes[outcome], report.unfinished);
  if (state !== 'completed') return [`${importId} ended ${state}: ${report.reason?.code}`];
  if (report.rows !== rows) return [`${importId} read ${report.rows} of ${rows} rows`];
  if (report.unfinished > 0) return [`${importId} is completed with ${report.unfinished} unfinished rows`];
  return counted === rows ? [] : [`${importId} accounts for ${counted} of ${rows} rows`];
}

/** Events that were posted again and dropped by their ULID. */
function postedAgain(cloud: Cloud): number {
  return cloud.vendor.workspace.counts.ignoredDuplicateEvents;
}

/** Every valid event is in the workspace once, no other event is, and exactly one import counts it as delivered. */
function eventFaults(
  cloud: Cloud,
  dropped: readonly Dropped[],
  reports: readonly Report[],
  { abandoned, disputes }: Pick<Circumstances, 'abandoned' | 'disputes'>,
): string[] {
  const sound = new Set(eventRows(dropped).flatMap(({ event, kind }) => (kind === 'sound' ? [event] : [])));
  const times = new Map<string, number>();
  for (const { attributes } of cloud.vendor.workspace.events()) {
    const event = String(attributes.ref);
    times.set(event, (times.get(event) ?? 0) + 1);
  }
  const delivered = reports
    .filter(({ feed }) => !isPeopleFeed(feed))
    .reduce((sum, { outcomes }) => sum + outcomes.delivered, 0);
  // One version delivered it, and the version that ended the import rejected it.
  const uncounted = disputes ? [...sound].filter((event) => isDisputed({ event })).length : 0;
  return [
    ...[...sound].filter((event) => !times.has(event)).map((event) => `${event} was lost`),
    ...[...times].filter(([event]) => !sound.has(event)).map(([event]) => `${event} should not be there`),
    ...[...times]
      .filter(([, count]) => count > 1)
      .map(([event, count]) => `${event} is there ${count} times`),
    ...(delivered >= sound.size - uncounted && delivered - sound.size <= (abandoned ? postedAgain(cloud) : 0)
      ? []
      : [`${delivered} of ${sound.size} events are counted as delivered`]),
  ];
}

/** An event has the same ULID in every POST, and what is seen was delivered. */
function ulidFaults({ vendor, dynamodb, deployment, seenItems }: Cloud): string[] {
  const ulids = new Map<string, Set<string>>();
  for (const item of vendor.requests.flatMap(({ items }) => items).filter(isEvent)) {
    const event = String(item.attributes?.ref);
    ulids.set(event, (ulids.get(event) ?? new Set()).add(item.id));
  }
  const faults = [...ulids].filter(([, own]) => own.size > 1).map(([event]) => `${event} had several ULIDs`);
  const seen = new Set(dynamodb.items(deployment.seenTable).map(({ key }) => key?.S));
  for (const [key, { item }] of seenItems) {
    const { id } = JSON.parse(item) as { id?: string };
    if (id !== undefined && seen.has(key) && !vendor.accepted.has(id))
      faults.push(`${id} is seen, not delivered`);
  }
  return faults;
}

/** In the end every person has the data of the last file. */
function peopleFaults({ vendor }: Cloud, dropped: readonly Dropped[]): string[] {
  const files = dropped.flatMap(({ file, dryRun }) => (isOfPeople(file) && !dryRun ? [file.rows] : []));
  const plans = new Map(
    (files.at(-1) ?? []).filter(({ kind }) => kind === 'sound').map(({ person, plan }) => [person, plan]),
  );
  return [...plans].flatMap(([id, plan]) => {
    const found = vendor.workspace.person({ id })?.attributes.plan;
    return found === plan ? [] : [`${id} has ${found ?? 'no plan'}, and should have ${plan}`];
  });
}

/**
 * The profile of a person has the sum of the visits. A visit that one version delivered, and the version that ended the
 * import rejected, may be missing in it (docs/reliability.md).
 */
function sumFaults({ vendor }: Cloud, dropped: readonly Dropped[], disputes: boolean): string[] {
  const visits = new Map(
    eventRows(dropped)
      .filter(({ event, kind }) => event.startsWith('visits-') && kind === 'sound')
      .map((row) => [row.event, row]),
  );
  const byPerson = Map.groupBy(visits.values(), ({ person }) => person);
  return [...byPerson].flatMap(([id, own]) => {
    const { total_orders: count, lifetime_value: sum } = vendor.workspace.person({ id })?.attributes ?? {};
    const cents = own.reduce((total, row) => total + row.cents, 0);
    if (count === own.length && sum === cents / 100) return [];
    const agreed = own.filter((row) => !disputes || !isDisputed(row));
    const missing = own.length - Number(count ?? 0);
    if (agreed.length < own.length && missing > 0 && missing <= own.length - agreed.length) return [];
    return [`${id} has ${count} visits worth ${sum}, and should have ${own.length} worth ${cents / 100}`];
  });
}

/** rejects.csv has exactly the rejected rows. */
function rejectFaults(
  { bucket }: Cloud,
  reports: ReadonlyMap<string, Report>,
  dropped: readonly Dropped[],
  disputes: boolean,
): string[] {
  return [...reports.values()].flatMap(({ importId, feed, state, file: { key }, outcomes }) => {
    if (state !== 'completed') return [];
    const rows = (dropped.find((one) => one.key === key)?.file.rows ?? []) as readonly (
      | EventRow
      | PersonRow
      | StateRow
    )[];
    const wrong = rows.filter((row) => row.kind !== 'sound' || (disputes && isDisputed(row))).length;
    const text = bucket.text(`${reportPrefix(feed, importId)}rejects.csv`);
    const returned = (parse(text) as unknown[]).length - 1;
    const said = `${importId} says ${outcomes.rejected} rejects, returns ${returned}`;
    return returned === outcomes.rejected && (isPeopleFeed(feed) || returned <= wrong) ? [] : [said];
  });
}

/** A dry run sends nothing. */
function dryRunFaults({ vendor }: Cloud, records: readonly ImportRecord[]): string[] {
  const dry = new Set(records.filter(({ dryRun }) => dryRun).map(({ importId }) => importId));
  return vendor.requests
    .filter(({ importId }) => dry.has(importId))
    .map(({ importId }) => `${importId} was sent`);
}

/** Before an approval only the canary is sent. An import has one each time that it was started. */
function canaryFaults({ vendor, answered, approvedAt, deployment }: Cloud, records: readonly ImportRecord[]) {
  return records.flatMap(({ importId, feed }): string[] => {
    const { size } = canaryOf(deployment.feeds.feeds[feed] ?? {});
    if (size === 0) return [];
    const isAsked = ({ order }: { readonly order: number }) => order < (approvedAt.get(importId) ?? Infinity);
    const own = vendor.requests.filter((request) => request.importId === importId && isAsked(request));
    const sent = new Set(own.flatMap(({ items }) => items.map(nameOf)));
    const begun = answered.filter(
      (one) => one.importId === importId && one.function === 'split' && isAsked(one),
    );
    const most = size * begun.length;
    return sent.size > most
      ? [`${importId} sent ${sent.size} operations before the approval, not ${most}`]
      : [];
  });
}

/** The identifiers of a person, or the ULID of an event. */
function nameOf(item: Item): string {
  return isEvent(item) ? item.id : JSON.stringify('identifiers' in item ? item.identifiers : item);
}

/**
 * Damage that Customer.io would not report. If it loses updates with old times, it may lose those of a worker that was
 * replaced: the attributes of people show whether something is missing.
 */
function damageFaults({ vendor }: Cloud): string[] {
  const { answers, damage } = vendor.workspace;
  const mayLose = answers.staleIdentify === 'profile';
  return Object.entries(damage)
    .filter(([name, count]) => count > 0 && !(mayLose && name === 'lostUpdates'))
    .map(([name, count]) => `${name}: ${count}`);
}

/** The highest rate of all workers together. */
function rateFaults({ vendor }: Cloud): string[] {
  const worst = worstSecond(vendor.requests.map(({ at }) => at));
  return worst > RATE ? [`${worst} requests in one second`] : [];
}

/** cdk.json's requestsPerSecond. */
const RATE = 10;

/** The most requests within one second. @param times milliseconds, in order. */
export function worstSecond(times: readonly number[]): number {
  let first = 0;
  let worst = 0;
  for (const [index, at] of times.entries()) {
    while (at - (times[first] ?? at) >= 1000) first++;
    worst = Math.max(worst, index - first + 1);
  }
  return worst;
}

function eventRows(dropped: readonly Dropped[]): EventRow[] {
  return dropped.flatMap(({ file, dryRun }) => (dryRun || !isOfEvents(file) ? [] : file.rows));
}

function ofStates(dropped: readonly Dropped[]): DroppedStates[] {
  return dropped.flatMap(({ file, ...rest }) => (isOfStates(file) ? [{ ...rest, file }] : []));
}
