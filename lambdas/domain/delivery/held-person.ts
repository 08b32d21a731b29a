// What Customer.io has of a person, attribute by attribute: hashes, and who said it when. This is the stored form.
import { hash } from 'node:crypto';

/** Which file or row said an attribute, and when it was sent. */
export interface Saying {
  /** `feedMark` of the feed. */
  readonly feed: string;
  /** Unix seconds: the time of the data. */
  readonly at: number;
  /** Whether that is the row's own time (`updatedAt`), and not the arrival of its file. */
  readonly dated: boolean;
  /** Days since 1970. */
  readonly sentDay: number;
}

export interface HeldAttribute extends Saying {
  /** Keyed hash of the value, or `UNKNOWN`. */
  readonly value: string;
}

export interface HeldPerson {
  /** An identify was delivered. After an update alone, it is not known whether the person exists. */
  readonly exists: boolean;
  /** A consent is among the attributes. */
  readonly hasConsent: boolean;
  /** What is known about attributes that are not in the list, if older data can arrive. */
  readonly floor?: Saying | undefined;
  /** By the keyed hash of the name. */
  readonly attributes: ReadonlyMap<string, HeldAttribute>;
}

/** Bytes of the hash of a name: 48 bits distinguish the attributes of a person. */
export const NAME_HASH_BYTES = 6;
/** Bytes of the hash of a value: 64 bits, so that a change is not missed. */
export const VALUE_HASH_BYTES = 8;

/** In the place of the hash of a value: it equals none. */
export const UNKNOWN = '\0'.repeat(VALUE_HASH_BYTES);

/** A short name of a feed: each byte is a character. */
export function feedMark(feed: string): string {
  return hash('sha256', feed, 'binary').slice(0, FEED_BYTES);
}

const FORMAT = 1;
const FEED_BYTES = 4;
/** Format, flags, number of feeds. */
const HEAD_BYTES = 3;
/** Time of the data, day of sending, feed, number of attributes. */
const GROUP_BYTES = 4 + 2 + 1 + 1;
const ENTRY_BYTES = NAME_HASH_BYTES + VALUE_HASH_BYTES;
const EXISTS = 1;
const HAS_CONSENT = 2;
const DATED = 0x80;
/** Attributes of more feeds are left out: they are unknown, and sent again. */
const MOST_FEEDS = DATED - 1;
const MOST_ENTRIES = 0xff;

interface Group {
  readonly saying: Saying;
  readonly entries: (readonly [name: string, value: string])[];
}

/**
 * Three bytes: the format, flags, and the number of feeds, whose marks follow. Then groups of what was said together: the
 * time (4 bytes), the day of sending (2), the feed with a bit for `dated` (1), the number of attributes (1), and
 * of each attribute the hashes of its name (6) and of its value (8). A group without attributes is the floor.
 */
export function printHeld({ exists, hasConsent, floor, attributes }: HeldPerson): Uint8Array {
  const groups = groupBySaying(attributes);
  const all = floor ? [{ saying: floor, entries: [] }, ...groups] : groups;
  const feeds = [...new Set(all.map(({ saying }) => saying.feed))].slice(0, MOST_FEEDS);
  const kept = all.filter(({ saying }) => feeds.includes(saying.feed));
  const entries = kept.reduce((sum, group) => sum + group.entries.length, 0);
  const bytes = Buffer.alloc(
    HEAD_BYTES + feeds.length * FEED_BYTES + kept.length * GROUP_BYTES + entries * ENTRY_BYTES,
  );
  let end = bytes.writeUInt8(FORMAT, 0);
  end = bytes.writeUInt8((exists ? EXISTS : 0) | (hasConsent ? HAS_CONSENT : 0), end);
  end = bytes.writeUInt8(feeds.length, end);
  for (const feed of feeds) end += bytes.write(feed, end, 'latin1');
  for (const group of kept) {
    const { feed, at, dated, sentDay } = group.saying;
    end = bytes.writeUInt32BE(Math.min(0xffffffff, Math.max(0, at)), end);
    end = bytes.writeUInt16BE(Math.min(0xffff, Math.max(0, sentDay)), end);
    end = bytes.writeUInt8(feeds.indexOf(feed) | (dated ? DATED : 0), end);
    end = bytes.writeUInt8(group.entries.length, end);
    for (const [name, value] of group.entries) end += bytes.write(name + value, end, 'latin1');
  }
  return bytes;
}

function groupBySaying(attributes: HeldPerson['attributes']): Group[] {
  const groups = new Map<string, Group>();
  const full: Group[] = [];
  for (const [name, { value, ...saying }] of attributes) {
    const id = `${saying.feed}/${saying.at}/${saying.dated}/${saying.sentDay}`;
    let group = groups.get(id);
    if (!group || group.entries.length === MOST_ENTRIES) {
      if (group) full.push(group);
      group = { saying, entries: [] };
      groups.set(id, group);
    }
    group.entries.push([name, value]);
  }
  return [...full, ...groups.values()];
}

/** @returns undefined for a form that this version does not know: what the person has is unknown then. */
export function readHeld(stored: Uint8Array | undefined): HeldPerson | undefined {
  if (stored?.[0] !== FORMAT) return undefined;
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const attributes = new Map<string, HeldAttribute>();
  const feedsEnd = HEAD_BYTES + (bytes[2] ?? 0) * FEED_BYTES;
  let floor: Saying | undefined;
  let at = feedsEnd;
  while (at + GROUP_BYTES <= bytes.length) {
    const marked = bytes.readUInt8(at + 6);
    const feedAt = HEAD_BYTES + (marked & ~DATED) * FEED_BYTES;
    const saying: Saying = {
      feed: bytes.toString('latin1', feedAt, feedAt + FEED_BYTES),
      at: bytes.readUInt32BE(at),
      dated: (marked & DATED) !== 0,
      sentDay: bytes.readUInt16BE(at + 4),
    };
    const entriesEnd = at + GROUP_BYTES + bytes.readUInt8(at + 7) * ENTRY_BYTES;
    at += GROUP_BYTES;
    if (at === entriesEnd) floor = saying;
    for (; at < entriesEnd; at += ENTRY_BYTES) {
      const middle = at + NAME_HASH_BYTES;
      const value = bytes.toString('latin1', middle, at + ENTRY_BYTES);
      attributes.set(bytes.toString('latin1', at, middle), { value, ...saying });
    }
  }
  const flags = bytes[1] ?? 0;
  return {
    exists: (flags & EXISTS) !== 0,
    hasConsent: (flags & HAS_CONSENT) !== 0,
    floor,
    attributes,
  };
}
