// Profiles, their identifiers, and the suppressed identifiers, which no one may use again.

import type { IdentifierKind, Json, OwnIdentifierKind, PersonIdentifiers } from './track-item.ts';

export interface AttributeValue {
  /** null after it is cleared: the time is kept, so that an older value cannot replace it. */
  readonly value: Json;
  /** Milliseconds. */
  readonly at: number;
}

export interface Profile {
  readonly cioId: string;
  readonly identifiers: { [kind in OwnIdentifierKind]?: string };
  readonly attributes: Map<string, AttributeValue>;
  /** Senders of SMS and WhatsApp that the person has opted out of, as `<channel> <from>`. */
  readonly optOuts: Set<string>;
  /** The newest time of an identify, in milliseconds. */
  identifiedAt?: number;
  /** Set if the profile is deleted, or merged into another. */
  end?: 'deleted' | Profile;
}

export interface People {
  /** Identifiers of this workspace, `cio_id` among them. */
  readonly enabled: ReadonlySet<IdentifierKind>;
  readonly index: Readonly<Record<IdentifierKind, Map<string, Profile>>>;
  /** `<kind>:<value>` of a suppressed person, each with all identifiers that were suppressed together. */
  readonly suppressed: Map<string, readonly string[]>;
  everCreated: number;
}

export const OWN_IDENTIFIERS: readonly OwnIdentifierKind[] = ['id', 'email', 'phone'];

export function createPeople(enabled: ReadonlySet<IdentifierKind>): People {
  return {
    enabled,
    index: { id: new Map(), email: new Map(), phone: new Map(), cio_id: new Map() },
    suppressed: new Map(),
    everCreated: 0,
  };
}

export function findPerson(people: People, identifiers: PersonIdentifiers): Profile | undefined {
  const [kind, value] = identifierOf(identifiers);
  return people.index[kind].get(comparable(kind, value));
}

export function addPerson(people: People): Profile {
  people.everCreated += 1;
  const cioId = people.everCreated.toString(16).padStart(8, '0');
  const profile: Profile = { cioId, identifiers: {}, attributes: new Map(), optOuts: new Set() };
  people.index.cio_id.set(cioId, profile);
  return profile;
}

/** The person, or a new one if there is none. A `cio_id` never creates a person, because only Customer.io assigns it. */
export function findOrAddPerson(people: People, identifiers: PersonIdentifiers): Profile | undefined {
  const known = findPerson(people, identifiers);
  const [kind, value] = identifierOf(identifiers);
  if (known !== undefined || kind === 'cio_id') return known;
  const profile = addPerson(people);
  setIdentifier(people, profile, kind, value);
  return profile;
}

/** Sets an identifier that no other profile has; undefined removes it. */
export function setIdentifier(
  people: People,
  profile: Profile,
  kind: OwnIdentifierKind,
  value: string | undefined,
): void {
  const former = profile.identifiers[kind];
  if (former !== undefined) people.index[kind].delete(comparable(kind, former));
  if (value === undefined) {
    delete profile.identifiers[kind];
  } else {
    profile.identifiers[kind] = value;
    people.index[kind].set(comparable(kind, value), profile);
  }
}

export function deletePerson(people: People, profile: Profile, end: 'deleted' | Profile = 'deleted'): void {
  for (const kind of OWN_IDENTIFIERS) setIdentifier(people, profile, kind, undefined);
  people.index.cio_id.delete(profile.cioId);
  profile.end = end;
}

/** Deletes the person and blocks all their identifiers: they "cannot be re-added". */
export function suppressPerson(people: People, identifiers: PersonIdentifiers): void {
  if (isSuppressedPerson(people, identifiers)) return;
  const profile = findPerson(people, identifiers);
  const keys = new Set([suppressionKey(...identifierOf(identifiers))]);
  if (profile !== undefined) {
    keys.add(suppressionKey('cio_id', profile.cioId));
    for (const kind of OWN_IDENTIFIERS) {
      const value = profile.identifiers[kind];
      if (value !== undefined) keys.add(suppressionKey(kind, value));
    }
    deletePerson(people, profile);
  }
  const together = [...keys];
  for (const key of together) people.suppressed.set(key, together);
}

export function unsuppressPerson(people: People, identifiers: PersonIdentifiers): void {
  const together = people.suppressed.get(suppressionKey(...identifierOf(identifiers))) ?? [];
  for (const key of together) people.suppressed.delete(key);
}

export function isSuppressed(people: People, kind: IdentifierKind, value: string): boolean {
  return people.suppressed.size > 0 && people.suppressed.has(suppressionKey(kind, value));
}

export function isSuppressedPerson(people: People, identifiers: PersonIdentifiers): boolean {
  return isSuppressed(people, ...identifierOf(identifiers));
}

/** The primary keeps its values and gets the missing ones. The secondary's events lead to the primary by its `end`. */
export function mergePeople(people: People, primary: Profile, secondary: Profile): void {
  const identifiers = { ...secondary.identifiers };
  deletePerson(people, secondary, primary);
  for (const kind of OWN_IDENTIFIERS) {
    const value = identifiers[kind];
    if (value !== undefined && primary.identifiers[kind] === undefined) {
      setIdentifier(people, primary, kind, value);
    }
  }
  for (const [name, attribute] of secondary.attributes) {
    if ((primary.attributes.get(name)?.value ?? null) === null) primary.attributes.set(name, attribute);
  }
}

/** The profile itself, the profile that it was merged into, or undefined if it is deleted. */
export function currentProfile(profile: Profile): Profile | undefined {
  let current = profile;
  while (current.end !== undefined) {
    if (current.end === 'deleted') return undefined;
    current = current.end;
  }
  return current;
}

/** The id, or if there is none, the email, phone or cio_id. */
export function nameOf({ identifiers, cioId }: Profile): string {
  return identifiers.id ?? identifiers.email ?? identifiers.phone ?? cioId;
}

/** "`email` is case-insensitive"; `id` is not. */
export function comparable(kind: IdentifierKind, value: string): string {
  return kind === 'email' ? value.toLowerCase() : value;
}

export function identifierOf(identifiers: PersonIdentifiers): readonly [IdentifierKind, string] {
  if ('id' in identifiers) return ['id', identifiers.id];
  if ('email' in identifiers) return ['email', identifiers.email];
  if ('phone' in identifiers) return ['phone', identifiers.phone];
  return ['cio_id', identifiers.cio_id];
}

function suppressionKey(kind: IdentifierKind, value: string): string {
  return `${kind}:${comparable(kind, value)}`;
}
