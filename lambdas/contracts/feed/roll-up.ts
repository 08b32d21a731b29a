// What a feed of orders may keep on the profile, added up from the events that were delivered.
import * as z from 'zod';
import { isConsent, propertyPath } from './column.ts';

/** Names that would give a person another identity, or another consent. */
const attribute = propertyPath.refine(
  (name) => !isConsent(name) && !/[.]|^(id|email|phone|cio_id|created_at)$/.test(name),
  'means something else to Customer.io, or nests',
);

export const RollUpSchema = z.strictObject({
  event: z.string().min(1).describe('The event that is counted.'),
  value: propertyPath.describe('The property of the event that is added up.'),
  names: z
    .strictObject({
      first: attribute.default('first_order_date').describe('The time of the first event.'),
      last: attribute.default('last_order_date').describe('The time of the last event.'),
      count: attribute.default('total_orders').describe('The number of events.'),
      sum: attribute.default('lifetime_value').describe('The sum of value.'),
    })
    .prefault({})
    .refine((names) => new Set(Object.values(names)).size === 4, 'calls two attributes alike')
    .describe('The names of the attributes.'),
});
export type RollUp = z.infer<typeof RollUpSchema>;

/** Feeds that count the same event add up to one sum, so they call it alike; those of different events do not. */
export function checkRollUps(
  feeds: Readonly<Record<string, { readonly rollUp?: RollUp | undefined } | object>>,
): { readonly feed: string; readonly message: string }[] {
  const all = Object.entries(feeds).flatMap(([feed, defined]) =>
    'rollUp' in defined && defined.rollUp ? [{ feed, ...defined.rollUp }] : [],
  );
  return all.flatMap(({ feed, event, names }, at) => {
    const other = all.slice(0, at).find((before) => clash(before, { event, names }));
    if (!other) return [];
    const message =
      other.event === event
        ? `counts "${event}" as feed "${other.feed}" does, and calls an attribute otherwise`
        : `has an attribute of the roll-up of feed "${other.feed}", which counts "${other.event}"`;
    return [{ feed, message }];
  });
}

function clash(a: Pick<RollUp, 'event' | 'names'>, b: Pick<RollUp, 'event' | 'names'>): boolean {
  const [one, other] = [Object.values(a.names), Object.values(b.names)];
  if (a.event === b.event)
    return Object.entries(a.names).some(
      ([name, called]) => b.names[name as keyof RollUp['names']] !== called,
    );
  return one.some((name) => other.includes(name));
}
