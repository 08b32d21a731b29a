// Compares what a row says about a person with what was delivered: which attributes are sent, and what is known afterwards.
import { isConsent } from '../../contracts/feed/column.ts';
import { emptyProperties, type Properties } from '../operations/properties.ts';
import {
  feedMark,
  type HeldAttribute,
  type HeldPerson,
  readHeld,
  type Saying,
  UNKNOWN,
} from './held-person.ts';
import type { SeenItem } from './seen-item.ts';

/** The hashes of one person's attributes. */
export interface AttributeHashes {
  name(name: string): string;
  /** @param text what is hashed of the value, such as its JSON. */
  value(nameHash: string, text: string): string;
}

/** What the rows of an import say about a person. */
export interface PersonNews {
  readonly feed: string;
  /** Unix seconds: the time of the data. */
  readonly at: number;
  /** The rows have times of their own. */
  readonly dated: boolean;
  readonly attributes: Properties;
  /** It changes the person only if the person exists. */
  readonly isUpdate: boolean;
  /** Consents that the row answered with what is not sent. */
  readonly unsaid: readonly string[];
  /** Days since 1970. */
  readonly today: number;
  /** Days after which an unchanged attribute is sent again. Undefined: never. */
  readonly resendDays?: number | undefined;
}

export interface ComparedPerson {
  /** The attributes to send. */
  readonly send: Properties;
  /** Names of the attributes that are left out: they are held, or newer data was delivered. */
  readonly leftOut: readonly string[];
  /** Attributes that say something else than newer data. */
  readonly stale: number;
  /** What Customer.io has after these attributes are delivered. */
  readonly after: HeldPerson;
  /** `after` is worth a write, also if nothing is sent. */
  readonly isNewer: boolean;
}

/** What the seen table knows about the person. An item without a list of attributes knows the time of its data. */
export function heldOf(seen: SeenItem | undefined): HeldPerson {
  const held = readHeld(seen?.attributes);
  if (held) return held;
  const nothing: HeldPerson = { exists: false, hasConsent: false, attributes: new Map() };
  if (seen?.at === undefined) return nothing;
  return { ...nothing, floor: { feed: feedMark(seen.feed), at: seen.at, dated: false, sentDay: 0 } };
}

export function comparePerson(news: PersonNews, held: HeldPerson, hashes: AttributeHashes): ComparedPerson {
  const { feed, at, dated, today: sentDay, isUpdate } = news;
  const saying: Saying = { feed: feedMark(feed), at, dated, sentDay };
  const attributes = new Map(held.attributes);
  const send = emptyProperties();
  const leftOut: string[] = [];
  let stale = 0;
  let isNewer = noteUnsaid(news.unsaid, saying, attributes, hashes);
  for (const [name, value] of Object.entries(news.attributes)) {
    const nameHash = hashes.name(name);
    const hashed = hashes.value(nameHash, JSON.stringify(value));
    const before = held.attributes.get(nameHash);
    const same = before?.value === hashed ? before : undefined;
    if (isOlder(saying, before ?? held.floor)) {
      leftOut.push(name);
      if (!same) stale++;
    } else if (!same || isUpdate || isDue(name, same, news)) {
      send[name] = value;
      // Whether an update changed anything is not known.
      attributes.set(nameHash, { value: isUpdate ? UNKNOWN : hashed, ...saying });
    } else {
      leftOut.push(name);
      attributes.set(nameHash, { value: hashed, ...saying, sentDay: same.sentDay });
      isNewer ||= dated && isOlder(same, saying);
    }
  }
  const after: HeldPerson = {
    exists: held.exists || !isUpdate,
    hasConsent: held.hasConsent || Object.keys(send).some(isConsent),
    floor: held.floor,
    attributes,
  };
  return { send, leftOut, stale, after, isNewer };
}

/**
 * Whether an item must not create a profile: it leaves out a consent that was delivered. If someone deleted the person in
 * Customer.io since then, the new profile would get messages.
 */
export function mustNotCreate({ hasConsent }: HeldPerson, { send, leftOut }: ComparedPerson): boolean {
  return leftOut.some(isConsent) || (hasConsent && !Object.keys(send).some(isConsent));
}

/** In the place of a value. No JSON is this text. */
const UNSAID = 'unsaid';

/** A known consent that the row answered otherwise: the next answer differs from it. @returns whether there is one. */
function noteUnsaid(
  names: readonly string[],
  saying: Saying,
  attributes: Map<string, HeldAttribute>,
  hashes: AttributeHashes,
): boolean {
  let isNoted = false;
  for (const nameHash of names.map(hashes.name)) {
    const before = attributes.get(nameHash);
    const value = hashes.value(nameHash, UNSAID);
    if (!before || before.value === value || isOlder(saying, before)) continue;
    attributes.set(nameHash, { value, ...saying });
    isNoted = true;
  }
  return isNoted;
}

/** A consent is never sent again: the person may have decided otherwise since then. */
function isDue(name: string, { sentDay }: Saying, { today, resendDays }: PersonNews): boolean {
  return resendDays !== undefined && !isConsent(name) && today - sentDay >= resendDays;
}

/**
 * Whether newer data was delivered. Within a feed, times are compared always; across feeds if both are the rows' own.
 * Otherwise the last import wins.
 */
function isOlder(news: Saying, before: Saying | undefined): boolean {
  if (!before || news.at >= before.at) return false;
  return news.feed === before.feed || (news.dated && before.dated);
}
