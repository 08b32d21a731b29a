// Adds up what Validate found, decides whether anything is sent, and writes for each partition where its operations are.
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { LIVE_WINDOW_SECONDS } from '../contracts/feed/policies.ts';
import { rememberedNames } from '../contracts/feed/remembered.ts';
import { resendDaysOf } from '../contracts/feed/resend.ts';
import { withAdded } from '../contracts/feed/transform.ts';
import type { Finding, RejectExample } from '../contracts/report.ts';
import type { ReviewInput, ReviewOutput } from '../contracts/workflow.ts';
import { canaryOfImport } from '../domain/canary/canary.ts';
import { decide, type Hold } from '../domain/decision/decide.ts';
import type { Review } from '../domain/decision/review.ts';
import { findBlankRows } from '../domain/findings/blank-rows.ts';
import { findAllFiltered } from '../domain/findings/filtered-rows.ts';
import { findAll } from '../domain/findings/find-all.ts';
import { fragmentationFinder } from '../domain/findings/fragmentation.ts';
import type { SharedKeys } from '../domain/findings/keys-of-several-people.ts';
import { type Breach, completedOf, judgeLimits } from '../domain/findings/limits.ts';
import { findNoKey } from '../domain/findings/lost-key.ts';
import { judgeSeenTable, seenTableState } from '../domain/findings/lost-seen-table.ts';
import { findNewEvents } from '../domain/findings/names.ts';
import { needsHashes, underNamesOf, withHashes } from '../domain/findings/same-columns.ts';
import { asksWeighing } from '../domain/findings/weighed-limits.ts';
import { IMPORTS_REMEMBERED, type PastImport, type SeenTableState } from '../domain/imports/past-import.ts';
import { inBatches } from '../domain/in-batches.ts';
import { columnHashOf } from '../domain/operations/keys.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import { mappingOf, type Plan, type ShownPlan, showColumn, shownPlan } from '../domain/plan.ts';
import type { ChunkSummary } from '../domain/profile/chunk-summary.ts';
import { type SeenColumn, seenColumns } from '../domain/profile/column-kinds.ts';
import { eventsYoungerThan } from '../domain/profile/event-ages.ts';
import { addEventTimes } from '../domain/profile/event-times.ts';
import { keyFormsOf } from '../domain/profile/key-forms.ts';
import { mergeProfiles, NO_PROFILE } from '../domain/profile/merge-profiles.ts';
import { columnProfiles, identifierUses } from '../domain/profile/profile-view.ts';
import {
  addStatistics,
  NO_STATISTICS,
  placeAll,
  type RejectExamples,
  type Statistics,
} from '../domain/profile/statistics.ts';
import { lacksKey, readingOf } from '../domain/rows/reading-of.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles, openPlan } from '../work/import-files.ts';
import { type ComparedGroups, compareGroups, TOO_MANY_GROUPS } from './compare-groups.ts';
import { compareKeys, TOO_MANY_KEYS } from './compare-keys.ts';
import { findMark, type MarkPorts } from './find-mark.ts';
import { journeysOfImport } from './journeys-of-import.ts';

export interface ReviewPorts extends MarkPorts {
  readonly objects: ObjectStore;
  readonly imports: Pick<ImportRecords, 'setReason' | 'setState'> & Pick<ImportHistory, 'history'>;
}

/** How many objects are read or written at the same time. */
const CONCURRENCY = 16;

/** @throws RefusedError `feed_changed` @throws ReplanError */
export async function reviewImport(
  { importId, execution }: ReviewInput,
  ports: ReviewPorts,
  feeds: Feeds,
): Promise<ReviewOutput> {
  const { objects, imports } = ports;
  const { plan, feed } = await openPlan({ importId, execution }, objects, feeds);
  const named = shownPlan(plan, feed);
  const { profile, eventTimes, fragmentation, members, ...read } = await addUp(importId, plan, objects);
  const groups = hasGroups(feed) ? await compareGroups(importId, plan, read, objects) : undefined;
  const keys = await compareKeys(importId, plan, read.keyRecords, objects);
  const { statistics } = groups ?? read;
  const { columns, history } = await compareColumns(plan, seenColumns(named.header, profile), ports, feeds);
  const reading = readingOf(feed, named.names);
  const seenTable = seenTableState(await findMark(plan.feed, feeds.workspace, ports), history);
  const sharedEmails = fragmentation.emailsWithManyIds.count;
  const forms = keyFormsOf(reading, feed, named.names, profile);
  const facts = { statistics, sharedEmails, columns, reading, forms, history };
  const breaches = [...judgeSeenTable(seenTable, feed), ...judgeLimits(facts, feed.limits)];
  const tooMany = tooManyToCompare(groups, keys);
  const { decision, ...held } = tooMany ?? decide(plan, statistics, breaches);
  const review: Review = {
    ...{ execution: plan.execution, plan: plan.version, plannedAt: plan.plannedAt },
    decision,
    statistics: { ...statistics, rejectExamples: shownExamples(statistics.rejectExamples, plan) },
    findings: [
      ...findInHistory(breaches, feed, named, history),
      ...findAll(profile, fragmentation, named, feed),
      ...findInStatistics(statistics, plan, taxonomyOf(feed, feeds)),
    ],
    wouldTrigger: eventsYoungerThan(profile, LIVE_WINDOW_SECONDS / 3600),
    ...{ columns, reading, forms, seenTable },
    ...(profile.span && { eventTimes }),
    columnProfiles: columnProfiles(named.header, profile),
    identifiers: identifierUses(profile),
    partitions: [...new Set(members.flat().map(({ partition }) => partition))].sort((a, b) => a - b),
  };
  const goesOn = decision === 'forward' || (plan.dryRun && !tooMany);
  const indexes = goesOn ? indexPartitions({ plan, feed, feeds, seenTable }, members, { groups, keys }) : [];
  await saveIndexes(indexes, importId, plan, objects);
  const journeys = journeysOfImport(named, feeds, review, profile.span);
  await importFiles.review.save(objects, { ...review, ...journeys }, importId, plan);
  if ('reason' in held) await imports.setReason(importId, held.reason, plan.execution);
  if (decision === 'forward' && !plan.dryRun) await imports.setState(importId, 'waiting', plan.execution);
  return {
    decision: plan.dryRun && decision !== 'stop' ? 'dry-run' : decision,
    weigh: decision === 'forward' && needsWeighing(plan, feed, review),
    partitions: indexes.map(({ partition }) => partition),
  };
}

function findInHistory(
  breaches: readonly Breach[],
  feed: Feed,
  { names }: ShownPlan,
  history: readonly PastImport[],
): Finding[] {
  const noKey = lacksKey(feed, names) ? findNoKey(completedOf(history)) : [];
  return [...breaches.map(({ finding }) => finding), ...noKey];
}

function findInStatistics(statistics: Statistics, plan: Plan, taxonomy: Feeds['taxonomy']): Finding[] {
  return [
    ...findBlankRows(statistics, plan),
    ...findAllFiltered(statistics),
    ...findNewEvents(statistics.events, taxonomy),
  ];
}

function tooManyToCompare(groups: ComparedGroups | undefined, keys: SharedKeys): Hold | undefined {
  if (groups?.isComplete === false) return TOO_MANY_GROUPS;
  return keys.isComplete ? undefined : TOO_MANY_KEYS;
}

/** The columns to store, and earlier imports with the names by which this file shows the same columns. */
async function compareColumns(
  plan: Plan,
  columns: readonly SeenColumn[],
  { imports, seenKey }: ReviewPorts,
  { workspace }: Feeds,
) {
  const history = await imports.history(plan.feed, IMPORTS_REMEMBERED);
  if (!needsHashes(plan, history)) return { columns: [...columns], history };
  const hash = columnHashOf(await seenKey(), workspace, plan.feed);
  return { columns: withHashes(columns, plan, hash), history: underNamesOf(plan, history, hash) };
}

function shownExamples(examples: RejectExamples, plan: Plan): RejectExamples {
  const show = (example: RejectExample) =>
    example.column === undefined ? example : { ...example, column: showColumn(plan, example.column) };
  return Object.fromEntries(
    Object.entries(placeAll(examples, plan)).map(([code, some]) => [code, some.map(show)]),
  );
}

function needsWeighing(plan: Plan, feed: Feed, { statistics: { operations } }: Review): boolean {
  const reading = readingOf(feed, withAdded(feed, plan.header));
  return asksWeighing(feed, { reading, operations }) || canaryOfImport(plan, feed).size > 0;
}

async function saveIndexes(
  indexes: readonly PartitionIndex[],
  importId: string,
  plan: Plan,
  objects: ObjectStore,
) {
  await inBatches(indexes, CONCURRENCY, (index) =>
    importFiles.partitionIndex.save(objects, index, importId, plan, index.partition),
  );
}

function hasGroups(feed: Feed): boolean {
  return feed.kind === 'events' && feed.groupBy !== undefined;
}

function policiesOf(feed: Feed, feeds: Feeds): Pick<PartitionIndex, 'guards' | 'rollUp' | 'flows'> {
  const { suppress, flows, keyReuse } =
    feed.kind === 'events' ? feed : { suppress: [], flows: {}, keyReuse: undefined };
  const remembers = [...rememberedNames(feed, feeds)];
  const rollUp = feed.kind === 'events' ? feed.rollUp : undefined;
  const dated = feed.kind === 'people' && feed.updatedAt !== undefined;
  const resend = feed.kind === 'people' ? resendDaysOf(feed.resend) : undefined;
  const guards = {
    ...{ suppress, remembers, dated },
    ...(keyReuse && { keyReuse }),
    ...(resend !== undefined && { resend }),
  };
  return { guards, flows, ...(rollUp ? { rollUp } : {}) };
}

function taxonomyOf(feed: Feed, feeds: Feeds): Feeds['taxonomy'] {
  return feed.kind === 'events' ? (feed.taxonomy ?? feeds.taxonomy) : undefined;
}

/** Keeps one batch of summaries in memory: those of 2,000 chunks can have 100 MB. */
async function addUp(importId: string, plan: Plan, objects: ObjectStore) {
  const pairs = fragmentationFinder();
  const members: ChunkSummary['members'][] = [];
  let statistics = NO_STATISTICS;
  let profile = NO_PROFILE;
  let eventTimes: ChunkSummary['eventTimes'] | undefined;
  const keyRecords: ChunkSummary['keyRecords'][] = [];
  let groupRecords = 0;
  for (let at = 0; at < plan.chunks.length; at += CONCURRENCY) {
    const batch = plan.chunks.slice(at, at + CONCURRENCY);
    const summaries = await inBatches(batch, CONCURRENCY, ({ n }) =>
      importFiles.chunkSummary.open(objects, importId, plan, n),
    );
    for (const summary of summaries) {
      statistics = addStatistics(statistics, summary.statistics);
      profile = mergeProfiles(profile, summary.profile);
      eventTimes = eventTimes ? addEventTimes(eventTimes, summary.eventTimes) : summary.eventTimes;
      members.push(summary.members);
      groupRecords += summary.groupRecords ?? 0;
      keyRecords.push(summary.keyRecords);
    }
    const buffers = await inBatches(batch, CONCURRENCY, ({ n }) =>
      importFiles.identityPairs.open(objects, importId, plan, n),
    );
    for (const buffer of buffers) pairs.add(buffer);
  }
  return {
    ...{ statistics, profile, eventTimes, members, groupRecords, keyRecords },
    fragmentation: pairs.find(),
  };
}

interface ReviewedImport {
  readonly plan: Plan;
  readonly feed: Feed;
  readonly feeds: Feeds;
  readonly seenTable: SeenTableState;
}

interface FoundInChunks {
  readonly groups: ComparedGroups | undefined;
  readonly keys: SharedKeys;
}

/** For each partition with operations, where they are in each chunk (the reduce side of the shuffle). */
function indexPartitions(
  { plan, feed, feeds, seenTable }: ReviewedImport,
  byChunk: readonly ChunkSummary['members'][],
  { groups, keys }: FoundInChunks,
): PartitionIndex[] {
  const { feed: name, version, format, plannedAt, nowSeconds } = plan;
  const common = {
    ...{ format, plannedAt, feed: name, plan: version },
    mapping: mappingOf(feeds.taxonomy, feed),
    ...(plan.dryRun && { dryRun: true as const }),
    ...(seenTable !== 'known' && { leavesMark: true as const }),
    execution: plan.execution,
    ...policiesOf(feed, feeds),
    nowSeconds,
    canary: canaryOfImport(plan, feed).size,
  };
  const indexes = new Map<number, PartitionIndex>();
  for (const [n, members] of byChunk.entries()) {
    for (const { partition, operations: _, ...range } of members) {
      const own = {
        partition,
        leftOut: groups?.byPartition.get(partition) ?? [],
        earlier: keys.byPartition.get(partition) ?? [],
        members: [],
      };
      const index: PartitionIndex = indexes.get(partition) ?? { ...common, ...own };
      index.members.push({ chunk: plan.chunks[n]?.n ?? n, ...range });
      indexes.set(partition, index);
    }
  }
  return [...indexes.values()].sort((a, b) => a.partition - b.partition);
}
