// The operations that the Track API v2 accepts, and the reasons for which it refuses one (per-item error of a 207). If
// Customer.io does not document what happens with a violation, it is refused here, so that no loss is silent.

import { objectIdentifierError, personIdentifierError } from './identifier-rules.ts';
import { type ItemError, invalid, isLongerThan, isRecord, required } from './item-error.ts';
import type { IdentifierKind, Json } from './track-item.ts';
import type { Answers } from './unverified.ts';

/** Bytes. The specification says "32kb"; units of 1000 are the strict reading. */
export const ITEM_LIMIT_BYTES = 32_000;
/** Maximum number of names in one identify call, and of one person. */
export const ATTRIBUTE_LIMIT = 300;
const ATTRIBUTE_NAME_LIMIT_BYTES = 150;
const ATTRIBUTE_VALUE_LIMIT_BYTES = 1000;
const EVENT_NAME_LIMIT_BYTES = 100;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

type Item = Readonly<Record<string, unknown>>;

/** What depends on the workspace. */
export interface WorkspaceRules {
  /** Identifiers that the workspace uses, `cio_id` among them. */
  readonly enabled: ReadonlySet<IdentifierKind>;
  /** What Customer.io does not document. */
  readonly answers: Answers;
}

type Rule = (item: Item, rules: WorkspaceRules) => ItemError | undefined;

const EVENT: readonly Rule[] = [person, eventName, eventId, eventAttributes];

/** The operations of the specification: person 12 actions, object 5, delivery 1. */
const RULES: ReadonlyMap<string, readonly Rule[]> = new Map<string, readonly Rule[]>([
  ['person identify', [person, personAttributes, optionalObjects]],
  ['person event', EVENT],
  ['person page', EVENT],
  ['person screen', EVENT],
  ['person delete', [person]],
  ['person suppress', [person]],
  ['person unsuppress', [person]],
  ['person merge', [mergeParty('primary'), mergeParty('secondary')]],
  ['person add_relationships', [person, objects]],
  ['person delete_relationships', [person, objects]],
  ['person add_device', [person, device]],
  ['person delete_device', [person, device]],
  ['object identify', [object, objectAttributes, optionalPeople]],
  ['object identify_anonymous', [object, objectAttributes]],
  ['object delete', [object]],
  ['object add_relationships', [object, people]],
  ['object delete_relationships', [object, people]],
  ['delivery event', [delivery]],
]);

/**
 * All errors of one item of a batch (or of an entity); empty if it is a `TrackItem`.
 * @param bytes size of the item's JSON
 */
export function itemErrors(item: unknown, bytes: number, workspace: WorkspaceRules): readonly ItemError[] {
  if (bytes > ITEM_LIMIT_BYTES) return [invalid('item', `is longer than ${ITEM_LIMIT_BYTES} bytes`)];
  if (!isRecord(item)) return [invalid('item', 'must be an object')];
  const { type, action } = item;
  const rules =
    typeof type === 'string' && typeof action === 'string' ? RULES.get(`${type} ${action}`) : undefined;
  if (rules === undefined) return [unknownOperation(item)];
  const errors: ItemError[] = [];
  for (const rule of rules) {
    const error = rule(item, workspace);
    if (error !== undefined) errors.push(error);
  }
  return errors;
}

function unknownOperation({ type, action }: Item): ItemError {
  if (type === undefined) return required('type');
  if (type !== 'person' && type !== 'object' && type !== 'delivery') {
    return invalid('type', 'must be person, object or delivery');
  }
  return action === undefined ? required('action') : invalid('action', `is not an action of type ${type}`);
}

function person(item: Item, { enabled }: WorkspaceRules): ItemError | undefined {
  return personIdentifierError(item.identifiers, 'identifiers', enabled);
}

function object(item: Item): ItemError | undefined {
  return objectIdentifierError(item.identifiers, 'identifiers');
}

/** "identified by `id`, `email`, or `cio_id`": a merge does not accept a phone number. */
function mergeParty(field: 'primary' | 'secondary'): Rule {
  return (item, { enabled }) => {
    const party = item[field];
    if (isRecord(party) && 'phone' in party) return invalid(field, 'cannot be identified by phone');
    return personIdentifierError(party, field, enabled);
  };
}

function personAttributes(item: Item, { answers }: WorkspaceRules): ItemError | undefined {
  const fault = attributeLimits(item, answers.longValue === 'refused' ? isLongValue : () => false);
  if (fault !== undefined || !isRecord(item.attributes)) return fault;
  const { id, email, _update } = item.attributes;
  if (!isTextOrCleared(id)) return invalid('attributes.id', 'must be a string');
  if (!isTextOrCleared(email)) return invalid('attributes.email', 'must be a string');
  if (_update !== undefined && typeof _update !== 'boolean') {
    return invalid('attributes._update', 'must be a boolean');
  }
  return undefined;
}

/** The limit of 100 KB for all attributes of an object never applies, because the item's own limit is smaller. */
function objectAttributes(item: Item): ItemError | undefined {
  return attributeLimits(item);
}

function attributeLimits(
  { attributes }: Item,
  isTooLong: (value: unknown) => boolean = isLongValue,
): ItemError | undefined {
  if (attributes === undefined) return undefined;
  if (!isRecord(attributes)) return invalid('attributes', 'must be an object');
  const names = Object.keys(attributes);
  if (names.length > ATTRIBUTE_LIMIT) return invalid('attributes', `are more than ${ATTRIBUTE_LIMIT}`);
  for (const name of names) {
    if (name === '') return invalid('attributes', 'have an empty name');
    if (isLongerThan(name, ATTRIBUTE_NAME_LIMIT_BYTES)) {
      return invalid(`attributes.${name}`, `has a name longer than ${ATTRIBUTE_NAME_LIMIT_BYTES} bytes`);
    }
    if (isTooLong(attributes[name])) {
      return invalid(`attributes.${name}`, `is longer than ${ATTRIBUTE_VALUE_LIMIT_BYTES} bytes`);
    }
  }
  return undefined;
}

export function isLongValue(value: unknown): boolean {
  return isLongerThan(textOf(value), ATTRIBUTE_VALUE_LIMIT_BYTES);
}

/** The first 1,000 bytes of the text, without a part of a character. */
export function shortenedValue(value: Json): string {
  const bytes = Buffer.from(textOf(value)).subarray(0, ATTRIBUTE_VALUE_LIMIT_BYTES);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : '';
}

function isTextOrCleared(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function eventName({ name }: Item): ItemError | undefined {
  if (typeof name !== 'string' || name.trim() === '') return required('name');
  if (isLongerThan(name.trim(), EVENT_NAME_LIMIT_BYTES)) {
    return invalid('name', `is longer than ${EVENT_NAME_LIMIT_BYTES} bytes`);
  }
  return undefined;
}

function eventId({ id }: Item, { answers }: WorkspaceRules): ItemError | undefined {
  if (typeof id === 'string' && answers.idOfEvent === 'accepted') return undefined;
  if (id === undefined || (typeof id === 'string' && ULID.test(id))) return undefined;
  return invalid('id', 'must be a ULID');
}

function eventAttributes(item: Item): ItemError | undefined {
  if ('data' in item) return invalid('data', 'is the v1 name; v2 ignores it and reads attributes');
  if (item.attributes === undefined || isRecord(item.attributes)) return undefined;
  return invalid('attributes', 'must be an object');
}

function device({ device: value }: Item): ItemError | undefined {
  const token = isRecord(value) ? value.token : undefined;
  return typeof token === 'string' && token !== '' ? undefined : required('device.token');
}

function objects({ cio_relationships }: Item): ItemError | undefined {
  return relationshipsError(cio_relationships, objectIdentifierError);
}

function people({ cio_relationships }: Item, { enabled }: WorkspaceRules): ItemError | undefined {
  return relationshipsError(cio_relationships, (value, field) =>
    personIdentifierError(value, field, enabled),
  );
}

function optionalObjects(item: Item): ItemError | undefined {
  return item.cio_relationships === undefined ? undefined : objects(item);
}

function optionalPeople(item: Item, workspace: WorkspaceRules): ItemError | undefined {
  return item.cio_relationships === undefined ? undefined : people(item, workspace);
}

function relationshipsError(
  value: unknown,
  identifierError: (value: unknown, field: string) => ItemError | undefined,
): ItemError | undefined {
  if (!Array.isArray(value)) return required('cio_relationships', 'must be an array');
  for (const [index, relationship] of value.entries()) {
    const field = `cio_relationships[${index}]`;
    if (!isRecord(relationship)) return invalid(field, 'must be an object');
    const attributes = relationship.relationship_attributes;
    const error =
      identifierError(relationship.identifiers, `${field}.identifiers`) ??
      (attributes === undefined ? undefined : attributeLimits({ attributes }));
    if (error !== undefined) return error;
  }
  return undefined;
}

function delivery({ identifiers, name, attributes }: Item): ItemError | undefined {
  if (!isRecord(identifiers) || typeof identifiers.id !== 'string') return required('identifiers.id');
  if (name !== 'opened' && name !== 'converted' && name !== 'delivered') {
    return invalid('name', 'must be opened, converted or delivered');
  }
  if (!isRecord(attributes) || typeof attributes.device_token !== 'string') {
    return required('attributes.device_token');
  }
  return undefined;
}
