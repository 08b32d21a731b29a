// Finds the groups of rows that must not be sent: those that Validate saw broken, those in several places of the file, and
// those whose event another person of the file has.
import { type GroupRecord, type GroupRecords, idOfWords } from '../profile/group-records.ts';
import { idTable } from '../profile/id-table.ts';
import type { RejectCode } from '../reject.ts';

export type BrokenCode = Extract<RejectCode, 'group_broken' | 'group_apart' | 'key_of_two_people'>;

export interface BrokenGroup {
  readonly code: BrokenCode;
  /** Rows of the group whose lines do not name it: they are certainly its own. */
  readonly unnamedRows: number;
  /** Whether further rows can be its own. */
  readonly isOpen: boolean;
}

/** Broken groups over this number hold the import: 30 MB. */
export const BROKEN_LIMIT = 200_000;
/** Groups that are compared at a time: two tables of 100 and 130 MB. */
export const GROUPS_AT_ONCE = 4_000_000;
/** The records are read this often at most. An import with more groups is held. */
const MOST_PASSES = 16;

/** How often the records must be read to compare this many groups and further events. @returns undefined if they are too many. */
export function passesFor(groups: number): number | undefined {
  const passes = Math.max(1, Math.ceil(groups / GROUPS_AT_ONCE));
  return passes <= MOST_PASSES ? passes : undefined;
}

export interface BrokenGroups {
  readonly byId: ReadonlyMap<string, BrokenGroup>;
  /** Damaged rows that can belong to another group, so that they do not count as a group. */
  readonly strayRows: number;
  /** False if there are more than `BROKEN_LIMIT`. */
  readonly isComplete: boolean;
}

export interface Comparison {
  /** Compares the groups of a chunk. Call it in the order of chunks. */
  readonly add: (records: GroupRecords) => void;
  readonly end: () => void;
}

export interface ComparisonPart {
  /** Number of this pass over the records, from 0, and of all passes. */
  readonly pass: number;
  readonly passes: number;
  /** All records of the import. */
  readonly groups: number;
}

/** Collects the broken groups of all passes. The code that is found first stays. */
export function brokenGroups() {
  const byId = new Map<string, BrokenGroup>();
  const sharedKeys = new Set<string>();
  let isComplete = true;
  let strayRows = 0;
  const mark = (id: string, code: BrokenCode, { unnamedRows = 0, isOpen = false } = {}) => {
    const known = byId.get(id);
    if (!known && byId.size === BROKEN_LIMIT) isComplete = false;
    else
      byId.set(id, {
        code: known?.code ?? code,
        unnamedRows: (known?.unnamedRows ?? 0) + unnamedRows,
        isOpen: (known?.isOpen ?? false) || isOpen,
      });
  };
  const share = (key: string) => {
    if (sharedKeys.size < BROKEN_LIMIT) sharedKeys.add(key);
    else if (!sharedKeys.has(key)) isComplete = false;
  };
  return {
    compare: (part: ComparisonPart): Comparison => {
      const neighbors = part.pass === 0 ? neighborWalk(mark, () => strayRows++) : undefined;
      const places = placesTable(part, mark);
      const keys = keysTable(part, share);
      return {
        add(records) {
          for (let at = 0; at < records.count; at++) {
            keys(records, at);
            if (records.isFurther(at)) continue;
            neighbors?.visit(records, at);
            places(records, at);
          }
        },
        end: () => neighbors?.end(),
      };
    },
    /** Whether several people have a key, so that `takeKeys` must read all records again. */
    sharesKeys: () => sharedKeys.size > 0,
    /** Breaks the groups with a key that several people have. */
    takeKeys(records: GroupRecords): void {
      for (let at = 0; at < records.count; at++) {
        const key = idOfWords(records.word(at, KEY), records.word(at, KEY + 1));
        if (sharedKeys.has(key)) mark(records.record(at).group, 'key_of_two_people');
      }
    },
    found: (): BrokenGroups => ({ byId, strayRows, isComplete }),
  };
}

type Mark = (id: string, code: BrokenCode, more?: { unnamedRows?: number; isOpen?: boolean }) => void;

/** Breaks the group that a damaged row names, or the groups next to it if its name cannot be read. */
function neighborWalk(mark: Mark, countStray: () => void) {
  let before = '';
  let pending: GroupRecord[] = [];
  const name = (id: string) => {
    for (const record of pending) if (breakNeighbors(record, before, id, mark)) countStray();
    pending = [];
    before = id;
  };
  return {
    visit(records: GroupRecords, at: number): void {
      const [first, second] = [records.word(at, 0), records.word(at, 1)];
      if (!records.breaksGroup(at)) {
        if (first !== 0 || second !== 0) name(idOfWords(first, second));
        return;
      }
      const record = records.record(at);
      if (record.breaks === 'named' || record.breaks === 'continues') {
        mark(record.group, 'group_broken');
        name(record.group);
      } else pending.push(record);
    },
    end: () => name(''),
  };
}

/** @returns whether the row can belong to the group before or after it. */
function breakNeighbors(record: GroupRecord, before: string, after: string, mark: Mark): boolean {
  if (record.breaks === 'either') {
    const readings = [record.group, record.other ?? ''];
    const beside = readings.filter((id) => id === before || id === after);
    for (const id of beside.length > 0 ? beside : readings) mark(id, 'group_broken', { isOpen: true });
    return beside.length > 0;
  }
  const touched = new Set(record.breaks === 'above' ? [before] : [before, after]);
  touched.delete('');
  const isCertain = record.breaks === 'above' || before === after;
  for (const id of touched)
    mark(id, 'group_broken', isCertain ? { unnamedRows: record.rows } : { isOpen: true });
  return record.breaks === 'around' && touched.size > 0;
}

/** A group has one place. With heads, the file can have several versions of it, each complete. */
function placesTable({ pass, passes, groups }: ComparisonPart, mark: Mark) {
  const table = idTable(Math.ceil(Math.min(groups, (groups / passes) * 1.1 + 1_000)), 1);
  return (records: GroupRecords, at: number): void => {
    const [first, second] = [records.word(at, 0), records.word(at, 1)];
    if ((first === 0 && second === 0) || first % passes !== pass || records.breaksGroup(at)) return;
    const isHead = records.isHead(at) ? 1 : 0;
    const place = table.add(first, second);
    if (place >= 0) table.values[place] = isHead;
    else if (!isHead || table.values[~place] === 0) mark(idOfWords(first, second), 'group_apart');
  };
}

const [KEY, PERSON] = [2, 4];

/** An event belongs to one person. */
function keysTable({ pass, passes, groups }: ComparisonPart, share: (key: string) => void) {
  const table = idTable(Math.ceil(Math.min(groups, (groups / passes) * 1.1 + 1_000)), 2);
  return (records: GroupRecords, at: number): void => {
    const [first, second] = [records.word(at, KEY), records.word(at, KEY + 1)];
    if ((first === 0 && second === 0) || first % passes !== pass) return;
    const person = [records.word(at, PERSON), records.word(at, PERSON + 1)];
    const place = table.add(first, second);
    if (place >= 0) table.values.set(person, place);
    else if (person.some((word, n) => table.values[~place + n] !== word)) share(idOfWords(first, second));
  };
}
