// What the feeds say about an event: who sends it, and with which properties.
import type { EventsFeed, Feeds } from '../../contracts/feed/feed.ts';
import { spellingsOf, type Taxonomy } from '../../contracts/feed/taxonomy.ts';
import type { EventRole, PropertyRole } from './journey.ts';
import { isEvent, type NeededType, propertyNames, rankOf } from './roles.ts';

/** What one file of a feed shows beyond the feed itself. */
export interface Evidence {
  readonly feed: string;
  readonly header: readonly string[];
  /** Names of the events in the file. */
  readonly events: readonly string[];
  /** All times are days without a time of day. */
  readonly hasOnlyDays: boolean;
  /** Age of the newest event when the file arrived, in seconds. Undefined if there is none. */
  readonly newestAge?: number | undefined;
}

/** A feed that sends an event. */
export interface EventSource {
  readonly feed: string;
  readonly definition: EventsFeed;
  /** The event's name in Customer.io. */
  readonly name: string;
  /** False if the name comes from a column, so that only the files tell. */
  readonly isCertain: boolean;
  /** What a file of this feed shows. */
  readonly evidence?: Evidence | undefined;
}

/** A property of an event. */
export interface SentProperty {
  /** Its name in Customer.io, such as `total` or `items.sku`. */
  readonly name: string;
  readonly type: NeededType;
  /** The columns that contain it; none if it is a constant or a template. */
  readonly column?: string | undefined;
}

type AllFeeds = Pick<Feeds, 'feeds' | 'taxonomy'>;

/** The feeds that send an event of this role, those that surely do first. */
export function sourcesOf(role: EventRole, all: AllFeeds, evidence?: Evidence): EventSource[] {
  const sources = Object.entries(all.feeds).flatMap(([feed, definition]) => {
    if (definition.kind !== 'events') return [];
    const seen = evidence?.feed === feed ? evidence : undefined;
    const found = nameOf(role, definition, definition.taxonomy ?? all.taxonomy, seen);
    return found ? [{ feed, definition, ...found, evidence: seen }] : [];
  });
  return [...sources.filter(({ isCertain }) => isCertain), ...sources.filter(({ isCertain }) => !isCertain)];
}

function nameOf(
  role: EventRole,
  { event, also }: EventsFeed,
  taxonomy: Taxonomy | undefined,
  seen: Evidence | undefined,
): Pick<EventSource, 'name' | 'isCertain'> | undefined {
  const spellings = taxonomy ? spellingsOf(taxonomy) : new Map<string, string>();
  const stated = [...('name' in event ? [event.name] : []), ...also.map(({ name }) => name)];
  const listed = 'column' in event && taxonomy ? Object.keys(taxonomy.events) : [];
  const known = [...stated.map((name) => spellings.get(name) ?? name), ...listed, ...(seen?.events ?? [])];
  const name = known.find((one) => isEvent(role, one));
  if (name !== undefined) return { name, isCertain: true };
  const isOpen = 'column' in event && taxonomy?.names !== 'closed' && seen === undefined;
  return isOpen ? { name: role, isCertain: false } : undefined;
}

/** The properties of this role that the source sends, the best first: those of the needed type, then those of items. */
export function propertiesOf(
  role: PropertyRole,
  source: EventSource,
  taxonomy: Taxonomy | undefined,
): SentProperty[] {
  const ofItems = propertyNames(role).isOfItems ? itemProperties(source) : [];
  return [...ownProperties(source, taxonomy), ...ofItems]
    .flatMap((property) => {
      const rank = rankOf(role, property.name.slice(property.name.lastIndexOf('.') + 1));
      const isNested = property.name.includes('.') && !property.name.startsWith(itemsOf(source));
      return rank === undefined || isNested ? [] : [{ property, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ property }) => property);
}

/** `items.` if the event has a list of items. */
function itemsOf({ definition: { groupBy } }: EventSource): string {
  return groupBy ? `${groupBy.items.as}.` : '\0';
}

function ownProperties({ definition, name, evidence }: EventSource, taxonomy: Taxonomy | undefined) {
  const own = definition.taxonomy ?? taxonomy;
  const typed = own?.events[name]?.properties ?? {};
  const { columns, constants, templates, groupBy, unmapped } = definition;
  const ofItems = new Set(Object.keys(groupBy?.items.columns ?? {}));
  const stated = Object.entries(columns).flatMap(([column, { as = column, type, drop }]) =>
    drop ? [] : [{ name: as, type: neededType(type ?? typed[as]), column }],
  );
  const unstated =
    unmapped !== 'keep' || !evidence
      ? []
      : evidence.header
          .filter((column) => !Object.hasOwn(columns, column) && !ofItems.has(column))
          .map((column) => ({ name: column, type: neededType(typed[column]), column }));
  const ofTaxonomy = Object.entries(typed).map(([as, type]) => ({ name: as, type: neededType(type) }));
  const fixed = [
    ...Object.entries(constants).map(([as, value]) => ({ name: as, type: neededType(typeof value) })),
    ...Object.keys(templates).map((as) => ({ name: as, type: 'text' as const })),
  ];
  const lists = groupBy ? [{ name: groupBy.items.as, type: 'list' as const }] : [];
  return [
    ...lists,
    ...[...stated, ...unstated].filter((one) => isIn(one.column, evidence)),
    ...ofTaxonomy,
    ...fixed,
  ];
}

function itemProperties({ definition: { groupBy }, evidence }: EventSource): SentProperty[] {
  if (!groupBy) return [];
  return Object.entries(groupBy.items.columns)
    .filter(([column, { drop }]) => !drop && isIn(column, evidence))
    .map(([column, { as = column, type }]) => ({
      name: `${groupBy.items.as}.${as}`,
      type: neededType(type),
      column,
    }));
}

function isIn(column: string, evidence: Evidence | undefined): boolean {
  return evidence === undefined || evidence.header.includes(column);
}

function neededType(type: string | undefined): NeededType {
  if (type === 'number' || type === 'integer' || type === 'money') return 'number';
  return type === 'list' || type === 'json' || type === 'object' ? 'list' : 'text';
}
