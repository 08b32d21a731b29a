// How a column is read: the part of a feed's schema that people write most.
import * as z from 'zod';
import { TimeFormatSchema, TimezoneSchema } from './time-format.ts';

export const columnName = z.string().min(1);
/** A property path; dots nest: `address.city`. */
export const propertyPath = z.string().min(1).max(150);

/** Nothing is guessed: a column without a type stays the text it is. */
export const ColumnTypeSchema = z.enum([
  'string',
  'number',
  'integer',
  'boolean',
  'date',
  'datetime',
  'money',
  'json',
  'list',
]);
export type ColumnType = z.infer<typeof ColumnTypeSchema>;

export const ColumnRuleSchema = z.strictObject({
  /** Name it is sent under; its own name by default. Dots nest. */
  as: propertyPath.optional(),
  /** `date` and `datetime` are sent as Unix seconds, `money` as a number, `list` as an array of strings. */
  type: ColumnTypeSchema.optional(),
  /** Leave the column out. */
  drop: z.boolean().optional(),
  /** An empty cell says nothing (`ignore`, the default) or removes the attribute (`clear`). */
  blank: z.enum(['ignore', 'clear']).optional(),
  /** Texts that count as an empty cell, such as `\N`, `NULL`, `N/A`. */
  nullTokens: z.array(z.string().min(1)).optional(),
  /** For `date` and `datetime`: how they are written. */
  format: TimeFormatSchema.optional(),
  /** For `date` and `datetime` without a zone: an IANA name; the feed's by default. */
  timezone: TimezoneSchema.optional(),
  /** For `money`: the decimal mark. */
  decimal: z.enum(['.', ',']).optional(),
  /** For `list`: what parts the entries. */
  separator: z.string().min(1).optional(),
  /** Remove one leading apostrophe, which Shopify puts before digits that a spreadsheet would mangle. */
  stripApostrophe: z.boolean().optional(),
  /** Reject the row where the cell is empty. */
  required: z.boolean().optional(),
});
export type ColumnRule = z.infer<typeof ColumnRuleSchema>;
export const ColumnRulesSchema = z.record(columnName, ColumnRuleSchema);
export type ColumnRules = Readonly<Record<string, ColumnRule>>;
