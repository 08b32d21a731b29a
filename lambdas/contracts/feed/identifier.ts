// Who a row is about: the options of an entry of `identifiers`.
import * as z from 'zod';
import { columnName } from './column.ts';
import { CountrySchema } from './country.ts';

/** The identifier is the value of the first column in the list that has one. */
export const IdentifierRuleSchema = z
  .strictObject({
    as: z
      .enum(['id', 'email', 'phone', 'cio_id'])
      .describe(
        'The kind of identifier in Customer.io. A cio_id, which Customer.io assigns, creates no person.',
      ),
    columns: z
      .array(columnName)
      .min(1)
      .describe('Columns that can contain it. The first with a value counts.'),
    stripApostrophe: z
      .boolean()
      .optional()
      .describe('Remove one leading apostrophe, which Shopify writes before digits.'),
    allow: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        'Placeholders that identify someone in this feed, such as unknown. Without it, they are rejected.',
      ),
    country: CountrySchema.optional().describe(
      'For phone: the country of numbers without a country code, such as GB. Without it, they are rejected.',
    ),
  })
  .refine(({ as, country }) => country === undefined || as === 'phone', {
    path: ['country'],
    message: 'has an effect only with as: "phone". Remove country',
  });
export type IdentifierRule = z.infer<typeof IdentifierRuleSchema>;
