// Which events a workspace knows: a misspelt name is told from a new one.
import * as z from 'zod';

export const PropertyTypeSchema = z.enum(['string', 'number', 'boolean', 'list', 'object']);
export type PropertyType = z.infer<typeof PropertyTypeSchema>;

export const TaxonomySchema = z.strictObject({
  /** `closed`: other names are rejected (default). `open`: they are admitted and listed in the report. */
  names: z.enum(['closed', 'open']).default('closed'),
  events: z.record(
    z.string().min(1),
    z.strictObject({
      /** Types of known properties. Others are admitted. A text that reads as the type becomes it. */
      properties: z.record(z.string(), PropertyTypeSchema).default({}),
      /** Other spellings that mean this event, former names included. */
      aliases: z.array(z.string().min(1)).default([]),
    }),
  ),
});
export type Taxonomy = Readonly<z.infer<typeof TaxonomySchema>>;
