// Which events must be remembered for the rules of all feeds, and the rules about events that no feed sends.
import type { EventsFeed, Feed, Feeds } from './feed.ts';
import { spellingsOf } from './taxonomy.ts';

type AllFeeds = Pick<Feeds, 'feeds' | 'taxonomy'>;

/**
 * The names of the events whose last times per person a feed keeps: those in its `remembers`, and those in the `by` of
 * every feed, so that a rule holds in later files, whichever feed sends the event.
 */
export function rememberedNames(feed: Feed, { feeds }: Pick<Feeds, 'feeds'>): readonly string[] {
  if (feed.kind !== 'events') return [];
  const rules = eventsFeeds(feeds).flatMap(([, { suppress }]) =>
    suppress.filter(({ of }) => of === 'person'),
  );
  return [...new Set([...feed.remembers, ...rules.map(({ by }) => by)])].sort();
}

/** The remembered events that a feed can send. Two imports that share one do not forward at the same time. */
export function remembersOf(feed: Feed, all: AllFeeds): readonly string[] {
  if (feed.kind !== 'events') return [];
  const sent = sentNames(feed, all);
  return rememberedNames(feed, all).filter((name) => sent === 'any' || sent.has(name));
}

interface SuppressMistake {
  readonly feed: string;
  /** Number of the rule in `suppress`. */
  readonly at: number;
  readonly option: 'event' | 'by';
  readonly name: string;
  /** The names that could be meant. */
  readonly known: readonly string[];
  readonly message: string;
}

/** The rules that would never apply, because no feed sends an event that they name. */
export function checkSuppress(all: AllFeeds): SuppressMistake[] {
  const everywhere = unite(eventsFeeds(all.feeds).map(([, feed]) => sentNames(feed, all)));
  return eventsFeeds(all.feeds).flatMap(([name, feed]) => {
    const own = sentNames(feed, all);
    return feed.suppress.flatMap(({ event, by, of }, at) => [
      ...mistake({ feed: name, at, option: 'event', name: event }, own, 'this feed'),
      ...(of === 'rows'
        ? mistake({ feed: name, at, option: 'by', name: by }, own, 'this feed')
        : mistake({ feed: name, at, option: 'by', name: by }, everywhere, 'no feed')),
    ]);
  });
}

type Sent = ReadonlySet<string> | 'any';

function mistake(
  rule: Pick<SuppressMistake, 'feed' | 'at' | 'option' | 'name'>,
  sent: Sent,
  sender: 'this feed' | 'no feed',
): SuppressMistake[] {
  if (sent === 'any' || sent.has(rule.name)) return [];
  const known = [...sent].sort();
  const what = sender === 'no feed' ? 'no feed sends' : 'this feed does not send';
  const fix =
    sender === 'no feed'
      ? 'Correct the name, add the feed that sends it, or remove the rule (with suppress: [] those of a preset)'
      : 'Correct the name, or remove the rule (with suppress: [] those of a preset)';
  const message = `${what} an event "${rule.name}", so the rule would never apply. ${fix}. Events: ${known.join(', ')}`;
  return [{ ...rule, known, message }];
}

/** The names of the events that a feed can send; `any` if a column names them and no taxonomy is closed. */
function sentNames(
  { event, also, taxonomy }: EventsFeed,
  { taxonomy: shared }: Pick<Feeds, 'taxonomy'>,
): Sent {
  const names = taxonomy ?? shared;
  const spellings = names ? spellingsOf(names) : new Map<string, string>();
  const stated = [...('name' in event ? [event.name] : []), ...also.map(({ name }) => name)];
  const sent = stated.map((name) => spellings.get(name) ?? name);
  if ('name' in event) return new Set(sent);
  return names?.names === 'closed' ? new Set([...sent, ...Object.keys(names.events)]) : 'any';
}

function unite(all: readonly Sent[]): Sent {
  return all.includes('any') ? 'any' : new Set(all.flatMap((sent) => (sent === 'any' ? [] : [...sent])));
}

function eventsFeeds(feeds: Feeds['feeds']): (readonly [string, EventsFeed])[] {
  return Object.entries(feeds).flatMap(([name, feed]) =>
    feed.kind === 'events' ? [[name, feed] as const] : [],
  );
}
