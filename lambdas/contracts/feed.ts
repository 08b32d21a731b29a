// How a file is read: the schema of feeds.config.ts, checked at synth and again where a function starts.
import * as z from 'zod';
import { canaryOptions, personCanary } from './canary.ts';
import { ColumnRulesSchema, columnName, isConsent, propertyPath } from './column.ts';
import { ExpectBySchema } from './expect-by.ts';
import { FileOptionsSchema } from './file-options.ts';

import { eventGuards } from './guards.ts';
import { LimitsSchema } from './policy-limits.ts';
import { checkRollUps } from './roll-up.ts';
import { eventName, spellingsOf, TaxonomySchema } from './taxonomy.ts';

import { TimeFormatSchema, TimezoneSchema } from './time-format.ts';
import { checkWaits, feedName, waits } from './waits.ts';

/** The first column of the list that exists and is not blank gives the identifier. */
const IdentifierRuleSchema = z.strictObject({
  as: z.enum(['id', 'email', 'phone']),
  columns: z.array(columnName).min(1),
  /** Remove one leading apostrophe, as Shopify writes it before digits. */
  stripApostrophe: z.boolean().optional(),
});
export type IdentifierRule = z.infer<typeof IdentifierRuleSchema>;

/** A column, or several names for it: the first that the file has. */
const columnOrNames = z.union([columnName, z.array(columnName).min(1)]);

const value = z.union([z.string(), z.number(), z.boolean()]);
const constants = z.record(propertyPath, value).superRefine((values, context) => {
  for (const [name, constant] of Object.entries(values)) {
    if (isConsent(name) && typeof constant !== 'boolean')
      context.addIssue({ code: 'custom', path: [name], message: 'is a consent: true or false' });
  }
});
const templates = z
  .record(propertyPath, z.string().regex(/\{[^{}]+\}/, 'names no {Column}'))
  .superRefine((values, context) => {
    for (const name of Object.keys(values).filter(isConsent))
      context.addIssue({ code: 'custom', path: [name], message: 'is a consent, and no text: map a column' });
  });

const common = {
  file: FileOptionsSchema.default({}),
  /** Columns without which the file is not one of this feed. */
  requires: z.array(columnName).default([]),
  /** Columns that only another kind of file has: with one of them the file is refused. */
  refuses: z.array(columnName).default([]),
  columns: ColumnRulesSchema.default({}),
  /** What happens to columns that nothing names; `reject` refuses the file. */
  unmapped: z.enum(['keep', 'drop', 'reject']).default('keep'),
  /** Values that every row gets, whatever a column of that name says. */
  constants: constants.default({}),
  /** Values put together from columns: `'{First Name} {Last Name}'`. Left out where one of the columns is blank. */
  templates: templates.default({}),
  /** Texts that count as an empty cell, in every column. */
  nullTokens: z.array(z.string().min(1)).default([]),
  /** In every column, remove the apostrophe before a cell of digits and their marks, as Shopify writes it. */
  stripApostrophe: z.boolean().default(false),
  ...canaryOptions,
  /** IANA name of the zone of times that have none. Without it they are rejected. */
  timezone: TimezoneSchema.optional(),
  limits: LimitsSchema.prefault({}),
  /** By when the file of the day has to have arrived, every day, as `06:00 America/New_York`: otherwise an alarm. */
  expectBy: ExpectBySchema.optional(),
  ...waits,
};

/** Tried in order: the first with a value is sent, the others stay attributes or properties. */
const identifiers = z.array(IdentifierRuleSchema).min(1);

export const PeopleFeedSchema = z.strictObject({
  kind: z.literal('people'),
  ...common,
  ...personCanary,
  identifiers,
  /**
   * `identify` creates or updates; `update` only updates who exists. `delete`, `suppress` and `unsuppress` are final
   * acts on people, and send no attributes: suppress deletes the profile for good and blocks its identifier.
   */
  action: z.enum(['identify', 'update', 'delete', 'suppress', 'unsuppress']).default('identify'),
  /** When the row's data was true: what is older than what was delivered is not sent. The file's arrival by default. */
  updatedAt: z.strictObject({ column: columnOrNames, format: TimeFormatSchema.optional() }).optional(),
});

/** One order, several line-item rows: adjacent rows with the same `column` become one event. */
export const GroupRuleSchema = z.strictObject({
  column: columnName,
  /** A column that a group's first row fills and no other: it begins a group; a row that has lost its head is rejected. */
  headColumn: columnName.optional(),
  items: z.strictObject({ as: propertyPath, columns: ColumnRulesSchema }),
});

/** Columns whose values make an event the same event; of several lists the first counts whose columns the file has. */
const key = z.array(z.array(columnName).min(1));

/** A further event of the same rows, such as the cancellation of an order. */
export const FurtherEventSchema = z.strictObject({
  name: eventName,
  /** It happened where this column is filled and, with `above`, holds a larger number. */
  when: z.strictObject({ column: columnName, above: z.number().optional() }),
  /** A column, or the time of the file: then a file of old rows counts as happening now. */
  time: z.union([z.strictObject({ column: columnName }), z.literal('file')]),
  key: key.min(1),
});

export const EventsFeedSchema = z.strictObject({
  kind: z.literal('events'),
  ...common,
  ...personCanary,
  identifiers,
  /** The event's name: one for all rows, or a column's value. */
  event: z.union([z.strictObject({ name: eventName }), z.strictObject({ column: columnOrNames })]),
  /** When it happened. Required: an event without a time would be taken for one of today. */
  time: z.strictObject({ column: columnOrNames, format: TimeFormatSchema.optional() }),
  /** Admit times more than 24 hours ahead. */
  allowFuture: z.boolean().default(false),
  /** Without any of these columns, a hash of the row's content makes it the same event. */
  key: key.default([]),
  groupBy: GroupRuleSchema.optional(),
  also: z.array(FurtherEventSchema).default([]),
  /** Replaces the shared taxonomy. */
  taxonomy: TaxonomySchema.optional(),
  ...eventGuards,
});

const objectType = {
  /** Id of the object type in Customer.io, where it must exist: "1", "2", … */
  objectTypeId: z.string().regex(/^[1-9]\d*$/, 'is the number of an object type, such as "1"'),
  objectId: z.strictObject({ column: columnName }),
};

/** Objects (companies, courses, accounts). */
export const ObjectsFeedSchema = z.strictObject({ kind: z.literal('objects'), ...common, ...objectType });

/** Who belongs to which object; columns become attributes of the relationship. */
export const RelationshipsFeedSchema = z.strictObject({
  kind: z.literal('relationships'),
  ...common,
  ...personCanary,
  identifiers,
  ...objectType,
  action: z.enum(['add', 'remove']).default('add'),
});

export const FeedSchema = z.discriminatedUnion('kind', [
  PeopleFeedSchema,
  EventsFeedSchema,
  ObjectsFeedSchema,
  RelationshipsFeedSchema,
]);

export const FeedsSchema = z
  .strictObject({
    /** Names the Customer.io workspace in every event's identity. Change it, and every event is new. */
    workspace: z.string().min(1),
    feeds: z.record(feedName, FeedSchema),
    /** The events of all feeds. Without one, every name is admitted. */
    taxonomy: TaxonomySchema.optional(),
  })
  .superRefine(({ feeds }, context) => {
    for (const { feed, at, message } of checkWaits(feeds))
      context.addIssue({ code: 'custom', path: ['feeds', feed, 'after', at], message });
  })
  .superRefine(({ feeds }, context) => {
    for (const { feed, message } of checkRollUps(feeds))
      context.addIssue({ code: 'custom', path: ['feeds', feed, 'rollUp'], message });
  })
  .superRefine(({ feeds, taxonomy: shared }, context) => {
    for (const [feedName, feed] of Object.entries(feeds)) {
      const taxonomy = feed.kind === 'events' ? (feed.taxonomy ?? shared) : undefined;
      if (feed.kind !== 'events' || taxonomy?.names !== 'closed') continue;
      const known = spellingsOf(taxonomy);
      for (const { name, path } of statedEvents(feed)) {
        if (known.has(name)) continue;
        const message = `the taxonomy knows no event "${name}", so that every row would be rejected`;
        context.addIssue({ code: 'custom', path: ['feeds', feedName, ...path], message });
      }
    }
  });

/** The events that a feed names itself, and where. */
function statedEvents({ event, also }: z.infer<typeof EventsFeedSchema>) {
  return [
    ...('name' in event ? [{ name: event.name, path: ['event', 'name'] }] : []),
    ...also.map(({ name }, index) => ({ name, path: ['also', index, 'name'] })),
  ];
}

/** A feed as it is written in feeds.config.ts. */
export type FeedInput = z.input<typeof FeedSchema>;
/** A feed as it is read, with every default filled in. */
export type Feed = z.infer<typeof FeedSchema>;
export type FeedKind = Feed['kind'];
export type PeopleFeed = z.infer<typeof PeopleFeedSchema>;
export type EventsFeed = z.infer<typeof EventsFeedSchema>;
export type ObjectsFeed = z.infer<typeof ObjectsFeedSchema>;
export type RelationshipsFeed = z.infer<typeof RelationshipsFeedSchema>;
export type FurtherEvent = z.infer<typeof FurtherEventSchema>;
export type FeedsInput = z.input<typeof FeedsSchema>;
export type Feeds = z.infer<typeof FeedsSchema>;
