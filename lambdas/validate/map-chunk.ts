// Maps the bytes of a chunk to operations, rejects and counts, without reading or writing.
import type { EventTimes } from '../contracts/event-times.ts';
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { type TransformRow, withAdded } from '../contracts/feed/transform.ts';
import { fileOfKey } from '../contracts/object-keys.ts';
import type { RejectExample } from '../contracts/report.ts';
import type { Chunk } from '../contracts/workflow.ts';
import { printRecord } from '../domain/csv/print-record.ts';
import type { CsvRecord } from '../domain/csv/records.ts';
import { shapeOf } from '../domain/csv/shape.ts';
import { faultsOf, rejectAll } from '../domain/faults.ts';
import { type Operation, ownTime } from '../domain/operations/operation.ts';
import { type Plan, partOf, placeOf } from '../domain/plan.ts';
import type { ChunkProfile } from '../domain/profile/chunk-profile.ts';
import { collectEventKeys, type EventKeys } from '../domain/profile/event-keys.ts';
import { countEventTimes } from '../domain/profile/event-times.ts';
import { createProfiler, type Profiler } from '../domain/profile/profiler.ts';
import { type CountedFault, countRows, type Statistics } from '../domain/profile/statistics.ts';
import { explainReject, type Reject } from '../domain/reject.ts';
import { rejectRow } from '../domain/report/reject-file.ts';
import { eachRow } from '../domain/rows/each-row.ts';
import { compileGroup, type Grouper, type GroupReader, grouper } from '../domain/rows/group.ts';
import { compileMapper } from '../domain/rows/map-row.ts';
import { mapTransformed } from '../domain/rows/map-transformed.ts';
import type { Group, MapContext, MappedRow, Mapper } from '../domain/rows/mapper.ts';
import { readingOf } from '../domain/rows/reading-of.ts';
import { pickTimeColumns } from '../domain/rows/reserved-columns.ts';
import { compileReturned } from '../domain/rows/returned-group.ts';
import { openMarks } from '../domain/rows/returned-row.ts';
import { showingEvents } from '../domain/rows/shown-event.ts';
import { compileTransform } from '../domain/rows/transform.ts';
import { noteGroups } from './note-groups.ts';

export interface ChunkToMap {
  readonly bytes: Buffer;
  readonly chunk: Chunk;
  readonly plan: Plan;
  readonly feed: Feed;
  readonly feeds: Feeds;
  /** The function of the feed's `transform`. */
  readonly run?: TransformRow | undefined;
}

export interface MappedChunk {
  /** Lines of the reject file. */
  readonly rejects: readonly Buffer[];
  /** Lines of the held file. */
  readonly held: readonly string[];
  readonly statistics: Statistics;
  readonly profile: ChunkProfile;
  readonly eventTimes: EventTimes;
  /** Pairs of hashed identifiers, to find people with several ids. */
  readonly identityPairs: Buffer;
  /** The groups of a feed that groups rows. */
  readonly groups: { readonly records: Buffer; readonly count: number } | undefined;
  /** The keys of events, if they have key columns and their rows are not grouped. */
  readonly eventKeys: EventKeys | undefined;
}

/** Maps record by record: all records of a chunk together would need half a gigabyte. */
export function mapChunk(toMap: ChunkToMap, take: (operation: Operation) => void): MappedChunk {
  const { bytes, chunk, plan, feed, run } = toMap;
  const { header, delimiter, nowSeconds } = plan;
  const columns = withAdded(feed, header);
  const profiler = createProfiler(columns, { nowSeconds, timezone: feed.timezone });
  const seen = ({ line, cells }: CsvRecord) => profiler.row(line, cells);
  const mapRows = openMapper(toMap, columns, seen);
  const eventTimes = countEventTimes(feed.timezone ?? 'UTC', nowSeconds);
  const timeColumn = feed.kind === 'events' ? pickTimeColumns(feed.time, columns).at(-1) : undefined;
  const rejects = collectRejects(plan);
  const held: string[] = [];
  const grouping = openGrouping(feed, header, chunk, mapRows);
  const map = grouping?.map ?? mapRows;
  const keys = hasLoneKeys(feed, columns) ? collectEventKeys() : undefined;
  const counter = countRows({ groupsRows: grouping !== undefined });
  const takeGroup = (group: Group, name = '') => {
    const mapped = map(group);
    const operations = grouping?.notes.note(group, name, mapped);
    if ('reject' in mapped) {
      rejects.add(group, mapped.reject);
      const [{ code, example }, ...others] = countedFaults(group[0], mapped.reject, header);
      counter.rejected(code, group.length, example, others);
    } else if ('setAside' in mapped) {
      if (mapped.setAside === 'held') held.push(...group.map(({ cells }) => printRecord(cells, delimiter)));
      counter.setAside(mapped, group[0].line, group.length);
    } else {
      (operations ?? mapped.operations).forEach(take);
      for (const { meta } of mapped.operations) keys?.add({ ...meta, at: ownTime(meta) });
      counter.mapped(mapped, group.length);
      for (const { name, seconds } of mapped.events) eventTimes.add(name, seconds);
      profileMapped(profiler, group, mapped, timeColumn);
    }
  };
  const groups = openGrouper(grouping?.reader, takeGroup);
  const takeRow = (row: CsvRecord) => {
    if (!run && isSound(row, header)) seen(row);
    groups.add(row);
  };
  const rows = eachRow(bytes, header, readOptions(chunk, plan), { take: takeRow, skip: counter.blank });
  groups.end();
  return {
    rejects: rejects.lines,
    held,
    statistics: counter.statistics(rows),
    eventTimes: eventTimes.finish(),
    groups: grouping?.notes.finish(),
    eventKeys: keys?.finish(),
    ...profiler.finish(),
  };
}

function compileRows(feed: Feed, header: readonly string[], context: MapContext): Mapper {
  return showingEvents(compileMapper(feed, header, context), feed, context.taxonomy);
}

/** @param seen gets each row that is mapped, if the feed has a transform. */
function openMapper(
  { plan, feed, feeds, run }: ChunkToMap,
  columns: readonly string[],
  seen: (record: CsvRecord) => void,
): Mapper {
  const { header, nowSeconds } = plan;
  const map = compileRows(feed, columns, { taxonomy: undefined, ...feeds, nowSeconds });
  if (!run) return map;
  const { adds = [] } = feed.transform ?? {};
  const transform = compileTransform(run, { header, adds }, (line) => {
    const place = placeOf(plan, line);
    return { line: place.line, file: fileOfKey(place.file) };
  });
  return mapTransformed(map, transform, { feed, header, seen });
}

/** Whether the cells of a row are those of its columns. */
function isSound({ cells, damage, unfixed }: CsvRecord, header: readonly string[]): boolean {
  return damage === undefined && unfixed === undefined && cells.length === header.length;
}

/** Whether keys must be compared. Those of groups are compared with their groups: see `noteGroups`. */
function hasLoneKeys(feed: Feed, header: readonly string[]): boolean {
  const { keys } = readingOf(feed, header);
  return feed.kind === 'events' && !feed.groupBy && keys.some((columns) => columns.length > 0);
}

/** What a feed that groups rows needs. Its mapper also checks the groups of a reject file. */
function openGrouping(feed: Feed, header: readonly string[], chunk: Chunk, mapRows: Mapper) {
  if (feed.kind !== 'events' || !feed.groupBy) return undefined;
  const reader = compileGroup(feed, feed.groupBy, header);
  const checkReturned = compileReturned(header);
  const map: Mapper = (group) => {
    const reject = checkReturned?.(group);
    return reject ? { reject } : mapRows(group);
  };
  return { reader, notes: noteGroups(reader, chunk.n), map };
}

function openGrouper(reader: GroupReader | undefined, take: (group: Group, name?: string) => void): Grouper {
  return reader ? grouper(reader, take) : { add: (record) => take([record]), end: () => undefined };
}

/** Only the event of the row itself has its time from the time column of the feed. */
function profileMapped(
  profiler: Profiler,
  group: Group,
  mapped: MappedRow,
  timeColumn: string | undefined,
): void {
  const { line } = group[0];
  for (const { name, seconds, note, further } of mapped.events) {
    profiler.event(line, { name, seconds, note, column: further ? undefined : timeColumn });
  }
  profiler.identity(line, mapped.identifiers, group.length);
}

function exampleOf({ line, cells }: CsvRecord, { column }: Reject, header: readonly string[]): RejectExample {
  const cell = column === undefined ? undefined : cells[header.indexOf(column)];
  return {
    line,
    ...(column !== undefined && { column }),
    ...(cell !== undefined && { shape: shapeOf(cell) }),
  };
}

/** Collects the lines of the reject file. */
function collectRejects(plan: Plan) {
  const markRow = openMarks(plan.header);
  const lines: Buffer[] = [];
  return {
    lines,
    add(group: Group, reject: Reject): void {
      const { code, column } = reject;
      const faults = faultsOf(reject).map((fault) => placed(fault, plan));
      const reason = explainReject(rejectAll(faults) ?? reject);
      for (const record of group)
        lines.push(rejectRow(record, { code, column, reason, mark: markRow(record, code) }, plan));
    },
  };
}

function readOptions(chunk: Chunk, plan: Plan) {
  return { dialect: partOf(plan, chunk).dialect, firstLine: chunk.firstLine, refusesLongDamage: true };
}

/** With the line in its file, as the column of lines in rejects.csv has it. */
function placed(fault: Reject, plan: Plan): Reject {
  return fault.line === undefined ? fault : { ...fault, line: placeOf(plan, fault.line).line };
}

/** Each fault, with the row that shows it. */
function countedFaults(row: CsvRecord, reject: Reject, header: readonly string[]) {
  const counted = (fault: Reject): CountedFault => ({
    code: fault.code,
    example: exampleOf(row, fault, header),
  });
  const { also = [] } = reject;
  return [counted(reject), ...also.map(counted)] as const;
}
