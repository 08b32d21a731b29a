// The workspace of Customer.io: it applies accepted items with their time of receipt, and returns people and events.
// Pure: the same items at the same times make the same workspace, so the journal can restore it.

import { applyItem, createState, type StoredEvent, type WorkspaceState } from './apply-item.ts';
import { applyChoice, type Choice, type OptOut } from './choices.ts';
import type { Counts, Damage } from './ledger.ts';
import { type ObjectEntry, objectEntries } from './objects.ts';
import { currentProfile, findPerson, nameOf, type Profile } from './people.ts';
import type { Attributes, IdentifierKind, Json, PersonIdentifiers, TrackItem } from './track-item.ts';
import { type Answers, USUAL_ANSWERS } from './unverified.ts';

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

/** What the workspace has of its people. People are in order of creation, events in order of receipt. */
export interface WorkspaceView {
  people(): Iterable<PersonEntry>;
  events(): Iterable<EventEntry>;
  objects(): Iterable<ObjectEntry>;
  /** People, then objects, then events. */
  entries(): Iterable<WorkspaceEntry>;
  person(identifiers: PersonIdentifiers): PersonEntry | undefined;
  /** The id that Customer.io assigned to the person, without `cio_` prefix. */
  cioId(identifiers: PersonIdentifiers): string | undefined;
  /** Senders that the person has opted out of. */
  optOuts(identifiers: PersonIdentifiers): readonly Pick<OptOut, 'channel' | 'from'>[];
}

export interface Workspace extends WorkspaceView {
  readonly damage: Readonly<Damage>;
  readonly counts: Readonly<Counts>;
  /** How it behaves where Customer.io does not document it. */
  readonly answers: Answers;
  /** What can be read at this time: what was accepted becomes readable `readableAfter` seconds later. @param at milliseconds */
  readableAt(at: number): WorkspaceView;
}

export interface WorkspaceStore extends Workspace {
  /** @param receivedAt milliseconds */
  apply(items: readonly TrackItem[], receivedAt: number): void;
  /** What a person decides for themselves. @param at milliseconds */
  choose(choice: Choice, at: number): void;
  /** From now on it behaves like this. */
  answer(answers: Partial<Answers>): void;
  /** Counts items that were answered with 200 and dropped. */
  drop(items: number): void;
  /** Removes everything. */
  clear(): void;
}

type Change = (state: WorkspaceState) => void;

/** The state as readers see it, and the changes that they do not see yet. */
interface Delayed {
  readonly state: WorkspaceState;
  readonly waiting: { readonly at: number; readonly change: Change }[];
}

/** @param enabled identifiers that the workspace uses, `cio_id` among them */
export function createWorkspace(
  enabled: ReadonlySet<IdentifierKind>,
  answers: Answers = USUAL_ANSWERS,
): WorkspaceStore {
  let state = createState(enabled, answers);
  let delayed = delayedCopy(state);
  const change = (happen: Change, at: number) => {
    happen(state);
    delayed?.waiting.push({ at, change: happen });
  };
  return {
    ...viewOf(() => state),
    get damage() {
      return state.ledger.damage;
    },
    get counts() {
      return state.ledger.counts;
    },
    get answers() {
      return state.answers;
    },
    readableAt: (at) => viewOf(() => readableState(state, delayed, at)),
    apply: (items, receivedAt) => {
      change((changed) => {
        for (const item of items) applyItem(changed, item, receivedAt);
      }, receivedAt);
    },
    choose: (choice, at) => change((changed) => applyChoice(changed, choice, at), at),
    answer: (differing) => {
      state.answers = { ...state.answers, ...differing };
      delayed = delayedCopy(state);
    },
    drop: (items) => {
      state.ledger.damage.acceptedButDropped += items;
    },
    clear: () => {
      state = createState(enabled, state.answers);
      delayed = delayedCopy(state);
    },
  };
}

/** What is there already is readable. */
function delayedCopy(state: WorkspaceState): Delayed | undefined {
  return state.answers.readableAfter > 0 ? { state: structuredClone(state), waiting: [] } : undefined;
}

function readableState(state: WorkspaceState, delayed: Delayed | undefined, at: number): WorkspaceState {
  if (delayed === undefined) return state;
  const until = at - state.answers.readableAfter * 1000;
  while (delayed.waiting[0] !== undefined && delayed.waiting[0].at <= until)
    delayed.waiting.shift()?.change(delayed.state);
  return delayed.state;
}

function viewOf(state: () => WorkspaceState): WorkspaceView {
  const view: WorkspaceView = {
    people: () => personEntries(state().people.index.cio_id.values()),
    events: () => eventEntries(state().events),
    objects: () => objectEntries(state().objects),
    *entries() {
      yield* view.people();
      yield* view.objects();
      yield* view.events();
    },
    person: (identifiers) => {
      const profile = findPerson(state().people, identifiers);
      return profile && personEntry(profile);
    },
    cioId: (identifiers) => findPerson(state().people, identifiers)?.cioId,
    optOuts: (identifiers) =>
      [...(findPerson(state().people, identifiers)?.optOuts ?? [])].map((optOut) => {
        const space = optOut.indexOf(' ');
        return { channel: optOut.slice(0, space) as OptOut['channel'], from: optOut.slice(space + 1) };
      }),
  };
  return view;
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
