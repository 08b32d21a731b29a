// A short record of each group of rows of a chunk, so that Review finds groups in several places, broken groups, and keys
// of two people, and Report finds their rows. It holds hashes and counts, in the order of the file.
import * as z from 'zod';

export const GROUP_FATES = ['mapped', 'rejected', 'held', 'expired', 'filtered'] as const;
export type GroupFate = (typeof GROUP_FATES)[number];

/** Adjacent rows that Validate read as one group. */
export interface GroupRecord {
  /** `shortId` of its name; blank where it belongs to no group, as a repeated header. */
  readonly group: string;
  /** `shortId` of the key of its first event and of its person; blank if it was not mapped. */
  readonly key: string;
  readonly person: string;
  /** Line number of the first row, counted through all files. */
  readonly line: number;
  readonly rows: number;
  /** Bytes of its items. */
  readonly bytes: number;
  /** Names of its events. Undefined if the chunk has too many different lists of names. */
  readonly events: readonly string[] | undefined;
  readonly fate: GroupFate;
  /** Why a policy of the feed sets it aside. A version before 2026-12 did not record it. */
  readonly reason?: string | undefined;
  /** Whether it starts with a row that only the first row of a group can be. */
  readonly isHead: boolean;
  /**
   * Why it breaks a group. A damaged row breaks the group that it names (`named`), that one of its two readings names
   * (`either`), or the groups before and after it, because its name cannot be read (`around`). A row without the first
   * row of its group breaks the group that it names (`continues`), or the group before it (`above`).
   */
  readonly breaks?: GroupBreak | undefined;
  /** The second reading of its name. */
  readonly other?: string;
}

export const GROUP_BREAKS = ['named', 'either', 'above', 'around', 'continues'] as const;
export type GroupBreak = (typeof GROUP_BREAKS)[number];

/** A group as Validate has it: names and keys as text. */
export interface GroupToRecord extends Omit<GroupRecord, 'group' | 'other'> {
  /** `shortId` of its name, if it has one. */
  readonly group?: string | undefined;
  readonly other?: string | undefined;
  /** `shortId` of the keys of its further events. */
  readonly furtherKeys?: readonly string[];
}

/** Words of 32 bits: four ids of two words, then line, rows, bytes, and the rest. */
const WORDS = 12;
const RECORD_BYTES = WORDS * 4;
const [LINE, ROWS, BYTES, REST] = [8, 9, 10, 11];
/** In the last word: 16 bits for the list of events, 8 for the fate, 8 for the flags, 4 of them for what it breaks. */
const MOST_EVENT_LISTS = 0xffff;
const HEAD_FLAG = 1;
const FURTHER_FLAG = 0x80;
const BREAKS_BITS = 0x0f;

export interface GroupCollector {
  readonly add: (group: GroupToRecord) => void;
  /** Number of records, with those of further events. */
  readonly count: () => number;
  readonly finish: () => Buffer;
}

/**
 * The lists of event names, and the reasons, come first, as JSON after their length, then the records. The key of each
 * further event has a record of its own after that of its group.
 */
export function collectGroups(): GroupCollector {
  const lists = new Map<string, number>();
  let bytes = Buffer.alloc(RECORD_BYTES * 64);
  let count = 0;
  const listOf = (events: readonly string[] = []) => {
    const text = JSON.stringify(events);
    const known = lists.get(text) ?? (lists.size < MOST_EVENT_LISTS ? lists.size : MOST_EVENT_LISTS);
    if (known < MOST_EVENT_LISTS) lists.set(text, known);
    return known;
  };
  const addRecord = (group: GroupToRecord, flags: number) => {
    const at = count++ * RECORD_BYTES;
    if (at === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
    [group.group, group.key, group.person, group.other].forEach((id, n) => {
      if (id) bytes.write(id, at + n * 8, 'hex');
    });
    bytes.writeUInt32LE(group.line, at + LINE * 4);
    bytes.writeUInt32LE(group.rows, at + ROWS * 4);
    bytes.writeUInt32LE(group.bytes, at + BYTES * 4);
    bytes.writeUInt16LE(listOf(group.reason === undefined ? group.events : [group.reason]), at + REST * 4);
    bytes.writeUInt8(GROUP_FATES.indexOf(group.fate), at + REST * 4 + 2);
    const breaks = group.breaks === undefined ? 0 : GROUP_BREAKS.indexOf(group.breaks) + 1;
    bytes.writeUInt8(flags | (group.isHead ? HEAD_FLAG : 0) | (breaks << 1), at + REST * 4 + 3);
  };
  return {
    add({ furtherKeys = [], ...group }) {
      addRecord(group, 0);
      for (const key of furtherKeys) addRecord({ ...group, key }, FURTHER_FLAG);
    },
    count: () => count,
    finish() {
      const names = Buffer.from(
        JSON.stringify([...lists.keys()].map((text) => JSON.parse(text) as string[])),
      );
      const length = Buffer.alloc(4);
      length.writeUInt32LE(names.length);
      return Buffer.concat([length, names, bytes.subarray(0, count * RECORD_BYTES)]);
    },
  };
}

const EventListsSchema = z.array(z.array(z.string()));

/** The records of a chunk. Millions of them are read, so the words that are compared need no objects. */
export interface GroupRecords {
  readonly count: number;
  /** One of the two words of an id: those of the group are 0 and 1, of the key 2 and 3, of the person 4 and 5. */
  readonly word: (at: number, word: number) => number;
  /** Whether the record is only the key of a further event of the group before it. */
  readonly isFurther: (at: number) => boolean;
  readonly isHead: (at: number) => boolean;
  readonly breaksGroup: (at: number) => boolean;
  readonly record: (at: number) => GroupRecord;
}

export function readGroups(file: Buffer): GroupRecords {
  const start = 4 + file.readUInt32LE(0);
  const lists = EventListsSchema.parse(JSON.parse(file.toString('utf8', 4, start)));
  const byteAt = (at: number, byte: number) => file.readUInt8(start + at * RECORD_BYTES + byte);
  const flagsAt = (at: number) => byteAt(at, REST * 4 + 3);
  const breaksAt = (at: number) => (flagsAt(at) >> 1) & BREAKS_BITS;
  const number = (at: number, word: number) => file.readUInt32LE(start + at * RECORD_BYTES + word * 4);
  const idAt = (at: number, id: number) => {
    const from = start + at * RECORD_BYTES + id * 8;
    const text = file.toString('hex', from, from + 8);
    return text === BLANK ? '' : text;
  };
  const fateAt = (at: number) => {
    const fate = GROUP_FATES[byteAt(at, REST * 4 + 2)] ?? 'rejected';
    const list = lists[file.readUInt16LE(start + at * RECORD_BYTES + REST * 4)];
    return fate === 'mapped' || fate === 'rejected'
      ? { fate, events: list }
      : { fate, events: [], reason: list?.[0] };
  };
  return {
    count: (file.length - start) / RECORD_BYTES,
    word: (at, word) => file.readUInt32BE(start + at * RECORD_BYTES + word * 4),
    isFurther: (at) => (flagsAt(at) & FURTHER_FLAG) !== 0,
    isHead: (at) => (flagsAt(at) & HEAD_FLAG) !== 0,
    breaksGroup: (at) => breaksAt(at) !== 0,
    record: (at) => ({
      group: idAt(at, 0),
      key: idAt(at, 1),
      person: idAt(at, 2),
      other: idAt(at, 3),
      line: number(at, LINE),
      rows: number(at, ROWS),
      bytes: number(at, BYTES),
      ...fateAt(at),
      isHead: (flagsAt(at) & HEAD_FLAG) !== 0,
      breaks: GROUP_BREAKS[breaksAt(at) - 1],
    }),
  };
}

const BLANK = '0'.repeat(16);

/** Two words of an id as its text. */
export function idOfWords(first: number, second: number): string {
  return first.toString(16).padStart(8, '0') + second.toString(16).padStart(8, '0');
}

/** The partition of a person, whose id begins as the hash that `partitionOf` uses. */
export function partitionOfId(person: string, partitions: number): number {
  return Number.parseInt(person.slice(0, 8), 16) % partitions;
}
