// The groups of rows that Review left out, and the place of their rows in each chunk.
import { type BrokenById, hasKnownGroup } from '../domain/findings/left-out-groups.ts';
import { shortId } from '../domain/operations/group-id.ts';
import type { Plan } from '../domain/plan.ts';
import { type GroupRecord, readGroups } from '../domain/profile/group-records.ts';
import { NO_GROUP, type RowGroup } from '../domain/report/reject-file.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';

/** @returns undefined if the feed does not group rows, or if a version before 2026-12 reviewed the import. */
export async function openBrokenGroups(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): Promise<BrokenById | undefined> {
  const found = await importFiles.brokenGroups.find(objects, importId, plan);
  return found?.plan === plan.version ? found.groups : undefined;
}

/** The groups of a chunk, in the order of the file. @returns undefined if a version before 2026-12 read it. */
export async function openGroups(
  importId: string,
  plan: Plan,
  chunk: number,
  objects: ObjectStore,
): Promise<readonly GroupRecord[] | undefined> {
  const file = await importFiles.groups.find(objects, importId, plan, chunk);
  if (!file) return undefined;
  const groups = readGroups(file);
  const all: GroupRecord[] = [];
  for (let at = 0; at < groups.count; at++) if (!groups.isFurther(at)) all.push(groups.record(at));
  return all;
}

/** Numbers of the rejected rows, counted from the first row of the chunk. */
export function rejectedPlaces(groups: readonly GroupRecord[], broken: BrokenById): ReadonlySet<number> {
  const places = new Set<number>();
  let place = 0;
  for (const { fate, group, rows } of groups) {
    const isRejected = fate === 'rejected' || Object.hasOwn(broken, group);
    for (const end = place + rows; place < end; place++) if (isRejected) places.add(place);
  }
  return places;
}

/** The cells by which the rows of a group are known when they are dropped again. */
export function rowGroup(importId: string, record: GroupRecord, broken: BrokenById): RowGroup {
  if (!hasKnownGroup(record)) return record.breaks === undefined ? NO_GROUP : UNKNOWN_GROUP;
  const tag = `g${shortId(`${importId}\0${record.group}`)}`;
  const group = Object.hasOwn(broken, record.group) ? broken[record.group] : undefined;
  if (!group) return { tag, rows: String(record.rows) };
  return { tag, rows: group.rows === undefined ? '' : `${group.rows}${group.isOpen ? '+' : ''}` };
}

/** A row whose group cannot be read is probably not alone in it. */
const UNKNOWN_GROUP: RowGroup = { tag: '', rows: '2+' };
