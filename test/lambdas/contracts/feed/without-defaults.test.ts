import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { EventsFeedSchema, FeedSchema, PeopleFeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { withoutDefaults } from '../../../../lambdas/contracts/feed/without-defaults.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';

const RULE = z.strictObject({ event: z.string(), of: z.enum(['person', 'rows']).default('person') });
const BEFORE = z.strictObject({
  kind: z.literal('a'),
  rules: z.array(RULE).default([]),
  limits: z.strictObject({ share: z.number().default(0.5) }).prefault({}),
  columns: z.record(z.string(), z.union([z.string(), z.strictObject({ as: z.string() })])).default({}),
  event: z.union([z.strictObject({ name: z.string() }), z.strictObject({ column: z.string() })]),
});
/** The next release: an option more in each place, and another order. */
const AFTER = z.strictObject({
  within: z.string().default('7d'),
  event: z.union([
    z.strictObject({ name: z.string(), trim: z.boolean().default(true) }),
    z.strictObject({ column: z.string(), lower: z.boolean().default(false) }),
  ]),
  columns: z
    .record(
      z.string(),
      z.union([z.string(), z.strictObject({ as: z.string(), keep: z.boolean().default(true) })]),
    )
    .default({}),
  rules: z
    .array(RULE.extend({ also: z.array(z.string()).default([]), mode: z.enum(['x', 'y']).default('x') }))
    .default([]),
  limits: z
    .strictObject({
      most: z.number().default(0),
      share: z.number().default(0.5),
      volume: z.strictObject({ spread: z.number().default(3) }).prefault({}),
    })
    .prefault({}),
  kind: z.literal('a'),
});
const PLAIN = { kind: 'a', event: { name: 'seen' } };
const FULL = {
  kind: 'a',
  event: { column: 'Name' },
  rules: [{ event: 'one' }, { event: 'two', of: 'rows' }],
  limits: { share: 0.1 },
  columns: { b: 'text', a: { as: 'x' } },
};
const print = (schema: z.ZodType, input: unknown) =>
  JSON.stringify(withoutDefaults(schema, schema.parse(input)));

describe('withoutDefaults', () => {
  it.each([
    ['no options', PLAIN],
    ['options in lists, records, unions and objects', FULL],
  ])('returns the same for a schema that has more options with defaults: %s', (_, input) => {
    expect(print(AFTER, input)).toBe(print(BEFORE, input));
  });

  it('returns the same for an option that is not stated as for one that is stated with its default', () => {
    const stated = { ...PLAIN, rules: [], limits: { share: 0.5 }, columns: {} };
    expect(print(BEFORE, stated)).toBe(print(BEFORE, PLAIN));
    expect(withoutDefaults(BEFORE, BEFORE.parse(stated))).toEqual(PLAIN);
  });

  it.each([
    ['an option', { ...FULL, within: '8d' }],
    ['an option of an object', { ...FULL, limits: { share: 0.1, most: 1 } }],
    ['an option of an object in an object', { ...FULL, limits: { share: 0.1, volume: { spread: 4 } } }],
    ['an option in a list', { ...FULL, rules: [{ event: 'one', mode: 'y' }, FULL.rules[1]] }],
    ['an option in a record', { ...FULL, columns: { b: 'text', a: { as: 'x', keep: false } } }],
    ['an option in a union', { ...FULL, event: { column: 'Name', lower: true } }],
    ['the order of a list', { ...FULL, rules: FULL.rules.toReversed() }],
    [
      'the order of a record, which is the order of what is sent',
      { ...FULL, columns: { a: { as: 'x' }, b: 'text' } },
    ],
  ])('returns something else if the value of %s is changed', (_, changed) => {
    expect(print(AFTER, changed)).not.toBe(print(AFTER, FULL));
  });

  it('keeps the options that are named, in their order', () => {
    const keep = new Set(['rules', 'limits', 'share', 'columns', 'of']);
    const kept = withoutDefaults(AFTER, AFTER.parse(FULL), { keep, order: 'as is' });
    const { event, columns, rules, limits, kind } = BEFORE.parse(FULL);
    expect(JSON.stringify(kept)).toBe(JSON.stringify({ event, columns, rules, limits, kind }));
  });

  it.each([
    ['people', people, PeopleFeedSchema],
    ['events', events, EventsFeedSchema],
    ['shopifyOrders', shopifyOrders, EventsFeedSchema],
    ['shopifyCheckouts', shopifyCheckouts, EventsFeedSchema],
  ])('leaves out a new option of the preset %s', (_, preset, schema) => {
    const more: z.ZodType = z.strictObject({ aNewOption: z.boolean().default(false), ...schema.shape });
    expect(print(more, preset)).toBe(print(FeedSchema, preset));
    expect(print(more, { ...preset, aNewOption: true })).not.toBe(print(FeedSchema, preset));
  });
});
