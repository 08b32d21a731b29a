// Identifies a person: finds the profile, the identifiers that it may get, and the newest attribute values.

import { ATTRIBUTE_LIMIT, isLongValue, shortenedValue } from './item-rules.ts';
import { type Ledger, timeOf } from './ledger.ts';
import {
  addPerson,
  comparable,
  findPerson,
  identifierOf,
  isSuppressed,
  OWN_IDENTIFIERS,
  type People,
  type Profile,
  setIdentifier,
} from './people.ts';
import type { Attributes, Json, OwnIdentifierKind, PersonIdentify } from './track-item.ts';
import type { Answers } from './unverified.ts';

export interface IdentifyState {
  readonly people: People;
  readonly ledger: Ledger;
  /** What Customer.io does not document. */
  readonly answers: Answers;
}

/** Applies one identify. Never fails, because Customer.io answers 200. @returns undefined if there is no profile. */
export function identify(
  { people, ledger, answers }: IdentifyState,
  item: PersonIdentify,
  receivedAt: number,
): Profile | undefined {
  const attributes = item.attributes ?? {};
  if (answers.longValue === 'lost' && Object.values(attributes).some(isLongValue)) {
    ledger.damage.lostUpdates += 1;
    return undefined;
  }
  const profile = identifiedProfile(people, item, attributes, ledger);
  if (profile === undefined) return undefined;
  const at = timeOf(item.timestamp, receivedAt, ledger.damage);
  if (answers.staleIdentify === 'profile' && at < (profile.identifiedAt ?? at)) {
    ledger.damage.lostUpdates += 1;
    return undefined;
  }
  profile.identifiedAt = Math.max(at, profile.identifiedAt ?? at);
  for (const [name, sent] of Object.entries(attributes)) {
    if (name === '_update') continue;
    if (isOwnIdentifier(people, name)) {
      const mayChange = mayChangeIdentifier(name, item, answers);
      assignIdentifier(people, profile, { kind: name, value: sent, mayChange }, ledger);
    } else {
      const value = storedValue(sent, answers);
      if (value !== undefined) assignAttribute(profile, name, { value, at }, { ledger, answers });
    }
  }
  return profile;
}

/** Only a `cio_id` may change an identifier, or an id the e-mail address if the workspace allows it. */
function mayChangeIdentifier(
  name: OwnIdentifierKind,
  { identifiers }: PersonIdentify,
  answers: Answers,
): boolean {
  return (
    'cio_id' in identifiers ||
    (name === 'email' && 'id' in identifiers && answers.changeOfEmail === 'allowed')
  );
}

/** What is stored of a value: `null` to clear the attribute, `undefined` to leave it as it is. */
function storedValue(sent: Json, { emptyText, nullValue, longValue }: Answers): Json | undefined {
  if (sent === null) return nullValue === 'clears' ? null : undefined;
  if (sent === '') return { clears: null, stores: '', ignores: undefined }[emptyText];
  if (!isLongValue(sent)) return sent;
  if (longValue === 'dropped') return undefined;
  return longValue === 'truncated' ? shortenedValue(sent) : sent;
}

/**
 * "If the identifier in the path does not belong to a person but you use an identifier in your request body that
 * does belong to a person, your request updates the person and assigns them the identifier in the path."
 */
function identifiedProfile(
  people: People,
  item: PersonIdentify,
  attributes: Attributes,
  { damage, counts }: Ledger,
): Profile | undefined {
  const known = findPerson(people, item.identifiers);
  if (known !== undefined) return known;
  const [kind, value] = identifierOf(item.identifiers);
  if (kind === 'cio_id') {
    damage.droppedForUnknown += 1;
    return undefined;
  }
  const match = findByAttributes(people, attributes);
  if (match === undefined && attributes._update === true) {
    counts.ignoredUpdatesWithoutMatch += 1;
    return undefined;
  }
  const profile = match ?? addPerson(people);
  if (profile.identifiers[kind] !== undefined) damage.replacedIdentifiers += 1;
  setIdentifier(people, profile, kind, value);
  return profile;
}

function findByAttributes(people: People, attributes: Attributes): Profile | undefined {
  for (const kind of OWN_IDENTIFIERS) {
    const value = attributes[kind];
    if (typeof value !== 'string' || !people.enabled.has(kind)) continue;
    const profile = people.index[kind].get(comparable(kind, value));
    if (profile !== undefined) return profile;
  }
  return undefined;
}

function isOwnIdentifier(people: People, name: string): name is OwnIdentifierKind {
  return (name === 'id' || name === 'email' || name === 'phone') && people.enabled.has(name);
}

interface Assignment {
  readonly kind: OwnIdentifierKind;
  readonly value: Json;
  readonly mayChange: boolean;
}

/**
 * An identifier that is set changes only if it may (`mayChangeIdentifier`), and never to the identifier of another person:
 * "Attribute Update Failure".
 */
function assignIdentifier(
  people: People,
  profile: Profile,
  { kind, value, mayChange }: Assignment,
  { damage }: Ledger,
): void {
  const former = profile.identifiers[kind];
  const wanted = typeof value === 'string' && value !== '' ? value : undefined;
  const isSame =
    wanted === undefined
      ? former === undefined
      : former !== undefined && comparable(kind, former) === comparable(kind, wanted);
  if (isSame) return;
  const isUsed =
    wanted !== undefined &&
    (people.index[kind].has(comparable(kind, wanted)) || isSuppressed(people, kind, wanted));
  if (isUsed || (former !== undefined && !mayChange)) {
    damage.attributeUpdateFailures += 1;
    return;
  }
  setIdentifier(people, profile, kind, wanted);
}

function assignAttribute(
  profile: Profile,
  name: string,
  attribute: { readonly value: Json; readonly at: number },
  { ledger: { damage, counts }, answers }: Pick<IdentifyState, 'ledger' | 'answers'>,
): void {
  const former = profile.attributes.get(name);
  if (former !== undefined && former.at > attribute.at && answers.staleIdentify !== 'ignored') {
    counts.ignoredStaleAttributes += 1;
  } else if (former === undefined && isFull(profile)) {
    damage.attributeUpdateFailures += 1;
  } else {
    profile.attributes.set(name, attribute);
  }
}

function isFull({ attributes }: Profile): boolean {
  if (attributes.size < ATTRIBUTE_LIMIT) return false;
  return [...attributes.values()].filter(({ value }) => value !== null).length >= ATTRIBUTE_LIMIT;
}
