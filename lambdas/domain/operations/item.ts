// The items of a Customer.io batch, and the rules that the API applies silently: they are checked before sending.

import {
  ATTRIBUTES,
  EVENT_NAME_BYTES,
  IDENTIFIER_BYTES,
  NAME_BYTES,
  VALUE_BYTES,
} from '../../contracts/customerio-limits.ts';
import type { IdentifierRule } from '../../contracts/feed/feed.ts';
import type { Reject } from '../reject.ts';
import { contentHash } from './keys.ts';
import type { Properties } from './properties.ts';

export interface PersonItem {
  readonly type: 'person';
  readonly action: 'identify';
  readonly identifiers: Identifiers;
  /** Unix seconds of the source: orders the updates of an attribute. */
  readonly timestamp: number;
  readonly attributes: Properties;
}

export interface FinalItem {
  readonly type: 'person';
  readonly action: 'delete' | 'suppress' | 'unsuppress';
  readonly identifiers: Identifiers;
}

export interface EventItem {
  readonly type: 'person';
  readonly action: 'event';
  readonly identifiers: Identifiers;
  /** ULID by which Customer.io drops a repeat. */
  readonly id: string;
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly attributes: Properties;
}

export interface ObjectIdentifiers {
  readonly object_type_id: string;
  readonly object_id: string;
}

export interface ObjectItem {
  readonly type: 'object';
  readonly action: 'identify';
  readonly identifiers: ObjectIdentifiers;
  readonly attributes: Properties;
}

export interface RelationshipItem {
  readonly type: 'person';
  readonly action: 'add_relationships' | 'delete_relationships';
  readonly identifiers: Identifiers;
  readonly cio_relationships: readonly {
    readonly identifiers: ObjectIdentifiers;
    readonly relationship_attributes?: Properties;
  }[];
}

export type Item = PersonItem | FinalItem | EventItem | ObjectItem | RelationshipItem;

/** An item's JSON, and a short hash of what it says; of a state without its time, by which every import differs. */
export interface PrintedItem {
  readonly json: string;
  readonly content: string;
}

export function printItem(item: Item): PrintedItem {
  if (item.action === 'event') return printEvent(item);
  const { action, identifiers } = item;
  const told =
    item.action === 'identify'
      ? item.attributes
      : 'cio_relationships' in item
        ? item.cio_relationships
        : null;
  return { json: JSON.stringify(item), content: contentHash(JSON.stringify([action, identifiers, told])) };
}

/** Of the many: its parts are printed once for both. */
function printEvent({ identifiers, id, name, timestamp, attributes }: EventItem): PrintedItem {
  const [who, what, properties] = [
    JSON.stringify(identifiers),
    JSON.stringify(name),
    JSON.stringify(attributes),
  ];
  const json =
    `{"type":"person","action":"event","identifiers":${who},"id":"${id}","name":${what},` +
    `"timestamp":${timestamp},"attributes":${properties}}`;
  return { json, content: contentHash(`[${who},${what},${timestamp},${properties}]`) };
}

/** What `printItem` gives as `content`. */
export function contentOf(item: Item): string {
  return printItem(item).content;
}

/** A text of so many UTF-16 units has at most three times as many bytes: most need no count. */
const fits = (text: string, limitBytes: number) =>
  text.length * 3 <= limitBytes || Buffer.byteLength(text) <= limitBytes;

/**
 * Why Customer.io would refuse an item or, worse, accept it and drop a part. Plain code, not zod: it runs on every
 * item, and on every value of every person.
 */
export function checkItem(item: Item): Reject | undefined {
  for (const [column, value] of Object.entries(item.identifiers) as [string, string][]) {
    if (!fits(value, IDENTIFIER_BYTES)) return { code: 'identifier_too_long', column };
  }
  if (item.action === 'event')
    return fits(item.name, EVENT_NAME_BYTES) ? undefined : { code: 'event_name_too_long' };
  if (item.action === 'identify') return checkAttributes(item.attributes);
  if (item.action !== 'add_relationships') return undefined;
  const [reject] = item.cio_relationships.flatMap(
    ({ relationship_attributes: attributes }) => (attributes && checkAttributes(attributes)) ?? [],
  );
  return reject;
}

function checkAttributes(attributes: Properties): Reject | undefined {
  const names = Object.keys(attributes);
  if (names.length > ATTRIBUTES) return { code: 'too_many_attributes' };
  for (const column of names) {
    if (!fits(column, NAME_BYTES)) return { code: 'name_too_long', column };
    const value = attributes[column];
    const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : '';
    if (!fits(text, VALUE_BYTES)) return { code: 'value_too_long', column };
  }
  return undefined;
}

export type IdentifierKind = IdentifierRule['as'];

export type Identifiers = Readonly<Partial<Record<IdentifierKind, string>>>;
