// How a file is read: the schema of feeds.config.ts, checked at synth and again where a function starts.
import * as z from 'zod';

const columnName = z.string().min(1);
/** A property path; dots nest: `address.city`. */
const target = z.string().min(1).max(150);

/** How a cell becomes a value. Nothing is guessed: a column without a type stays a string. */
export const ColumnTypeSchema = z.enum(['string', 'number', 'integer', 'boolean', 'datetime']);
export type ColumnType = z.infer<typeof ColumnTypeSchema>;

export const ColumnRuleSchema = z.strictObject({
  /** Name it is sent under; its own name by default. */
  as: target.optional(),
  type: ColumnTypeSchema.optional(),
  /** Leave the column out. */
  drop: z.boolean().optional(),
  /** Remove one leading apostrophe, which Shopify puts before digits that a spreadsheet would mangle. */
  stripApostrophe: z.boolean().optional(),
});
export type ColumnRule = z.infer<typeof ColumnRuleSchema>;

/** The first column of the list that exists and is not blank gives the identifier. */
export const IdentifierRuleSchema = z.strictObject({
  as: z.enum(['id', 'email', 'phone']),
  columns: z.array(columnName).min(1),
});

const common = {
  /** Tried in order: the first with a value is sent, the others stay attributes or properties. */
  identifiers: z.array(IdentifierRuleSchema).min(1),
  columns: z.record(columnName, ColumnRuleSchema).default({}),
  /** What happens to columns that nothing names. */
  unmapped: z.enum(['keep', 'drop']).default('keep'),
  /** Above this share of rejected rows (0 to 1) the import is held: nothing is sent. */
  maxRejectShare: z.number().min(0).max(1).default(0.5),
};

export const PeopleFeedSchema = z.strictObject({ kind: z.literal('people'), ...common });

/** One order, several line-item rows: adjacent rows with the same `column` become one event. */
export const GroupRuleSchema = z.strictObject({
  column: columnName,
  /** A column that only a group's first row fills: without it a row has lost its head. */
  headColumn: columnName,
  items: z.strictObject({
    /** Property that holds the array. */
    as: target,
    columns: z.record(columnName, ColumnRuleSchema),
  }),
});

export const EventsFeedSchema = z.strictObject({
  kind: z.literal('events'),
  ...common,
  /** The event's name: one for all rows, or a column's value. */
  event: z.union([z.strictObject({ name: z.string().min(1) }), z.strictObject({ column: columnName })]),
  /** When it happened. Required: an event without a time would be taken for one of today. */
  time: z.strictObject({ column: columnName }),
  /**
   * Columns whose values make an event the same event. Of several lists the first counts whose columns the file
   * has; where it has none of them, a hash of the row's content does.
   */
  key: z.array(z.array(columnName).min(1)).default([]),
  groupBy: GroupRuleSchema.optional(),
});

export const FeedSchema = z.discriminatedUnion('kind', [PeopleFeedSchema, EventsFeedSchema]);

/** The first part of every key below `incoming/`, and of every import's name. */
const feedName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a feed is named in lower case letters, digits and dashes, at most 40');

export const FeedsSchema = z.strictObject({
  /** Names the Customer.io workspace in every event's identity. Change it, and every event is new. */
  workspace: z.string().min(1),
  feeds: z.record(feedName, FeedSchema),
});

/** A feed as it is written in feeds.config.ts. */
export type FeedInput = z.input<typeof FeedSchema>;
/** A feed as it is read, with every default filled in. */
export type Feed = z.infer<typeof FeedSchema>;
export type PeopleFeed = z.infer<typeof PeopleFeedSchema>;
export type EventsFeed = z.infer<typeof EventsFeedSchema>;
export type GroupRule = z.infer<typeof GroupRuleSchema>;
export type FeedsInput = z.input<typeof FeedsSchema>;
export type Feeds = z.infer<typeof FeedsSchema>;
