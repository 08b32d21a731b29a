// Roll-up: totals of delivered events, kept as attributes of the person.
import * as z from 'zod';
import { isConsent, propertyPath } from './column.ts';

/** Not a name that would change the identity or the consent of a person. */
const attribute = propertyPath.refine(
  (name) => !isConsent(name) && !/[.]|^(id|email|phone|cio_id|created_at)$/.test(name),
  'is an attribute of Customer.io, or contains a dot. Use another name',
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
    .refine(
      (names) => new Set(Object.values(names)).size === 4,
      'has the same name twice. Use four different names',
    )
    .describe('The names of the attributes.'),
});
export type RollUp = z.infer<typeof RollUpSchema>;

/**
 * The mistakes in the roll-ups of all feeds. Feeds that count the same event share one total and need the same names.
 * Feeds that count different events need different names.
 */
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
        ? `counts "${event}" like feed "${other.feed}", but has other names. Use the same names in both feeds`
        : `has a name of feed "${other.feed}", which counts "${other.event}". Use other names`;
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
