// The questions that `doctor --probe` asks a workspace: what Customer.io does not document, each a mode of the stand-in
// (local/customerio/unverified.ts). Pure: a question says what to send, and reads the answer from what is returned.
import { type Answers, UNVERIFIED } from '../../../local/customerio/unverified.ts';

/** An item of the Track API v2. */
export type ProbeItem = Readonly<Record<string, unknown>>;

/** The names, times and ids of one run. */
export interface ProbeRun {
  /** Differs from run to run: a part of every id and e-mail address. */
  readonly name: string;
  /** Unix seconds. */
  readonly now: number;
  /** New in this run. */
  readonly ulid: string;
}

/** What is returned, by the name that a question gave to its person. */
export interface Seen {
  readonly attributesOf: (person: string) => Readonly<Record<string, unknown>> | undefined;
  /** How many of the probe's events the person has. */
  readonly eventsOf: (person: string) => number;
  /** Whether the second message of the question was declined. */
  readonly isDeclined: boolean;
  /** Whether one request for several e-mail addresses found the person. */
  readonly isFoundByEmail: (person: string) => boolean;
  /** Seconds until everything of the first messages could be read. */
  readonly readableAfter: number;
}

export interface Question {
  readonly name: keyof Answers;
  /** The question, for a table. */
  readonly asks: string;
  /** Where it is open. */
  readonly source: string;
  readonly people: readonly string[];
  /** Sent first, and readable before `second` is sent. */
  readonly first: (run: ProbeRun) => readonly ProbeItem[];
  readonly second: (run: ProbeRun) => readonly ProbeItem[];
  /** `undefined` if what is returned is none of the answers. */
  readonly answer: (seen: Seen) => string | number | undefined;
}

const HOUR_SECONDS = 3600;
const LONG_VALUE = 'x'.repeat(1001);
/** RFC 2606 reserves the domain: no mail arrives anywhere. */
const DOMAIN = 'example.com';

export function idOf({ name }: ProbeRun, person: string): string {
  return `csv-to-customerio-probe-${name}-${person}`;
}

export function emailOf(run: ProbeRun, person: string): string {
  return `${idOf(run, person)}@${DOMAIN}`;
}

export const QUESTIONS: readonly Question[] = [
  {
    name: 'readableAfter',
    asks: 'Seconds until the App API shows what the Track API accepted',
    source: 'other projects saw 10 to 60 s',
    people: ['reader'],
    first: (run) => [identify(run, 'reader', { probe_first: 'sent' })],
    second: () => [],
    answer: ({ readableAfter }) => readableAfter,
  },
  {
    name: 'staleIdentify',
    asks: 'An identify with an older timestamp: attribute = newer values stay, profile = all of it is lost',
    source: 'posthog/posthog#55330',
    people: ['stale'],
    first: (run) => [identify(run, 'stale', { probe_kept: 'new' }, run.now)],
    second: (run) => [
      identify(run, 'stale', { probe_kept: 'old', probe_late: 'sent' }, run.now - HOUR_SECONDS),
    ],
    answer: ({ attributesOf }) => {
      const { probe_kept: kept, probe_late: late } = attributesOf('stale') ?? {};
      if (kept === 'old') return 'ignored';
      if (kept !== 'new') return undefined;
      return late === undefined ? 'profile' : 'attribute';
    },
  },
  clearing('emptyText', 'text', '', 'The value "" of a person: is the attribute cleared?'),
  clearing('nullValue', 'null', null, 'The value null of a person: is the attribute cleared?'),
  {
    name: 'changeOfEmail',
    asks: 'A new e-mail address for a person named by their id ("Allow updates to email using ID")',
    source: 'a setting of the workspace',
    people: ['email'],
    first: (run) => [identify(run, 'email', { email: emailOf(run, 'email') })],
    second: (run) => [identify(run, 'email', { email: emailOf(run, 'email-2') })],
    answer: ({ attributesOf }) => {
      const email = attributesOf('email')?.email;
      if (typeof email !== 'string') return undefined;
      return email.includes('-email-2@') ? 'allowed' : 'refused';
    },
  },
  {
    name: 'eventOfUnknown',
    asks: 'An event of a person who does not exist: is the person created?',
    source: 'not in the specification',
    people: ['unknown'],
    first: () => [],
    second: (run) => [event(run, 'unknown', {})],
    answer: ({ attributesOf }) => (attributesOf('unknown') === undefined ? 'ignored' : 'creates'),
  },
  {
    name: 'idOfEvent',
    asks: 'An event whose id is not a ULID',
    source: 'customerio-ruby#136 against Segment',
    people: ['event-id'],
    first: (run) => [identify(run, 'event-id', {})],
    second: (run) => [event(run, 'event-id', { id: `probe-${run.name}` })],
    answer: ({ isDeclined }) => (isDeclined ? 'refused' : 'accepted'),
  },
  {
    name: 'sameEventId',
    asks: 'A second event with the same ULID: ignored in the workspace, or only for the same person?',
    source: 'not in the specification',
    people: ['twice', 'other'],
    first: (run) => [
      identify(run, 'other', {}),
      identify(run, 'twice', {}),
      event(run, 'twice', { id: run.ulid }),
    ],
    second: (run) => [event(run, 'twice', { id: run.ulid }), event(run, 'other', { id: run.ulid })],
    answer: ({ eventsOf }) => {
      if (eventsOf('twice') === 0) return undefined;
      if (eventsOf('twice') > 1) return 'recorded';
      return eventsOf('other') > 0 ? 'person' : 'workspace';
    },
  },
  {
    name: 'longValue',
    asks: 'An attribute of 1,001 bytes',
    source: 'only the limit is in the specification',
    people: ['long'],
    first: (run) => [identify(run, 'long', { probe_first: 'sent' })],
    second: (run) => [identify(run, 'long', { probe_short: 'sent', probe_long: LONG_VALUE })],
    answer: ({ isDeclined, attributesOf }) => {
      if (isDeclined) return 'refused';
      const { probe_short: short, probe_long: long } = attributesOf('long') ?? {};
      if (short === undefined) return 'lost';
      if (long === undefined) return 'dropped';
      return String(long).length < LONG_VALUE.length ? 'truncated' : 'stored';
    },
  },
  {
    name: 'bulkLookup',
    asks: 'POST /v1/customers/attributes by another identifier than id',
    source: 'only ids are in the specification',
    people: ['bulk'],
    first: (run) => [identify(run, 'bulk', { email: emailOf(run, 'bulk') })],
    second: () => [],
    answer: ({ isFoundByEmail }) => (isFoundByEmail('bulk') ? 'any' : 'id'),
  },
];

/** The answers of a question, as they are listed for the stand-in. */
export function possibleAnswers({ name }: Pick<Question, 'name'>): readonly string[] {
  return name === 'readableAfter' ? [] : UNVERIFIED[name];
}

function clearing(name: 'emptyText' | 'nullValue', person: string, value: '' | null, asks: string): Question {
  return {
    name,
    asks,
    source: 'the specification says so of objects only',
    people: [person],
    first: (run) => [identify(run, person, { probe_value: 'set' })],
    second: (run) => [identify(run, person, { probe_value: value, probe_then: 'sent' })],
    answer: ({ attributesOf }) => {
      const { probe_value: held, probe_then: then } = attributesOf(person) ?? {};
      if (then === undefined) return undefined;
      if (held === undefined || held === null) return 'clears';
      return held === '' ? 'stores' : 'ignores';
    },
  };
}

function identify(run: ProbeRun, person: string, attributes: object, timestamp?: number): ProbeItem {
  return {
    type: 'person',
    action: 'identify',
    identifiers: { id: idOf(run, person) },
    attributes: { probe: 'csv-to-customerio', ...attributes },
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}

function event(run: ProbeRun, person: string, more: { readonly id?: string }): ProbeItem {
  return {
    type: 'person',
    action: 'event',
    identifiers: { id: idOf(run, person) },
    name: PROBE_EVENT,
    ...more,
  };
}

/** An unmistakable name: no campaign can have it as its trigger. */
export const PROBE_EVENT = 'csv-to-customerio-probe';
