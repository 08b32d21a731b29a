// Flows: journeys that events of a feed start, and how many people are expected in each.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';

const AGE = /^(?:(\d+[mhd])-)?(\d+[mhd])$/;

/** `24h`: less than 24 hours old. `60d-90d`: at least 60 and less than 90 days old. */
const age = z
  .string()
  .regex(AGE, 'must be an age such as "24h", or two such as "60d-90d"')
  .refine((text) => {
    const { from, to } = readAge(text);
    return from < to;
  }, 'ends before it starts. Write the smaller age first, such as "60d-90d"');

const people = z.number().int().nonnegative();

export const FlowSchema = z
  .strictObject({
    event: z.string().min(1).describe('Count the people who did this event.'),
    // The event itself counts by its last time.
    without: z
      .string()
      .min(1)
      .optional()
      .describe('Do not count people who did this event since, in this file or a remembered one.'),
    ages: z
      .array(age)
      .min(1)
      .describe('How long ago, with one count for each: "24h", or "60d-90d" for a range.'),
    // For the other ages, the usual counts are learned after five imports.
    expect: z
      .record(age, z.tuple([people, people]))
      .default({})
      .describe('The fewest and the most people by age. Without it, learned from earlier imports.'),
    otherwise: z
      .enum(['hold', 'warn'])
      .default('warn')
      .describe('What an unusual count does: hold the import, or warn in the report.'),
  })
  .superRefine(({ ages, expect }, context) => {
    for (const [age, [min, max]] of Object.entries(expect)) {
      const path = ['expect', age];
      if (!ages.includes(age))
        context.addIssue({
          code: 'custom',
          path,
          message: 'is not in ages. Add it there, or remove it here',
        });
      if (min > max)
        context.addIssue({
          code: 'custom',
          path,
          message: 'has a minimum over its maximum. Write [fewest, most]',
        });
    }
  });
export type Flow = Readonly<z.infer<typeof FlowSchema>>;

/** By a name for the journey, such as `cart-recovery`. */
export const FlowsSchema = z.record(z.string().min(1), FlowSchema);
export type Flows = Readonly<z.infer<typeof FlowsSchema>>;

/** An age that the schema accepted, in seconds: `from` is included, `to` is not. */
export function readAge(text: string): { readonly from: number; readonly to: number } {
  const [, from = '0m', to = '0m'] = AGE.exec(text) ?? [];
  return { from: DurationSchema.parse(from), to: DurationSchema.parse(to) };
}

/** People by flow and by age, as the feed writes it: `{ 'cart-recovery': { '2h': 14, '24h': 210 } }`. */
export type FlowCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;
