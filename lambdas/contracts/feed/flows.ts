// The journeys that a feed's events are for, and how many people should be on their way into each.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';

const AGE = /^(?:(\d+[mhd])-)?(\d+[mhd])$/;

/** `24h`: younger than that. `60d-90d`: at least 60 and less than 90 days old. */
const age = z
  .string()
  .regex(AGE, 'is an age as "24h", or two as "60d-90d"')
  .refine((text) => {
    const { from, to } = readAge(text);
    return from < to;
  }, 'ends before it begins');

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
    // What is usual of the other ages is learnt, from five imports on.
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
        context.addIssue({ code: 'custom', path, message: "is none of the flow's ages" });
      if (min > max) context.addIssue({ code: 'custom', path, message: 'has a minimum above its maximum' });
    }
  });
export type Flow = Readonly<z.infer<typeof FlowSchema>>;

/** By name, as people call the journey: `cart-recovery`. */
export const FlowsSchema = z.record(z.string().min(1), FlowSchema);
export type Flows = Readonly<z.infer<typeof FlowsSchema>>;

/** An age that the schema has accepted, in seconds: `from` counts, `to` does not. */
export function readAge(text: string): { readonly from: number; readonly to: number } {
  const [, from = '0m', to = '0m'] = AGE.exec(text) ?? [];
  return { from: DurationSchema.parse(from), to: DurationSchema.parse(to) };
}

/** People per flow, and in it per age as the feed writes it: `{ 'cart-recovery': { '2h': 14, '24h': 210 } }`. */
export type FlowCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;
