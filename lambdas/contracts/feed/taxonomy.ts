// The events that exist: their names, aliases and the types of their properties.
import * as z from 'zod';
import { EVENT_NAME_BYTES } from '../customerio-limits.ts';

export const PropertyTypeSchema = z.enum(['string', 'number', 'boolean', 'list', 'object']);
export type PropertyType = z.infer<typeof PropertyTypeSchema>;

export const eventName = z
  .string()
  .min(1)
  .refine(
    (name) => name === name.trim(),
    'starts or ends with a space, which Customer.io removes. Remove the space',
  )
  .refine(
    (name) => Buffer.byteLength(name) <= EVENT_NAME_BYTES,
    `is longer than ${EVENT_NAME_BYTES} bytes. Use a shorter name`,
  );

export const TaxonomySchema = z.strictObject({
  names: z
    .enum(['closed', 'open'])
    .default('closed')
    .describe('Other event names: closed rejects them, open sends and reports them.'),
  events: z
    .record(
      eventName,
      z.strictObject({
        properties: z
          .record(z.string(), PropertyTypeSchema)
          .default({})
          .describe('Types of properties. Text is converted to the type. Other properties are accepted.'),
        aliases: z
          .array(z.string().min(1))
          .default([])
          .describe('Other names that mean this event, former names included.'),
      }),
    )
    .superRefine((events, context) => {
      const meant = new Map(Object.keys(events).map((name) => [name, name]));
      for (const [name, { aliases }] of Object.entries(events)) {
        for (const [index, alias] of aliases.entries()) {
          const other = meant.get(alias) ?? name;
          if (other !== name)
            context.addIssue({
              code: 'custom',
              path: [name, 'aliases', index],
              message: `"${alias}" already means the event "${other}". Remove one of the two`,
            });
          meant.set(alias, other);
        }
      }
    })
    .describe('The events that exist and their names.'),
});
export type Taxonomy = Readonly<z.infer<typeof TaxonomySchema>>;

/** Every name that a taxonomy accepts, with the event that it means. */
export function spellingsOf({ events }: Pick<Taxonomy, 'events'>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(events).flatMap(([name, { aliases }]) =>
      [name, ...aliases].map((spelling) => [spelling, name]),
    ),
  );
}
