// How a column is read: the part of a feed's schema that people write most.
import * as z from 'zod';
import { NAME_BYTES } from './limits.ts';
import { TimeFormatSchema, TimezoneSchema } from './time-format.ts';

export const columnName = z.string().min(1);

/** A property path; dots nest: `address.city`. */
export const propertyPath = z
  .string()
  .refine((path) => !path.split('.').includes(''), 'is no name: a part of it is empty')
  .refine((path) => Buffer.byteLength(path) <= NAME_BYTES, 'is longer than 150 bytes')
  .refine((path) => !isReserved(path), 'begins with an underscore, which Customer.io keeps for itself');

/** Customer.io keeps names that start with an underscore for itself and ignores them (docs, "Attributes"). */
export function isReserved(name: string): boolean {
  return name.startsWith('_');
}

/** `unsubscribed` and the subscription preferences: a wrong value there mails people who said no. */
export function isConsent(name: string): boolean {
  return name === 'unsubscribed' || name.split('.')[0] === 'cio_subscription_preferences';
}

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

const RuleSchema = z.strictObject({
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
  /** The column holds digits that are no number. One leading apostrophe, with which Shopify guards them, is removed. */
  stripApostrophe: z.boolean().optional(),
  /** Reject the row where the cell is empty. */
  required: z.boolean().optional(),
});
export type ColumnRule = z.infer<typeof RuleSchema>;

/** Options that mean something to these types only. */
const BELONGS_TO: Readonly<Partial<Record<keyof ColumnRule, readonly ColumnType[]>>> = {
  format: ['date', 'datetime'],
  timezone: ['date', 'datetime'],
  decimal: ['money'],
  separator: ['list'],
};

export const ColumnRuleSchema = RuleSchema.superRefine((rule, context) => {
  for (const [option, types] of Object.entries(BELONGS_TO)) {
    if (!(option in rule) || types.includes(rule.type ?? 'string')) continue;
    context.addIssue({
      code: 'custom',
      path: [option],
      message: `says nothing without type: "${types.join('" or "')}"`,
    });
  }
});

export const ColumnRulesSchema = z.record(columnName, ColumnRuleSchema).superRefine((rules, context) => {
  for (const [column, rule] of Object.entries(rules)) {
    if (rule.drop) continue;
    const name = rule.as ?? column;
    if (isReserved(name))
      context.addIssue({
        code: 'custom',
        path: [column],
        message:
          'begins with an underscore, which Customer.io keeps for itself: state another name in as, or drop it',
      });
    if (name === 'unsubscribed' && rule.blank === 'clear')
      context.addIssue({
        code: 'custom',
        path: [column, 'blank'],
        message: 'cannot be "clear": Customer.io would take everybody with an empty cell for subscribed',
      });
  }
});
export type ColumnRules = Readonly<Record<string, ColumnRule>>;
