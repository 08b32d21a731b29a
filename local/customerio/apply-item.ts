// Applies an accepted operation to the workspace. Nothing here can fail, because Customer.io answers 200 before: an
// operation without effect is only counted.

import { identify } from './identify.ts';
import { createLedger, type Ledger, timeOf } from './ledger.ts';
import {
  createObjects,
  deleteObject,
  findObject,
  findOrAddObject,
  type Objects,
  type StoredObject,
  setObjectAttributes,
} from './objects.ts';
import {
  createPeople,
  deletePerson,
  findOrAddPerson,
  findPerson,
  isSuppressedPerson,
  mergePeople,
  type People,
  type Profile,
  suppressPerson,
  unsuppressPerson,
} from './people.ts';
import type {
  Attributes,
  IdentifierKind,
  ObjectIdentifiers,
  ObjectItem,
  PersonEvent,
  PersonIdentifiers,
  PersonItem,
  PersonMerge,
  PersonRemoval,
  Relationship,
  TrackItem,
} from './track-item.ts';
import type { Answers } from './unverified.ts';

export interface StoredEvent {
  readonly profile: Profile;
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly id: string | null;
  readonly attributes: Attributes;
  readonly wouldTrigger: boolean;
}

export interface WorkspaceState {
  /** What Customer.io does not document; a test can change it. */
  answers: Answers;
  readonly people: People;
  readonly objects: Objects;
  readonly events: StoredEvent[];
  /** With the person's cio_id, if an id counts per person. */
  readonly eventIds: Set<string>;
  readonly ledger: Ledger;
}

/** "Events with a timestamp in the past 72 hours can trigger campaigns." */
const TRIGGER_WINDOW_MILLISECONDS = 72 * 60 * 60 * 1000;

export function createState(enabled: ReadonlySet<IdentifierKind>, answers: Answers): WorkspaceState {
  return {
    answers,
    people: createPeople(enabled),
    objects: createObjects(),
    events: [],
    eventIds: new Set(),
    ledger: createLedger(),
  };
}

/** @param receivedAt milliseconds */
export function applyItem(state: WorkspaceState, item: TrackItem, receivedAt: number): void {
  const { operations } = state.ledger.counts;
  const operation = `${item.type} ${item.action}`;
  operations[operation] = (operations[operation] ?? 0) + 1;
  if (item.type === 'person') applyToPerson(state, item, receivedAt);
  if (item.type === 'object') applyToObject(state, item);
}

function applyToPerson(state: WorkspaceState, item: PersonItem, receivedAt: number): void {
  switch (item.action) {
    case 'delete':
    case 'suppress':
    case 'unsuppress':
      REMOVALS[item.action](state.people, item.identifiers);
      break;
    case 'merge':
      merge(state, item);
      break;
    default:
      if (isSuppressedPerson(state.people, item.identifiers)) state.ledger.damage.droppedBySuppression += 1;
      else applyToReachable(state, item, receivedAt);
  }
}

const REMOVALS: Readonly<Record<PersonRemoval['action'], (people: People, who: PersonIdentifiers) => void>> =
  {
    delete: (people, who) => {
      const profile = findPerson(people, who);
      if (profile !== undefined) deletePerson(people, profile);
    },
    suppress: suppressPerson,
    unsuppress: unsuppressPerson,
  };

function applyToReachable(
  state: WorkspaceState,
  item: Exclude<PersonItem, PersonRemoval | PersonMerge>,
  receivedAt: number,
): void {
  switch (item.action) {
    case 'identify': {
      const profile = identify(state, item, receivedAt);
      if (profile !== undefined) relateToObjects(state, profile, item.cio_relationships ?? []);
      break;
    }
    case 'event':
      recordEvent(state, item, receivedAt);
      break;
    case 'add_relationships':
    case 'delete_relationships': {
      const profile = identifiedPerson(state, item.identifiers);
      if (profile === undefined) break;
      const change = item.action === 'add_relationships' ? relateToObjects : separateFromObjects;
      change(state, profile, item.cio_relationships);
    }
  }
}

/** "`primary` must already exist": otherwise the merge has no effect. Without a secondary there is nothing to merge. */
function merge({ people, ledger }: WorkspaceState, item: PersonMerge): void {
  const primary = findPerson(people, item.primary);
  const secondary = findPerson(people, item.secondary);
  if (primary === undefined) ledger.damage.droppedForUnknown += 1;
  else if (secondary !== undefined && primary !== secondary) mergePeople(people, primary, secondary);
}

function recordEvent(state: WorkspaceState, item: PersonEvent, receivedAt: number): void {
  const { people, events, eventIds, ledger } = state;
  if (repeatsId(state, item)) {
    ledger.counts.ignoredDuplicateEvents += 1;
    return;
  }
  const everCreated = people.everCreated;
  const profile = personOfEvent(state, item.identifiers);
  if (profile === undefined) return;
  ledger.counts.profilesCreatedByEvents += people.everCreated - everCreated;
  if (item.id !== undefined) eventIds.add(eventIdOf(state, profile, item.id));
  const at = timeOf(item.timestamp, receivedAt, ledger.damage);
  events.push({
    profile,
    name: item.name.trim(),
    timestamp: Math.floor(at / 1000),
    id: item.id ?? null,
    attributes: item.attributes ?? {},
    wouldTrigger: at >= receivedAt - TRIGGER_WINDOW_MILLISECONDS,
  });
  ledger.counts.recordedEvents += 1;
}

/** "We ignore the duplicate": of the workspace, of the person, or never. */
function repeatsId({ people, eventIds, answers }: WorkspaceState, { id, identifiers }: PersonEvent): boolean {
  if (id === undefined || answers.sameEventId === 'recorded') return false;
  const profile = findPerson(people, identifiers);
  return eventIds.has(eventIdOf({ answers }, profile, id));
}

function eventIdOf(
  { answers }: Pick<WorkspaceState, 'answers'>,
  profile: Profile | undefined,
  id: string,
): string {
  return answers.sameEventId === 'person' ? `${profile?.cioId} ${id}` : id;
}

function personOfEvent(state: WorkspaceState, identifiers: PersonIdentifiers): Profile | undefined {
  if (state.answers.eventOfUnknown === 'creates') return identifiedPerson(state, identifiers);
  const profile = findPerson(state.people, identifiers);
  if (profile === undefined) state.ledger.damage.droppedForUnknown += 1;
  return profile;
}

function identifiedPerson(state: WorkspaceState, identifiers: PersonIdentifiers): Profile | undefined {
  const profile = findOrAddPerson(state.people, identifiers);
  if (profile === undefined) state.ledger.damage.droppedForUnknown += 1;
  return profile;
}

function relateToObjects(
  { objects, ledger }: WorkspaceState,
  profile: Profile,
  relationships: readonly Relationship<ObjectIdentifiers>[],
): void {
  for (const { identifiers, relationship_attributes } of relationships) {
    const object = findOrAddObject(objects, identifiers);
    if (object === undefined) ledger.damage.droppedForUnknown += 1;
    else object.relationships.set(profile, relationship_attributes ?? {});
  }
}

function separateFromObjects(
  { objects }: WorkspaceState,
  profile: Profile,
  relationships: readonly Relationship<ObjectIdentifiers>[],
): void {
  for (const { identifiers } of relationships)
    findObject(objects, identifiers)?.relationships.delete(profile);
}

function applyToObject(state: WorkspaceState, item: ObjectItem): void {
  const isUpsert = item.action === 'identify' || item.action === 'add_relationships';
  const object = (isUpsert ? findOrAddObject : findObject)(state.objects, item.identifiers);
  if (object === undefined) {
    if (isUpsert) state.ledger.damage.droppedForUnknown += 1;
    return;
  }
  if (item.action === 'delete') deleteObject(state.objects, object);
  if (item.action === 'identify') setObjectAttributes(object, item.attributes ?? {});
  if (isUpsert) relateToPeople(state, object, item.cio_relationships ?? []);
  if (item.action === 'delete_relationships') {
    for (const { identifiers } of item.cio_relationships ?? []) {
      const profile = findPerson(state.people, identifiers);
      if (profile !== undefined) object.relationships.delete(profile);
    }
  }
}

function relateToPeople(
  state: WorkspaceState,
  object: StoredObject,
  relationships: readonly Relationship<PersonIdentifiers>[],
): void {
  for (const { identifiers, relationship_attributes } of relationships) {
    if (isSuppressedPerson(state.people, identifiers)) {
      state.ledger.damage.droppedBySuppression += 1;
      continue;
    }
    const profile = identifiedPerson(state, identifiers);
    if (profile !== undefined) object.relationships.set(profile, relationship_attributes ?? {});
  }
}
