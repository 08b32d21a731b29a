// What follows from broken groups: their rows count as rejected, and their operations are left out.
import * as z from 'zod';
import { addCounts, addKeptBack } from '../counts.ts';
import { type GroupRecord, type GroupRecords, idOfWords, partitionOfId } from '../profile/group-records.ts';
import { addExamples, type Statistics } from '../profile/statistics.ts';
import type { BrokenCode, BrokenGroup, BrokenGroups } from './broken-groups.ts';

const BROKEN_CODES = [
  'group_broken',
  'group_apart',
  'key_of_two_people',
] as const satisfies readonly BrokenCode[];

const LeftOutGroupSchema = z.object({
  code: z.enum(BROKEN_CODES),
  /** Rows of the group. Absent if the file has several groups with its name. */
  rows: z.number().int().optional(),
  /** Whether it can have more rows, whose name cannot be read. */
  isOpen: z.boolean(),
});
export type LeftOutGroup = Readonly<z.infer<typeof LeftOutGroupSchema>>;

export const BrokenGroupsSchema = z.object({
  /** Version of the plan that the groups were read under. */
  plan: z.string(),
  /** By `shortId` of the group. */
  groups: z.record(z.string(), LeftOutGroupSchema),
});
export type BrokenById = z.infer<typeof BrokenGroupsSchema>['groups'];

export interface LeftOut {
  readonly groups: Readonly<Record<string, LeftOutGroup>>;
  /** By partition, the groups whose operations it must leave out. */
  readonly byPartition: ReadonlyMap<number, readonly string[]>;
  /** The statistics of the import without the broken groups, whose rows are rejected. */
  readonly statistics: Statistics;
}

/** @param statistics of the import, as Validate counted. */
export function leaveOutGroups(
  { byId: broken, strayRows }: BrokenGroups,
  statistics: Statistics,
  partitions: number,
) {
  const firstWords = new Set([...broken.keys()].map((id) => Number.parseInt(id.slice(0, 8), 16)));
  const totals = new Map<string, { rows: number; heads: number; places: number }>();
  const byPartition = new Map<number, Set<string>>();
  let corrected = statistics;
  const leaveOut = (record: GroupRecord, { code }: BrokenGroup) => {
    if (!hasKnownGroup(record)) return;
    const total = totals.get(record.group) ?? { rows: 0, heads: 0, places: 0 };
    total.rows += record.rows;
    if (record.breaks !== 'continues') total.places++;
    if (record.isHead) total.heads++;
    totals.set(record.group, total);
    if (record.fate !== 'rejected') corrected = withRejected(corrected, record, code);
    if (record.fate !== 'mapped') return;
    const partition = partitionOfId(record.person, partitions);
    const own = byPartition.get(partition) ?? new Set();
    byPartition.set(partition, own.add(record.group));
  };
  return {
    /** Call it in the order of chunks. */
    add(records: GroupRecords): void {
      for (let at = 0; at < records.count; at++) {
        const first = records.word(at, 0);
        if (!firstWords.has(first) || records.isFurther(at)) continue;
        const found = broken.get(idOfWords(first, records.word(at, 1)));
        if (found) leaveOut(records.record(at), found);
      }
    },
    finish(): LeftOut {
      const groups = [...broken].map(([id, { code, unnamedRows, isOpen }]) => {
        const { rows = 0, heads = 0 } = totals.get(id) ?? {};
        return [id, { code, isOpen, ...(heads > 1 ? {} : { rows: rows + unnamedRows }) }] as const;
      });
      return {
        groups: Object.fromEntries(groups),
        byPartition: new Map([...byPartition].map(([partition, ids]) => [partition, [...ids]])),
        statistics: withPlaces(corrected, totals.values(), strayRows),
      };
    },
  };
}

/** Whether the rows certainly belong to the group of their record. */
export function hasKnownGroup({ group, breaks }: Pick<GroupRecord, 'group' | 'breaks'>): boolean {
  return group !== '' && (breaks === undefined || breaks === 'named' || breaks === 'continues');
}

/** Counts a group once, in however many places its rows are. Rows without their first row were not counted. */
function withPlaces(
  statistics: Statistics,
  totals: Iterable<{ heads: number; places: number }>,
  strayRows: number,
): Statistics {
  if (statistics.groups === undefined) return statistics;
  let more = strayRows;
  for (const { heads, places } of totals) more += Math.max(0, places - Math.max(1, heads));
  return { ...statistics, groups: statistics.groups - more };
}

function withRejected(statistics: Statistics, record: GroupRecord, code: BrokenCode): Statistics {
  const { rows, line, bytes, events = [], fate } = record;
  const lessEvents = Object.fromEntries(events.map((name) => [name, 0]));
  for (const name of events) lessEvents[name] = (lessEvents[name] ?? 0) - rows;
  const summed = addCounts(statistics.events, lessEvents);
  return {
    ...statistics,
    operations: statistics.operations - events.length,
    bytes: statistics.bytes - bytes,
    rejects: addCounts(statistics.rejects, { [code]: rows }),
    rejectExamples: addExamples(statistics.rejectExamples, { [code]: [{ line }] }),
    events: Object.fromEntries(Object.entries(summed).filter(([, count]) => count > 0)),
    keptBack: fate === 'mapped' ? statistics.keptBack : withoutRows(statistics.keptBack, record),
  };
}

function withoutRows(
  keptBack: Statistics['keptBack'],
  { fate, reason, rows, line }: GroupRecord,
): Statistics['keptBack'] {
  return addKeptBack(
    keptBack.flatMap((some) => {
      if (some.outcome !== fate || (reason !== undefined && some.reason !== reason)) return [some];
      const left = some.rows - rows;
      return left > 0 ? [{ ...some, rows: left, lines: some.lines.filter((other) => other !== line) }] : [];
    }),
  );
}
