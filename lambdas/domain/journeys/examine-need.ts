// Compares one need of a journey with the feeds: what they have of it, what is missing, and what to add.

import { isConsent, isConsentType } from '../../contracts/feed/column.ts';
import { DurationSchema, printDuration } from '../../contracts/feed/duration.ts';
import type { EventsFeed, Feeds, PeopleFeed } from '../../contracts/feed/feed.ts';
import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import { duration } from '../../contracts/format.ts';
import type { Addition } from './addition.ts';
import { type EventSource, type Evidence, propertiesOf, sourcesOf } from './event-source.ts';
import type { EventRole, Need } from './journey.ts';
import { propertyNames } from './roles.ts';

/** `files`: the feeds allow it, and each file decides. */
export type NeedState = 'has' | 'files' | 'lacks';

export interface NeedFound {
  readonly need: Need;
  readonly state: NeedState;
  /** Sentences: what there is, or what is missing and what to do. */
  readonly text: string;
  readonly add: readonly Addition[];
}

export interface Known {
  readonly feeds: Pick<Feeds, 'feeds' | 'taxonomy'>;
  readonly evidence?: Evidence | undefined;
}

type Answer = Omit<NeedFound, 'need'>;
type NeedOf<Kind extends Need['kind']> = Extract<Need, { kind: Kind }>;

const EXAMINERS: { readonly [Kind in Need['kind']]: (need: NeedOf<Kind>, known: Known) => Answer } = {
  event: examineEvent,
  property: examineProperty,
  minutes: examineMinutes,
  live: examineLive,
  often: examineOften,
  history: examineHistory,
  suppressed: examineSuppressed,
  after: examineAfter,
  'same-person': examineSamePerson,
  people: examinePeople,
  consent: examineConsent,
};

export function examineNeed(need: Need, known: Known): NeedFound {
  const examine = EXAMINERS[need.kind] as (need: Need, known: Known) => Answer;
  return { need, ...examine(need, known) };
}

const has = (text: string): Answer => ({ state: 'has', text, add: [] });
const files = (text: string, ...add: Addition[]): Answer => ({ state: 'files', text, add });
const lacks = (text: string, ...add: Addition[]): Answer => ({ state: 'lacks', text, add });

/** The source that counts for a journey: the first, which surely sends the event if one does. */
function sourceOf(event: EventRole, { feeds, evidence }: Known): EventSource | undefined {
  return sourcesOf(event, feeds, evidence)[0];
}

/** Without the event there is nothing to say about it: its own need says what to add. */
const NO_EVENT = (event: EventRole) => lacks(`No feed sends ${event}.`);

/** Presets that send the event, under the name of a feed that does not exist yet. */
const PRESETS = {
  checkout_started: { feed: 'carts', preset: 'shopifyCheckouts' },
  order_placed: { feed: 'orders', preset: 'shopifyOrders' },
  order_cancelled: { feed: 'orders', preset: 'shopifyOrders' },
} as const satisfies Readonly<Record<EventRole, Addition>>;

function examineEvent({ event }: NeedOf<'event'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source)
    return lacks(
      `No feed sends ${event}. Add a feed that does: this preset if you use Shopify, or an events feed for your own file.`,
      PRESETS[event],
    );
  if (source.isCertain) return has(`Feed "${source.feed}" sends ${source.name}.`);
  return files(
    `Feed "${source.feed}" takes event names from a column, so its files must have ${event}. Name it in the taxonomy if they do.`,
    { feed: source.feed, path: ['taxonomy'], value: withEvent(source, event) },
  );
}

function withEvent({ definition: { taxonomy } }: EventSource, event: EventRole): unknown {
  return { names: taxonomy?.names ?? 'open', events: { ...taxonomy?.events, [event]: {} } };
}

function examineProperty({ event, property }: NeedOf<'property'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source) return NO_EVENT(event);
  const { type, names } = propertyNames(property);
  const found = propertiesOf(property, source, known.feeds.taxonomy);
  const fits = found.find((one) => type === 'text' || one.type === type);
  if (fits)
    return has(`${source.name} has ${fits.name}${fits.column ? `, from column "${fits.column}"` : ''}.`);
  const [wrong] = found;
  if (wrong?.column !== undefined)
    return lacks(
      `${source.name} has ${wrong.name}, but as text, which Customer.io can neither compare nor ${type === 'list' ? 'repeat' : 'add up'}. Give column "${wrong.column}" a type.`,
      typed(source, wrong.column, type, source.definition.columns[wrong.column]),
    );
  const [name = property] = names;
  if (
    type === 'text' &&
    source.definition.unmapped === 'keep' &&
    !source.evidence &&
    !source.definition.groupBy
  )
    return files(`The files of feed "${source.feed}" need a column such as "${name}". It is sent as it is.`);
  return lacks(
    `${source.name} has no ${names.slice(0, 3).join(', ')} or similar. Add a column "${name}" to the export, or name the column that has it.`,
    missing(source, name, type),
  );
}

function typed({ feed }: EventSource, column: string, type: string, rule: object | undefined): Addition {
  return { feed, path: ['columns', column], value: { ...rule, type: type === 'list' ? 'json' : type } };
}

function missing(source: EventSource, name: string, type: string): Addition {
  const { groupBy } = source.definition;
  if (type !== 'text') return typed(source, name, type, undefined);
  const path = groupBy ? ['groupBy', 'items', 'columns', name] : ['columns', name];
  return { feed: source.feed, path, value: { as: name } };
}

function examineMinutes({ event }: NeedOf<'minutes'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source) return NO_EVENT(event);
  if (source.evidence?.hasOnlyDays)
    return lacks(
      `All times of the file are days without a time of day, so a delay counts from midnight. Export the time of ${source.name} with hours and minutes.`,
    );
  const { column, columns } = source.definition.time;
  return has(`Its time is read from ${inWords(column, columns)}, and has to have hours and minutes.`);
}

function examineLive({ event }: NeedOf<'live'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source) return NO_EVENT(event);
  const { mode, live } = source.definition;
  if (mode === 'backfill' && live === 'hold')
    return lacks(
      `Feed "${source.feed}" is a backfill, which holds the events that could trigger the journey. Drop new files into a recurring feed.`,
      { feed: source.feed, path: ['mode'], value: 'recurring' },
    );
  return has(`Feed "${source.feed}" sends new events, which can trigger campaigns for 72 hours.`);
}

const PER = { '1h': 'per hour', '1d': 'per day' } as const;

function examineOften({ event, every }: NeedOf<'often'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source) return NO_EVENT(event);
  const seconds = DurationSchema.parse(every);
  const { feed, name, evidence } = source;
  const { expectBy, freshWithin } = source.definition;
  const fresh: Addition = { feed, path: ['freshWithin'], value: every };
  const late = evidence?.newestAge !== undefined && evidence.newestAge > seconds;
  // A file of old events says nothing about how often new ones come.
  if (late && evidence.newestAge <= LIVE_WINDOW_SECONDS)
    return lacks(
      `The newest event of the file was ${duration(evidence.newestAge)} old when the file arrived, so the journey starts that much later. Export at least once ${PER[every]}.`,
    );
  if (seconds < 86_400 && expectBy !== undefined)
    return lacks(
      `Feed "${feed}" expects one file a day, by ${expectBy}. For this journey, export ${name} at least once ${PER[every]}, and replace expectBy.`,
      { feed, path: ['expectBy'], value: undefined },
      fresh,
    );
  if (freshWithin !== undefined && freshWithin <= seconds)
    return has(
      `A file of feed "${feed}" without events of the last ${printDuration(freshWithin)} has a warning.`,
    );
  return files(
    `Export ${name} at least once ${PER[every]}. freshWithin: '${every}' in its feed warns if files come too late.`,
    fresh,
  );
}

function examineHistory({ event, back }: NeedOf<'history'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source) return NO_EVENT(event);
  const { maxAge } = source.definition;
  if (maxAge !== undefined && maxAge < DurationSchema.parse(back))
    return lacks(
      `Feed "${source.feed}" sends no events older than ${printDuration(maxAge)}, but the segment needs those of ${back}. Raise maxAge, or import the old orders once as a backfill.`,
      { feed: source.feed, path: ['maxAge'], value: back },
    );
  return has(
    `Feed "${source.feed}" sends events of any age${maxAge === undefined ? '' : ` up to ${printDuration(maxAge)}`}. Import the last ${back} once.`,
  );
}

function examineSuppressed({ event, by, within }: NeedOf<'suppressed'>, known: Known): Answer {
  const source = sourceOf(event, known);
  if (!source) return NO_EVENT(event);
  const { name, feed, definition } = source;
  const later = sourceOf(by, known)?.name ?? by;
  if (definition.suppress.some((rule) => rule.event === name && rule.by === later && rule.of === 'person'))
    return has(`${name} is not sent to people who did ${later} after it.`);
  const rules = definition.suppress.map((rule) => ({ ...rule, within: printDuration(rule.within) }));
  return lacks(`${name} is also sent to people who did ${later} after it. Add a rule.`, {
    feed,
    path: ['suppress'],
    value: [...rules, { event: name, by: later, within }],
  });
}

function examineAfter({ event, by }: NeedOf<'after'>, known: Known): Answer {
  const [source, first] = [sourceOf(event, known), sourceOf(by, known)];
  if (!source) return NO_EVENT(event);
  if (!first) return NO_EVENT(by);
  if (first.feed === source.feed) return has(`Both events are in the files of feed "${source.feed}".`);
  const { after } = source.definition;
  if (after.includes(first.feed)) return has(`Feed "${source.feed}" waits for feed "${first.feed}".`);
  return lacks(
    `Feed "${source.feed}" does not wait for feed "${first.feed}", so ${source.name} can be sent before a purchase is known.`,
    { feed: source.feed, path: ['after'], value: [...after, first.feed] },
  );
}

function examineSamePerson({ event, with: other }: NeedOf<'same-person'>, known: Known): Answer {
  const one = sourceOf(event, known);
  const two = other === 'people' ? peopleFeed(known) : sourceOf(other, known);
  if (!one) return NO_EVENT(event);
  if (!two) return lacks(other === 'people' ? 'There is no feed of people.' : `No feed sends ${other}.`);
  const [ofOne, ofTwo] = [kindsOf(one.definition), kindsOf(two.definition)];
  const shared = ofOne.filter((kind) => ofTwo.includes(kind));
  if (shared.length > 0)
    return has(`Feeds "${one.feed}" and "${two.feed}" share the identifier ${shared.join(', ')}.`);
  const kind = ofTwo[0] ?? 'email';
  return lacks(
    `Feed "${one.feed}" names people by ${ofOne.join(', ')}, and feed "${two.feed}" by ${ofTwo.join(', ')}: for Customer.io they are different people. Add a column with the ${kind} to the export.`,
    {
      feed: one.feed,
      path: ['identifiers'],
      value: [...one.definition.identifiers, { as: kind, columns: [kind] }],
    },
  );
}

function kindsOf({ identifiers }: Pick<EventsFeed | PeopleFeed, 'identifiers'>): readonly string[] {
  return [...new Set(identifiers.map(({ as }) => as))];
}

function examinePeople(_: NeedOf<'people'>, known: Known): Answer {
  const people = peopleFeed(known);
  if (people) return has(`Feed "${people.feed}" sends people.`);
  return lacks('No feed sends people. Add one: this preset takes leads from a form.', {
    feed: 'leads',
    preset: 'leads',
  });
}

function examineConsent(_: NeedOf<'consent'>, known: Known): Answer {
  const people = peopleFeed(known);
  if (!people) return lacks('There is no feed of people.');
  const column = Object.entries(people.definition.columns).find(
    ([name, { as = name, type, drop }]) => !drop && (isConsent(as) || isConsentType(type)),
  )?.[0];
  if (column !== undefined)
    return has(`Feed "${people.feed}" reads consent from columns such as "${column}".`);
  return lacks(
    `Feed "${people.feed}" sends no consent, so people who said no get the mails. Name the column that has it.`,
    { feed: people.feed, path: ['columns', 'opt_in'], value: { type: 'optIn' } },
  );
}

/** The feed of people that Customer.io gets people from: one that identifies, not one that deletes. */
function peopleFeed({
  feeds,
}: Known): { readonly feed: string; readonly definition: PeopleFeed } | undefined {
  return Object.entries(feeds.feeds).flatMap(([feed, definition]) =>
    definition.kind === 'people' && definition.action === 'identify' ? [{ feed, definition }] : [],
  )[0];
}

type Names = string | readonly string[];

/** One column, which can have several names, or one for the date and one for the time of day. */
function inWords(column: Names = [], columns: readonly Names[] = []): string {
  const either = (names: Names) =>
    [names]
      .flat()
      .map((name) => `"${name}"`)
      .join(' or ');
  return columns.length > 0 ? columns.map(either).join(' and ') : either(column);
}
