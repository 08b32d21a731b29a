// The names of events as reports show them: if the wrong column names the events, each name is the value of a cell.
import type { EventsFeed, Feed, Feeds } from '../../contracts/feed/feed.ts';
import { shapeOf } from '../csv/shape.ts';
import { looksLikeData } from './looks-like-data.ts';
import type { Mapper } from './mapper.ts';

/** More names are not remembered. */
const MOST_NAMES = 1_000;

/** The mapper, with the names of events as they are shown in all that is counted. Operations keep the real names. */
export function showingEvents(map: Mapper, feed: Feed, taxonomy: Feeds['taxonomy']): Mapper {
  const show = compileShownEvent(feed, taxonomy);
  return (group) => {
    const mapped = map(group);
    if (!('events' in mapped)) return mapped;
    return { ...mapped, events: mapped.events.map((event) => ({ ...event, name: show(event.name) })) };
  };
}

/** As it is if feeds.config.ts has it, or if it does not look like data. */
function compileShownEvent(feed: Feed, taxonomy: Feeds['taxonomy']): (name: string) => string {
  const written = new Set(feed.kind === 'events' ? namesOf(feed, taxonomy) : []);
  const shown = new Map<string, string>();
  return (name) => {
    const known = shown.get(name);
    if (known !== undefined) return known;
    const found = !written.has(name) && looksLikeData(name) ? shapeOf(name) : name;
    if (shown.size < MOST_NAMES) shown.set(name, found);
    return found;
  };
}

function namesOf(feed: EventsFeed, shared: Feeds['taxonomy']): string[] {
  const { event, also, taxonomy = shared } = feed;
  return [
    ...('name' in event ? [event.name] : []),
    ...also.map(({ name }) => name),
    ...Object.keys(taxonomy?.events ?? {}),
  ];
}
