// How a column is read: the part of a feed's schema that people write most.
import * as z from 'zod';
import { NAME_BYTES } from '../customerio-limits.ts';
import { TimeFormatSchema, TimezoneSchema } from './time-format.ts';

export const columnName = z.string().min(1);

/** A property path; dots nest: `address.city`. */
export const propertyPath = z
  .string()
  .refine((path) => !path.split('.').includes(''), 'is no name: a part of it is empty')
  .refine((path) => Buffer.byteLength(path) <= NAME_BYTES, 'is longer than 150 bytes')
  .refine((path) => !isIgnoredName(path), 'begins with an underscore, which Customer.io keeps for itself');

/** Customer.io keeps names that start with an underscore for itself and ignores them (docs, "Attributes"). */
export function isIgnoredName(name: string): boolean {
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
  as: propertyPath.optional().describe('Send the column under this name. Dots nest: address.city.'),
  type: ColumnTypeSchema.optional().describe('What the cells hold. Without a type they are sent as text.'),
  drop: z.boolean().optional().describe('Do not send the column.'),
  blank: z
    .enum(['ignore', 'clear'])
    .optional()
    .describe('What an empty cell does: ignore (default) leaves the attribute as it is, clear removes it.'),
  nullTokens: z
    .array(z.string().min(1))
    .optional()
    .describe('Texts in this column that count as an empty cell.'),
  format: TimeFormatSchema.optional().describe('For date and datetime: how the times are written.'),
  timezone: TimezoneSchema.optional().describe(
    "For date and datetime: the IANA zone of times without one. Without it, the feed's timezone.",
  ),
  decimal: z.enum(['.', ',']).optional().describe('For money: the decimal mark. "." by default.'),
  separator: z
    .string()
    .min(1)
    .optional()
    .describe('For list: what separates the entries. A comma by default.'),
  stripApostrophe: z
    .boolean()
    .optional()
    .describe('The cells are digits, not numbers: remove one leading apostrophe, reject 1.23E+11.'),
  required: z.boolean().optional().describe('Reject a row with an empty cell in this column.'),
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
    if (isIgnoredName(name))
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
