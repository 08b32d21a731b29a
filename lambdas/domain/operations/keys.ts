// What makes an event the same event, and a person the same person, whichever file has them.
import { createHmac, hash } from 'node:crypto';
import type { IdentifierRule } from '../../contracts/feed/identifier.ts';
import type { OperationKind } from './operation.ts';

declare const keyBrand: unique symbol;
/** A key of the seen table: a keyed hash, from which the person cannot be derived. */
export type SeenKey = string & { readonly [keyBrand]: true };

/** Separates the fields of a key. No CSV text contains it: a file with NUL bytes is refused. */
const SEPARATOR = '\0';
/** 96 bits: enough to distinguish two contents of one key. */
const CONTENT_CHARACTERS = 16;

/** The idempotency key of an event: its name and the values of the feed's key columns. */
export function eventKey(name: string, values: readonly string[]): string {
  return [name, ...values].join(SEPARATOR);
}

/** The id by which Customer.io drops a repeated event. */
export function eventUlid(workspace: string, key: string): Ulid {
  return deterministicUlid(workspace + SEPARATOR + key);
}

/** The identity of a person: ids are case-sensitive, e-mails are not (Customer.io, "Identifying people"). */
export function personKey(as: IdentifierRule['as'], value: string): string {
  return `${as}:${as === 'email' ? value.toLowerCase() : value}`;
}

/** In the place of the person of a merge, which is about two. No person has this identity. */
export const MERGES = `${SEPARATOR}merges`;

/** The identity of an object. */
export function objectKey(objectTypeId: string, id: string): string {
  return `object:${objectTypeId}:${id}`;
}

/** The identity of the relationship of a person with an object. */
export function relationshipKey(person: string, object: string): string {
  return person + SEPARATOR + object;
}

/** The identity of a person's totals of an event. */
export function totalsKey(event: string, person: string): string {
  return event + SEPARATOR + person;
}

/** A short hash of what was sent: it differs if the content has changed. */
export function contentHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, CONTENT_CHARACTERS);
}

/** The partition of all operations of a person, from 0 to `partitions` - 1. */
export function partitionOf(person: string, partitions: number): number {
  return Number.parseInt(hash('sha256', person, 'hex').slice(0, 8), 16) % partitions;
}

/** The kind of remembered events, as it is in stored keys: it must never change. */
const REMEMBERED = 'moments';

/** The key under which the times of a person's events with this name are remembered, whichever feed delivers them. */
export function rememberedKey(secret: string, workspace: string, person: string, name: string): SeenKey {
  return seenKey(secret, workspace, REMEMBERED, [name, person].join(SEPARATOR));
}

/** In the place of the name of an event. No event has this name: NUL bytes are refused. */
const SUPPRESSED = `${SEPARATOR}suppressed`;

/** The key under which it is known whether a person is suppressed, from the function that makes remembered keys. */
export function suppressedKey(
  rememberedKey: (person: string, name: string) => SeenKey,
  person: string,
): SeenKey {
  return rememberedKey(person, SUPPRESSED);
}

/** In the place of the name of an event, as in `SUPPRESSED`. */
const FEED_MARK = `${SEPARATOR}feed`;

/** The key of a feed's mark: it shows that the table and the secret are those of earlier imports of the feed. */
export function feedMarkKey(rememberedKey: (person: string, name: string) => SeenKey, feed: string): SeenKey {
  return rememberedKey(feed, FEED_MARK);
}

/** The kind of a person's hash in seen items of events, as it is in stored hashes: it must never change. */
const OWNER = 'owner';
/** 72 bits: enough to tell two people with one key apart. */
const OWNER_CHARACTERS = 12;

/** A keyed hash of the person of an event. */
export function personHash(secret: string, workspace: string, person: string): string {
  return seenKey(secret, workspace, OWNER, person).slice(0, OWNER_CHARACTERS);
}

/** The kinds of the hashes of attributes, as they are in stored hashes: they must never change. */
const ATTRIBUTE = 'attribute';
const HOLDER = 'holder';

/** A keyed hash of the name of an attribute, for all people of the workspace. Each character is a byte. */
export function attributeNameHash(secret: string, workspace: string, name: string, bytes: number): string {
  return Buffer.from(seenKey(secret, workspace, ATTRIBUTE, name), 'base64url').toString('latin1', 0, bytes);
}

/**
 * Hashes values of one person. The key of these hashes is the person's own and is stored nowhere, so the same value looks
 * different for two people.
 */
export function attributeValueHashOf(
  secret: string,
  workspace: string,
  person: string,
): (nameHash: string, text: string, bytes: number) => string {
  const own = seenKey(secret, workspace, HOLDER, person);
  return (nameHash, text, bytes) => hash('sha256', own + nameHash + text, 'binary').slice(0, bytes);
}

/** The kind of the names of columns, as it is in stored hashes: it must never change. */
const COLUMN = 'column';

/** A keyed hash of the name of a column, by which two files of a feed are compared if their names may not be stored. */
export type ColumnHash = (name: string) => string;

/** @param feed its name: the same name has another hash in another feed. */
export function columnHashOf(secret: string, workspace: string, feed: string): ColumnHash {
  return (name) => seenKey(secret, workspace, COLUMN, [feed, name].join(SEPARATOR));
}

/** 128 bits of HMAC-SHA-256 over workspace, kind and key. */
export function seenKey(
  secret: string,
  workspace: string,
  kind: OperationKind | typeof REMEMBERED | typeof OWNER | typeof COLUMN | typeof ATTRIBUTE | typeof HOLDER,
  key: string,
): SeenKey {
  const text = [workspace, kind, key].join(SEPARATOR);
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22) as SeenKey;
}

declare const ulidBrand: unique symbol;
/** 26 characters of Crockford's base32: 48 bits of time, 80 bits of hash. */
export type Ulid = string & { readonly [ulidBrand]: true };

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
/** Bytes of a hash for the other 16 characters. */
const HASH_BYTES = 10;

/** The time part never changes, so that an event with a corrected time stays the same event. */
export const FIXED_TIME_MILLISECONDS = 1_700_000_000_000;
const FIXED_TIME = base32(FIXED_TIME_MILLISECONDS, TIME_CHARACTERS);
/** The two characters for each value of ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => base32(bits, 2));

/** The ULID whose random part is the first 80 bits of the key's SHA-256. */
export function deterministicUlid(key: string, milliseconds = FIXED_TIME_MILLISECONDS): Ulid {
  const digest = hash('sha256', key, 'binary');
  let text = milliseconds === FIXED_TIME_MILLISECONDS ? FIXED_TIME : base32(milliseconds, TIME_CHARACTERS);
  for (let at = 0, bits = 0, open = 0; at < HASH_BYTES; at++) {
    bits = ((bits & 1023) << 8) | digest.charCodeAt(at);
    open += 8;
    if (open < 10) continue;
    open -= 10;
    text += PAIRS[(bits >> open) & 1023];
  }
  return text as Ulid;
}

/** @param value less than 2 ** 53. */
function base32(value: number, characters: number): string {
  let text = '';
  for (let rest = value; text.length < characters; rest = Math.floor(rest / 32)) {
    text = ALPHABET[rest % 32] + text;
  }
  return text;
}
