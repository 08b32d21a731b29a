// The workspace of Customer.io: it applies accepted items with their time of receipt, and returns people and events.
// Pure: the same items at the same times make the same workspace, so the journal can restore it.

import { applyItem, createState, type StoredEvent } from './apply-item.ts';
import type { Counts, Damage } from './ledger.ts';
import { type ObjectEntry, objectEntries } from './objects.ts';
import { currentProfile, findPerson, nameOf, type Profile } from './people.ts';
import type { Attributes, IdentifierKind, Json, PersonIdentifiers, TrackItem } from './track-item.ts';

export interface PersonEntry {
  readonly type: 'person';
  readonly id: string | null;
  readonly email: string | null;
  /** All attributes without id and email, but with a phone number that identifies the person. */
  readonly attributes: Attributes;
}

export interface EventEntry {
  readonly type: 'event';
  /** The person's id, or if there is none, their email, phone or cio_id. */
  readonly person: string;
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** The ULID by which it was deduplicated. */
  readonly id: string | null;
  readonly attributes: Attributes;
  /** Whether it could trigger campaigns: it was at most 72 hours old at its receipt. */
  readonly wouldTrigger: boolean;
}

export type WorkspaceEntry = PersonEntry | ObjectEntry | EventEntry;

/** People are in order of creation, events in order of receipt. */
export interface Workspace {
  people(): Iterable<PersonEntry>;
  events(): Iterable<EventEntry>;
  objects(): Iterable<ObjectEntry>;
  /** People, then objects, then events. */
  entries(): Iterable<WorkspaceEntry>;
  person(identifiers: PersonIdentifiers): PersonEntry | undefined;
  /** The id that Customer.io assigned to the person, without `cio_` prefix. */
  cioId(identifiers: PersonIdentifiers): string | undefined;
  readonly damage: Readonly<Damage>;
  readonly counts: Readonly<Counts>;
}

export interface WorkspaceStore extends Workspace {
  /** @param receivedAt milliseconds */
  apply(items: readonly TrackItem[], receivedAt: number): void;
  /** Counts items that were answered with 200 and dropped. */
  drop(items: number): void;
  /** Removes everything. */
  clear(): void;
}

/** @param enabled identifiers that the workspace uses, `cio_id` among them */
export function createWorkspace(enabled: ReadonlySet<IdentifierKind>): WorkspaceStore {
  let state = createState(enabled);
  const store: WorkspaceStore = {
    get damage() {
      return state.ledger.damage;
    },
    get counts() {
      return state.ledger.counts;
    },
    people: () => personEntries(state.people.index.cio_id.values()),
    events: () => eventEntries(state.events),
    objects: () => objectEntries(state.objects),
    *entries() {
      yield* store.people();
      yield* store.objects();
      yield* store.events();
    },
    person: (identifiers) => {
      const profile = findPerson(state.people, identifiers);
      return profile && personEntry(profile);
    },
    cioId: (identifiers) => findPerson(state.people, identifiers)?.cioId,
    apply: (items, receivedAt) => {
      for (const item of items) applyItem(state, item, receivedAt);
    },
    drop: (items) => {
      state.ledger.damage.acceptedButDropped += items;
    },
    clear: () => {
      state = createState(enabled);
    },
  };
  return store;
}

function* personEntries(profiles: Iterable<Profile>): Generator<PersonEntry> {
  for (const profile of profiles) yield personEntry(profile);
}

function personEntry({ identifiers, attributes }: Profile): PersonEntry {
  const held: [string, Json][] = identifiers.phone === undefined ? [] : [['phone', identifiers.phone]];
  for (const [name, { value }] of attributes) {
    if (value !== null) held.push([name, value]);
  }
  return {
    type: 'person',
    id: identifiers.id ?? null,
    email: identifiers.email ?? null,
    attributes: Object.fromEntries(held),
  };
}

/** Without events of deleted people. Events of merged people have the name of the primary. */
function* eventEntries(events: readonly StoredEvent[]): Generator<EventEntry> {
  for (const { profile, ...event } of events) {
    const person = currentProfile(profile);
    if (person !== undefined) yield { type: 'event', person: nameOf(person), ...event };
  }
}
