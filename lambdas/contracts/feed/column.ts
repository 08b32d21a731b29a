// How a column is read and sent: the options in `columns` of a feed.
import * as z from 'zod';
import { NAME_BYTES } from '../customerio-limits.ts';
import { CountrySchema } from './country.ts';
import { TimeFormatSchema, TimezoneSchema } from './time-format.ts';
import { longValues } from './too-long.ts';

const UNDERSCORE = 'starts with an underscore, and Customer.io ignores such names';

export const columnName = z.string().min(1);

/** A column, or several names for it: the first that the file has. */
export const columnOrNames = z.union([columnName, z.array(columnName).min(1)]);

/** A property path; dots nest: `address.city`. */
export const propertyPath = z
  .string()
  .refine((path) => !path.split('.').includes(''), 'has an empty part. Write a name between all dots')
  .refine(
    (path) => Buffer.byteLength(path) <= NAME_BYTES,
    `is longer than ${NAME_BYTES} bytes. Use a shorter name`,
  )
  .refine((path) => !isIgnoredName(path), `${UNDERSCORE}. Use a name without it`);

/** Customer.io ignores names that start with an underscore (docs, "Attributes"). */
export function isIgnoredName(name: string): boolean {
  return name.startsWith('_');
}

/** `unsubscribed` and the subscription preferences. A wrong value there sends messages to people who said no. */
export function isConsent(name: string): boolean {
  return name === 'unsubscribed' || name.split('.')[0] === 'cio_subscription_preferences';
}

/** Whether a column says that a person wants messages, or that a person does not. */
export function isConsentType(type: ColumnType | undefined): type is 'optIn' | 'optOut' {
  return type === 'optIn' || type === 'optOut';
}

/** A column without a type is sent as text: no type is guessed. */
export const ColumnTypeSchema = z.enum([
  'string',
  'number',
  'integer',
  'boolean',
  'date',
  'datetime',
  'money',
  'phone',
  'json',
  'list',
  'optIn',
  'optOut',
]);
export type ColumnType = z.infer<typeof ColumnTypeSchema>;

const RuleSchema = z.strictObject({
  as: propertyPath.optional().describe('Send the column under this name. Dots nest: address.city.'),
  type: ColumnTypeSchema.optional().describe('What the cells contain. Without a type they are sent as text.'),
  drop: z.boolean().optional().describe('Do not send the column.'),
  blank: z
    .enum(['ignore', 'clear'])
    .optional()
    .describe('What an empty cell does: ignore (default) leaves the attribute as it is, clear removes it.'),
  values: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('What texts are sent as, such as { ja: true, nein: false }. For optIn and optOut, more words.'),
  otherwise: z
    .enum(['reject', 'keep', 'ignore'])
    .optional()
    .describe('Texts that values does not have: reject the row (default), send them, or read an empty cell.'),
  send: z
    .enum(['unsubscribe', 'subscribe', 'both', 'unix', 'iso'])
    .optional()
    .describe(
      'For optIn and optOut: who is changed in Customer.io. By default, only people who say no. For date and datetime: Unix seconds (unix, the default) or ISO 8601 (iso).',
    ),
  nullTokens: z
    .array(z.string().min(1))
    .optional()
    .describe('Texts in this column that count as an empty cell.'),
  format: TimeFormatSchema.optional().describe('For date and datetime: how the times are written.'),
  timezone: TimezoneSchema.optional().describe(
    "For date and datetime: the IANA zone of times without one. Without it, the feed's timezone.",
  ),
  decimal: z.enum(['.', ',']).optional().describe('For money: the decimal mark. "." by default.'),
  country: CountrySchema.optional().describe(
    'For phone: the country of numbers without a country code, such as GB. Without it, they are rejected.',
  ),
  separator: z
    .string()
    .min(1)
    .optional()
    .describe('For list: what separates the entries. A comma by default.'),
  stripApostrophe: z
    .boolean()
    .optional()
    .describe('The cells are digits, not numbers: remove one leading apostrophe, reject 1.23E+11.'),
  mayChange: z
    .boolean()
    .optional()
    .describe(
      'In events: the value changes after the event, such as a status. It does not make a repeat differ.',
    ),
  ...longValues,
  required: z.boolean().optional().describe('Reject a row with an empty cell in this column.'),
});
export type ColumnRule = z.infer<typeof RuleSchema>;

/** Options that have an effect on these types only. */
const BELONGS_TO: Readonly<Partial<Record<keyof ColumnRule, readonly ColumnType[]>>> = {
  format: ['date', 'datetime'],
  timezone: ['date', 'datetime'],
  decimal: ['money'],
  country: ['phone'],
  separator: ['list'],
  send: ['optIn', 'optOut', 'date', 'datetime'],
};

export const ColumnRuleSchema = RuleSchema.superRefine((rule, context) => {
  for (const { path, message } of checkValues(rule))
    context.addIssue({ code: 'custom', path: [...path], message });
  for (const [option, types] of Object.entries(BELONGS_TO)) {
    if (!(option in rule) || types.includes(rule.type ?? 'string')) continue;
    context.addIssue({
      code: 'custom',
      path: [option],
      message: `has an effect only with type: "${types.join('" or "')}". Add the type, or remove ${option}`,
    });
  }
});

/** What `send` can be, by type. */
const SENT_AS: Readonly<Partial<Record<ColumnType, readonly ColumnRule['send'][]>>> = {
  optIn: ['unsubscribe', 'subscribe', 'both'],
  optOut: ['unsubscribe', 'subscribe', 'both'],
  date: ['unix', 'iso'],
  datetime: ['unix', 'iso'],
};

interface Mistake {
  readonly path: readonly string[];
  readonly message: string;
}

function checkValues({ values, otherwise, type = 'string', send }: ColumnRule): Mistake[] {
  const sent = SENT_AS[type] ?? [];
  const texts = Object.keys(values ?? {}).map((text) => text.trim().toLowerCase());
  const twice = texts.find((text, at) => texts.indexOf(text) !== at);
  return [
    ...(send === undefined || sent.length === 0 || sent.includes(send)
      ? []
      : [{ path: ['send'], message: `can be "${sent.join('" or "')}" with type: "${type}"` }]),
    ...(twice === undefined
      ? []
      : [
          {
            path: ['values'],
            message: `has "${twice}" twice: case and spaces make no difference. Remove one`,
          },
        ]),
    ...(otherwise !== undefined && values === undefined
      ? [{ path: ['otherwise'], message: 'has an effect only with values. Add values, or remove otherwise' }]
      : []),
  ];
}

/** A column that decides who gets messages: a wrong word would write to people who said no. */
function checkConsent(name: string, { type, values = {}, otherwise }: ColumnRule): Mistake[] {
  const isOfAll = name === 'cio_subscription_preferences';
  const unclear = Object.keys(values).filter((text) => typeof values[text] !== 'boolean');
  return [
    ...(isOfAll && (isConsentType(type) || Object.keys(values).length > 0)
      ? [
          {
            path: [],
            message:
              'has all topics as JSON. For one topic, set as: "cio_subscription_preferences.topics.topic_1"',
          },
        ]
      : []),
    ...(otherwise === undefined
      ? []
      : [
          {
            path: ['otherwise'],
            message: 'is not possible for a consent: other words are rejected. Remove it',
          },
        ]),
    ...unclear.map((text) => ({ path: ['values', text], message: 'is a consent. Set it to true or false' })),
  ];
}

export const ColumnRulesSchema = z.record(columnName, ColumnRuleSchema).superRefine((rules, context) => {
  for (const [column, rule] of Object.entries(rules)) {
    if (rule.drop) continue;
    const name = rule.as ?? column;
    if (isIgnoredName(name))
      context.addIssue({
        code: 'custom',
        path: [column],
        message: `${UNDERSCORE}. Set another name with as, or set drop: true`,
      });
    const mistakes = isConsent(name) || isConsentType(rule.type) ? checkConsent(name, rule) : [];
    for (const { path, message } of mistakes)
      context.addIssue({ code: 'custom', path: [column, ...path], message });
    if (name === 'unsubscribed' && rule.blank === 'clear')
      context.addIssue({
        code: 'custom',
        path: [column, 'blank'],
        message:
          'cannot be "clear", because Customer.io would subscribe everyone with an empty cell. Remove blank',
      });
  }
});
export type ColumnRules = Readonly<Record<string, ColumnRule>>;
