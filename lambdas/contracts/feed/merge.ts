// Rows that merge a person into another one: https://docs.customer.io/integrations/api/track/ (v2, action merge).
import * as z from 'zod';
import { type IdentifierRule, IdentifierRuleSchema } from './identifier.ts';

/** As of `identifiers`, without phone numbers: "identified by id, email, or cio_id" (Customer.io OpenAPI, person merge). */
const MergedRuleSchema = z.strictObject({
  as: z.enum(['id', 'email', 'cio_id']).describe('The kind of identifier in Customer.io.'),
  columns: IdentifierRuleSchema.shape.columns,
  stripApostrophe: IdentifierRuleSchema.shape.stripApostrophe,
  allow: IdentifierRuleSchema.shape.allow,
});

export const MergedPersonSchema = z
  .array(MergedRuleSchema)
  .min(1)
  .optional()
  .describe(
    'For action: "merge": the person who is merged into the one of identifiers, and no longer exists afterwards.',
  );

interface FeedOfMerges {
  readonly kind: string;
  readonly action?: string | undefined;
  readonly actionFrom?: unknown;
  readonly relationships?: unknown;
  readonly identifiers?: readonly IdentifierRule[] | undefined;
  readonly from?: readonly IdentifierRule[] | undefined;
}

interface Mistake {
  readonly feed: string;
  readonly path: readonly string[];
  readonly message: string;
}

/** A merge needs two people, and cannot be undone: nothing else may be in such a feed. */
export function checkMerges(feeds: Readonly<Record<string, FeedOfMerges>>): Mistake[] {
  return Object.entries(feeds).flatMap(([feed, definition]) =>
    definition.kind === 'people' ? mistakesOf(definition).map((mistake) => ({ feed, ...mistake })) : [],
  );
}

function mistakesOf({ action, actionFrom, relationships, identifiers = [], from }: FeedOfMerges) {
  if (action !== 'merge') {
    const message = 'has an effect only with action: "merge". Remove it, or set action';
    return from ? [{ path: ['from'], message }] : [];
  }
  const needed = 'is missing. Write the columns of the person who is merged and no longer exists afterwards';
  const others = Object.entries({ actionFrom, relationships }).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [{ path: [name], message: 'cannot be in a feed of merges. Write a feed of its own' }],
  );
  return [
    ...(from ? [] : [{ path: ['from'], message: needed }]),
    ...others,
    ...(identifiers.some(({ as }) => as === 'phone')
      ? [
          {
            path: ['identifiers'],
            message: 'has a phone number. Customer.io merges people by id, email or cio_id only',
          },
        ]
      : []),
    ...sharedColumns(identifiers, from ?? []),
  ];
}

function sharedColumns(identifiers: readonly IdentifierRule[], from: readonly IdentifierRule[]) {
  const stays = new Set(identifiers.flatMap(({ columns }) => columns));
  const both = from.flatMap(({ columns }) => columns).find((column) => stays.has(column));
  const message = `names the column "${both}", and so does identifiers. Each of the two people needs columns of their own`;
  return both === undefined ? [] : [{ path: ['from'], message }];
}
