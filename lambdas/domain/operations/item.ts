// The items of a Customer.io batch, and the limits that the API applies silently. They are checked before sending.

import {
  ATTRIBUTES,
  EVENT_NAME_BYTES,
  IDENTIFIER_BYTES,
  NAME_BYTES,
  VALUE_BYTES,
} from '../../contracts/customerio-limits.ts';
import type { IdentifierRule } from '../../contracts/feed/identifier.ts';
import { rejectAll } from '../faults.ts';
import type { Reject } from '../reject.ts';
import { comparedProperties, type Paths } from './compared-properties.ts';
import { contentHash } from './keys.ts';
import type { Properties } from './properties.ts';

export interface PersonItem {
  readonly type: 'person';
  readonly action: 'identify';
  readonly identifiers: Identifiers;
  /** Time of the data in Unix seconds. Customer.io orders the updates of an attribute by it. */
  readonly timestamp: number;
  readonly attributes: Properties;
}

/** The attribute of an identify that updates people who exist, and creates none (Customer.io OpenAPI, `_update`). */
export const UPDATE = '_update';

export interface FinalItem {
  readonly type: 'person';
  readonly action: 'delete' | 'suppress' | 'unsuppress';
  readonly identifiers: Identifiers;
}

/** `primary` stays, and gets from `secondary` what it does not have. `secondary` no longer exists afterwards. */
export interface MergeItem {
  readonly type: 'person';
  readonly action: 'merge';
  /** It has two of them. */
  readonly identifiers?: never;
  readonly primary: Identifiers;
  readonly secondary: Identifiers;
}

export interface EventItem {
  readonly type: 'person';
  readonly action: 'event';
  readonly identifiers: Identifiers;
  /** ULID. Customer.io drops a second event with the same one. */
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

export interface ObjectDeletion {
  readonly type: 'object';
  readonly action: 'delete';
  readonly identifiers: ObjectIdentifiers;
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

export type Item =
  | PersonItem
  | FinalItem
  | MergeItem
  | EventItem
  | ObjectItem
  | ObjectDeletion
  | RelationshipItem;

/** An item's JSON, and a short hash of its content. The hash leaves out the time, which differs in each import of a state. */
export interface PrintedItem {
  readonly json: string;
  readonly content: string;
}

/** @param mayChange properties of an event that its content leaves out. */
export function printItem(item: Item, mayChange: Paths = []): PrintedItem {
  if (item.action === 'event') return printEvent(item, mayChange);
  if (item.action === 'merge')
    return {
      json: JSON.stringify(item),
      content: contentHash(JSON.stringify(['merge', item.secondary, item.primary])),
    };
  const { action, identifiers } = item;
  const state =
    item.action === 'identify'
      ? item.attributes
      : 'cio_relationships' in item
        ? item.cio_relationships
        : null;
  return { json: JSON.stringify(item), content: contentHash(JSON.stringify([action, identifiers, state])) };
}

/** The person and the time of an event are compared on their own, and its name is in its key. */
function printEvent(item: EventItem, mayChange: Paths): PrintedItem {
  const content = contentHash(JSON.stringify(comparedProperties(item.attributes, mayChange)));
  return { json: JSON.stringify(item), content };
}

/** The `content` that `printItem` returns. */
export function contentOf(item: Item): string {
  return printItem(item).content;
}

/** UTF-8 has at most three bytes for a UTF-16 unit, so most texts need no count. */
const fits = (text: string, limitBytes: number) =>
  text.length * 3 <= limitBytes || Buffer.byteLength(text) <= limitBytes;

/**
 * Why Customer.io would decline an item or accept it and drop a part of it. It runs for every item and for every value
 * of every person, so it is plain code and not a zod schema.
 */
export function checkItem(item: Item): Reject | undefined {
  for (const [column, value] of identifiersIn(item)) {
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

function identifiersIn(item: Item): [string, string][] {
  const all = item.action === 'merge' ? [item.primary, item.secondary] : [item.identifiers];
  return all.flatMap((identifiers) => Object.entries(identifiers) as [string, string][]);
}

function checkAttributes(attributes: Properties): Reject | undefined {
  const names = Object.keys(attributes);
  if (names.length > ATTRIBUTES) return { code: 'too_many_attributes' };
  let faults: Reject[] | undefined;
  for (const column of names) {
    if (!fits(column, NAME_BYTES)) faults = [...(faults ?? []), { code: 'name_too_long', column }];
    const value = attributes[column];
    const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : '';
    if (!fits(text, VALUE_BYTES)) faults = [...(faults ?? []), { code: 'value_too_long', column }];
  }
  return faults && rejectAll(faults);
}

export type IdentifierKind = IdentifierRule['as'];

export type Identifiers = Readonly<Partial<Record<IdentifierKind, string>>>;
