// The schema of feeds.config.ts. It is checked at synth, and again when a function starts.
import * as z from 'zod';
import { ActionFromSchema, ActionSchema, ObjectActionFromSchema, ObjectActionSchema } from './action.ts';
import { canaryOptions, personCanary } from './canary.ts';
import { ColumnRulesSchema, columnName, columnOrNames, isConsent, propertyPath } from './column.ts';
import { checkConsents } from './consent.ts';
import { FileOptionsSchema } from './file-options.ts';
import { IdentifierRuleSchema } from './identifier.ts';
import { checkIdentifyingNames } from './identifying-names.ts';
import { checkMerges, MergedPersonSchema } from './merge.ts';
import { eventGuards, LimitsSchema } from './policies.ts';
import {
  checkRelationships,
  ObjectsOfPersonSchema,
  objectType,
  PeopleOfObjectSchema,
} from './relationships.ts';
import { ResendSchema } from './resend.ts';
import { checkRollUps } from './roll-up.ts';
import { eventName, spellingsOf, type Taxonomy, TaxonomySchema } from './taxonomy.ts';
import { TimeColumnsSchema } from './time-columns.ts';
import { TimezoneSchema } from './time-format.ts';
import { checkLongValues, longValues } from './too-long.ts';
import { checkTransforms, TransformSchema } from './transform.ts';
import { checkWaits, ExpectBySchema, feedName, waits } from './waits.ts';
import { itemColumnsIn, WhereSchema } from './where.ts';

const KIND = 'What a row is about: people, events, objects or relationships.';
const OF_ITEMS =
  'is a column of items, and only the first row of a group is compared. Move it to groupBy.items.where';
const KEY =
  'Columns that make an event the same event. Of several lists, the first whose columns the file has.';

const value = z.union([z.string(), z.number(), z.boolean()]);
const constants = z.record(propertyPath, value).superRefine((values, context) => {
  for (const [name, constant] of Object.entries(values)) {
    if (isConsent(name) && typeof constant !== 'boolean')
      context.addIssue({ code: 'custom', path: [name], message: 'is a consent. Set it to true or false' });
  }
});
const templates = z
  .record(
    propertyPath,
    z.string().regex(/\{[^{}]+\}/, 'has no column. Write its name in braces, such as "{First Name}"'),
  )
  .superRefine((values, context) => {
    for (const name of Object.keys(values).filter(isConsent))
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'is a consent, which cannot be text. Send a column under this name in columns',
      });
  });

const common = {
  file: FileOptionsSchema.default({}).describe(
    'How the files are written, if this cannot be found from the file.',
  ),
  requires: z.array(columnName).default([]).describe('Refuse a file that lacks one of these columns.'),
  refuses: z.array(columnName).default([]).describe('Refuse a file that has one of these columns.'),
  /** A function that changes the cells of each row before the feed reads them: docs/feeds/transform.md. */
  transform: TransformSchema.optional().describe(
    'A function that changes the cells of each row before the feed reads them.',
  ),
  where: WhereSchema.optional().describe(
    'Keep rows by their cells. The others are not sent, and count as filtered.',
  ),
  columns: ColumnRulesSchema.default({}).describe('How columns are sent, by their names in the header.'),
  unmapped: z
    .enum(['keep', 'drop', 'reject'])
    .default('keep')
    .describe('Columns that the feed does not name: send them, drop them, or refuse the file.'),
  constants: constants.default({}).describe('Values that every row gets.'),
  templates: templates
    .default({})
    .describe(
      'Values made from columns, such as "{First Name} {Last Name}". Left out if one of them is empty.',
    ),
  nullTokens: z
    .array(z.string().min(1))
    .default([])
    .describe('Texts in any column that count as an empty cell.'),
  stripApostrophe: z
    .boolean()
    .default(false)
    .describe('In every column, remove the apostrophe that Shopify writes before digits.'),
  ...canaryOptions,
  timezone: TimezoneSchema.optional().describe(
    'The IANA zone of times without one, such as America/New_York. Without it they are rejected.',
  ),
  limits: LimitsSchema.prefault({}).describe('When an import is held, or its report has a warning.'),
  expectBy: ExpectBySchema.optional().describe(
    'When the file of the day must have arrived, such as "06:00 America/New_York". If not, an alarm is raised.',
  ),
  ...waits,
};

const identifiers = z
  .array(IdentifierRuleSchema)
  .min(1)
  .describe('Who a row is about. The first identifier with a value is sent. The others become attributes.');

export const PeopleFeedSchema = z.strictObject({
  kind: z.literal('people').describe(KIND),
  ...common,
  ...longValues,
  ...personCanary,
  identifiers,
  action: ActionSchema.default('identify').describe(
    'What each row does to its person. delete, suppress, unsuppress and merge send no attributes.',
  ),
  from: MergedPersonSchema,
  actionFrom: ActionFromSchema.optional().describe('What each row does to its person, by a column.'),
  relationships: ObjectsOfPersonSchema,
  updatedAt: TimeColumnsSchema.optional().describe(
    'When the data of a row was true. Older data than what was delivered is not sent.',
  ),
  resend: ResendSchema.optional().describe(
    'Send attributes that did not change again: "always", or after days, such as "7d". By default never.',
  ),
});

/** Adjacent rows with the same value in `column` become one event, such as the line items of an order. */
export const GroupRuleSchema = z.strictObject({
  column: columnName.describe('The column that is the same in all rows of a group.'),
  headColumn: columnName.optional().describe('A column that only the first row of a group fills.'),
  items: z
    .strictObject({
      as: propertyPath.describe('The property with the list of items.'),
      columns: ColumnRulesSchema.describe('Columns of an item, with the options of columns.'),
      where: WhereSchema.optional().describe('Rows that add an item, with the options of where.'),
    })
    .describe('What each row adds to the event.'),
});

/** Lists of columns whose values make an event the same event. The first list counts whose columns the file has. */
const key = z.array(z.array(columnName).min(1));

/** A further event of the same rows, such as the cancellation of an order. */
export const FurtherEventSchema = z.strictObject({
  name: eventName.describe('The name of the further event.'),
  when: z
    .strictObject({
      column: columnName.describe('The event happened if this column is not empty.'),
      above: z.number().optional().describe('It also needs a number larger than this.'),
    })
    .describe('When the rows contain this event.'),
  // With "file", the events of old rows count as happening now.
  time: z
    .union([z.strictObject({ column: columnName.describe('The column with its time.') }), z.literal('file')])
    .describe('When it happened: the time in a column, or "file" for when the file arrived.'),
  key: key.min(1).describe(KEY),
});

export const EventsFeedSchema = z.strictObject({
  kind: z.literal('events').describe(KIND),
  ...common,
  ...personCanary,
  identifiers,
  event: z
    .union([
      z.strictObject({ name: eventName.describe('One name for all rows.') }),
      z.strictObject({
        column: columnOrNames.describe('The column with the name, or several names for that column.'),
      }),
    ])
    .describe('The name of the event.'),
  // Required: for Customer.io, an event without a time happens now.
  time: TimeColumnsSchema.describe('When the event happened.'),
  allowFuture: z.boolean().default(false).describe('Accept times more than 24 hours after the file arrived.'),
  // Without these columns, the same event is the one with the same content.
  key: key.default([]).describe(KEY),
  groupBy: GroupRuleSchema.optional().describe('Rows that together are one event.'),
  also: z.array(FurtherEventSchema).default([]).describe('Further events that the same rows contain.'),
  taxonomy: TaxonomySchema.optional().describe('The events of this feed, instead of the shared taxonomy.'),
  ...eventGuards,
});

/** Objects (companies, courses, accounts). */
export const ObjectsFeedSchema = z.strictObject({
  kind: z.literal('objects').describe(KIND),
  ...common,
  ...longValues,
  ...objectType,
  action: ObjectActionSchema.optional().describe(
    'What each row does to its object: identify (default), or delete, which also removes its relationships.',
  ),
  actionFrom: ObjectActionFromSchema.optional().describe('What each row does to its object, by a column.'),
  relationships: PeopleOfObjectSchema,
});

/** People and the objects that they belong to. Columns become attributes of the relationship. */
export const RelationshipsFeedSchema = z.strictObject({
  kind: z.literal('relationships').describe(KIND),
  ...common,
  ...longValues,
  ...personCanary,
  identifiers,
  ...objectType,
  action: z
    .enum(['add', 'remove'])
    .default('add')
    .describe('Add the person to the object, or remove the person from it.'),
});

export const FeedSchema = z.discriminatedUnion('kind', [
  PeopleFeedSchema,
  EventsFeedSchema,
  ObjectsFeedSchema,
  RelationshipsFeedSchema,
]);

export const FeedsSchema = z
  .strictObject({
    workspace: z
      .string()
      .min(1)
      .describe('Names the Customer.io workspace. If you change it, every event counts as new.'),
    feeds: z.record(feedName, FeedSchema).describe('The feeds, by the name of their folder under incoming/.'),
    taxonomy: TaxonomySchema.optional().describe(
      'The events that exist. Without it, every name is accepted.',
    ),
  })
  .superRefine(({ feeds }, context) => {
    for (const { feed, at, message } of checkWaits(feeds))
      context.addIssue({ code: 'custom', path: ['feeds', feed, 'after', at], message });
  })
  .superRefine(({ feeds }, context) => {
    for (const { feed, message } of checkRollUps(feeds))
      context.addIssue({ code: 'custom', path: ['feeds', feed, 'rollUp'], message });
  })
  .superRefine(({ feeds }, context) => {
    const faults = [
      ...checkConsents(feeds),
      ...checkIdentifyingNames(feeds),
      ...checkLongValues(feeds),
      ...checkTransforms(feeds),
      ...checkRelationships(feeds),
      ...checkMerges(feeds),
    ];
    for (const { feed, path, message } of faults)
      context.addIssue({ code: 'custom', path: ['feeds', feed, ...path], message });
  })
  .superRefine(({ feeds, taxonomy: shared }, context) => {
    for (const [name, feed] of Object.entries(feeds)) {
      if (feed.kind !== 'events') continue;
      for (const column of itemColumnsIn(feed.where, feed.groupBy?.items))
        context.addIssue({ code: 'custom', path: ['feeds', name, 'where', column], message: OF_ITEMS });
      for (const { path, message } of checkEventNames(feed, feed.taxonomy ?? shared))
        context.addIssue({ code: 'custom', path: ['feeds', name, ...path], message });
    }
  });

/** The events that a feed names, but a closed taxonomy does not have. */
function checkEventNames(feed: z.infer<typeof EventsFeedSchema>, taxonomy: Taxonomy | undefined) {
  if (taxonomy?.names !== 'closed') return [];
  const known = spellingsOf(taxonomy);
  return statedEvents(feed)
    .filter(({ name }) => !known.has(name))
    .map(({ name, path }) => ({
      path,
      message: `the taxonomy has no event "${name}", so every row would be rejected. Add it to taxonomy.events, or set names: "open"`,
    }));
}

/** The event names in the feed itself, with their place in it. */
function statedEvents({ event, also }: z.infer<typeof EventsFeedSchema>) {
  return [
    ...('name' in event ? [{ name: event.name, path: ['event', 'name'] }] : []),
    ...also.map(({ name }, index) => ({ name, path: ['also', index, 'name'] })),
  ];
}

/** A feed as it is written in feeds.config.ts. */
export type FeedInput = z.input<typeof FeedSchema>;
/** A feed with its defaults. */
export type Feed = z.infer<typeof FeedSchema>;
export const FEED_KINDS = [
  'people',
  'events',
  'objects',
  'relationships',
] as const satisfies readonly Feed['kind'][];
export type FeedKind = (typeof FEED_KINDS)[number];
export type PeopleFeed = z.infer<typeof PeopleFeedSchema>;
export type EventsFeed = z.infer<typeof EventsFeedSchema>;
export type ObjectsFeed = z.infer<typeof ObjectsFeedSchema>;
export type RelationshipsFeed = z.infer<typeof RelationshipsFeedSchema>;
export type FurtherEvent = z.infer<typeof FurtherEventSchema>;
/** An entry of `also`, as it is written in feeds.config.ts. */
export type FurtherEventInput = NonNullable<Extract<FeedInput, { readonly kind: 'events' }>['also']>[number];
export type FeedsInput = z.input<typeof FeedsSchema>;
export type Feeds = z.infer<typeof FeedsSchema>;
