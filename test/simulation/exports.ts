// The exports of a small shop: overlapping files of people and events, with rows that are repeated, wrong, or declined
// by Customer.io. The kind of each row is known, so that a run can be checked without the pipeline.
import { type Feeds, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import type { Random } from './random.ts';
import { STATE_FEEDS, type StatesExport, statesCsv, statesFeed, statesOf } from './states.ts';
import { REFUSED } from './vendor.ts';

const withAmount = { ...events, columns: { amount: { type: 'number' } } } as const;

/** Visits have a roll-up; orders and members have a canary. Profiles and loyalty are about the same people. */
export const FEEDS: Feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    people,
    events,
    visits: { ...withAmount, rollUp: { event: 'visited', value: 'amount' } },
    orders: { ...withAmount, canary: 2, approvalTimeout: 3600 },
    members: { ...people, canary: { size: 2, readBack: true }, approvalTimeout: 3600 },
    profiles: statesFeed(people),
    loyalty: statesFeed(people),
  },
});

export interface EventRow {
  readonly event: string;
  readonly person: string;
  readonly cents: number;
  /** `wrong`: it has no time. `refused`: Customer.io declines it. */
  readonly kind: 'sound' | 'wrong' | 'refused';
}

export interface PersonRow {
  readonly person: string;
  readonly plan: string;
  readonly kind: 'sound' | 'wrong' | 'refused';
}

interface PeopleExport {
  readonly feed: 'people' | 'members';
  readonly rows: readonly PersonRow[];
}

interface EventsExport {
  readonly feed: 'events' | 'visits' | 'orders';
  readonly rows: readonly EventRow[];
  /** The name of a column without values that no feed names. */
  readonly unknownColumn?: string;
}

export type Export = PeopleExport | StatesExport | EventsExport;

/** A file of the feeds whose people have one attribute. */
export function isOfPeople(file: Export): file is PeopleExport {
  return file.feed === 'people' || file.feed === 'members';
}

export function isOfStates(file: Export): file is StatesExport {
  return STATE_FEEDS.some((feed) => feed === file.feed);
}

export function isOfEvents(file: Export): file is EventsExport {
  return !isPeopleFeed(file.feed);
}

export function isPeopleFeed(feed: string): feed is (PeopleExport | StatesExport)['feed'] {
  return FEEDS.feeds[feed]?.kind === 'people';
}

export function csvOf(file: Export): string {
  if (isOfStates(file)) return statesCsv(file);
  const lines = isOfPeople(file)
    ? file.rows.map(personLine)
    : file.rows.map((row) => `${eventLine(row, file.feed)}${file.unknownColumn ? ',' : ''}`);
  const header = isOfPeople(file)
    ? 'id,email,plan,wish'
    : ['customer_id,event_name,timestamp,event_id,ref,amount,wish', file.unknownColumn]
        .filter(Boolean)
        .join();
  return `${[header, ...lines].join('\n')}\n`;
}

function personLine({ person, plan, kind }: PersonRow): string {
  const id = kind === 'wrong' ? '' : person;
  return [id, '', plan, kind === 'refused' ? REFUSED : ''].join();
}

function eventLine({ event, person, cents, kind }: EventRow, feed: string): string {
  const time = kind === 'wrong' ? '' : '2025-12-31T10:00:00Z';
  return [
    person,
    feed === 'visits' ? 'visited' : 'order_placed',
    time,
    event,
    event,
    (cents / 100).toFixed(2),
    kind === 'refused' ? REFUSED : '',
  ].join();
}

/** A strict version rejects them, and the first version accepts them (`versions.ts`). */
const DISPUTED_PERSON = 'p3';
const DISPUTED_EVENT = /-(?:4|13|22)$/;

export function isDisputed(row: Pick<EventRow, 'event'> | Pick<PersonRow, 'person'>): boolean {
  return 'event' in row ? DISPUTED_EVENT.test(row.event) : row.person === DISPUTED_PERSON;
}

/** Of an event, the fourth cell is its name. */
export function isDisputedLine(line: string): boolean {
  const [person, , , event] = line.split(',');
  return isOfEvent(line) ? DISPUTED_EVENT.test(event ?? '') : person === DISPUTED_PERSON;
}

/** Whether the line is from a file of events: it has more cells. */
export function isOfEvent(line: string): boolean {
  return line.split(',').length >= EVENT_CELLS;
}

const EVENT_CELLS = 7;

const PEOPLE = 8;
const MOST_ROWS = 12;

/** A file of about a dozen rows. The n-th of its feed shares rows with the one before. */
export function anExport(feed: Export['feed'], n: number, random: Random): Export {
  if (feed === 'profiles' || feed === 'loyalty') return statesOf(feed, n, random);
  const count = 4 + random.below(MOST_ROWS - 3);
  if (feed === 'people' || feed === 'members') {
    return { feed, rows: Array.from({ length: count }, () => aPerson(n, random)) };
  }
  const first = n * (MOST_ROWS / 2);
  const rows = Array.from({ length: count }, (_, index) => anEvent(feed, first + index));
  const repeats = rows.slice(0, random.below(3));
  return { feed, rows: [...rows, ...repeats] };
}

function aPerson(n: number, random: Random): PersonRow {
  const number = random.below(PEOPLE);
  const kind = number === 0 ? 'refused' : random.chance(0.05) ? 'wrong' : 'sound';
  return { person: `p${number}`, plan: `plan-${n}-${random.below(3)}`, kind };
}

/** The number alone defines the event: it is the same in every export. */
function anEvent(feed: string, number: number): EventRow {
  const kind = number % 11 === 7 ? 'wrong' : number % 13 === 5 ? 'refused' : 'sound';
  return {
    event: `${feed}-${number}`,
    person: `p${(number * 5) % PEOPLE}`,
    cents: (number * 37) % 500,
    kind,
  };
}
