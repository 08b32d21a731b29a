// Relationships that are in the same row as a person or an object.
import * as z from 'zod';
import { type Action, type ActionFrom, actionsOf } from './action.ts';
import { ColumnRulesSchema, columnName } from './column.ts';
import { IdentifierRuleSchema } from './identifier.ts';

export const objectType = {
  objectTypeId: z
    .string()
    .regex(/^[1-9]\d*$/, 'must be the number of an object type, such as "1"')
    .describe('The number of the object type, which must exist in Customer.io.'),
  objectId: z
    .strictObject({ column: columnName.describe('The column with the id.') })
    .describe('The id of the object.'),
};

const columns = ColumnRulesSchema.default({}).describe(
  'Columns that are attributes of the relationship, with the options of columns.',
);

/** In a row of a person. */
export const ObjectsOfPersonSchema = z
  .array(z.strictObject({ ...objectType, columns }))
  .min(1)
  .optional()
  .describe('Objects that the person belongs to. A row with an empty id adds none.');

/** In a row of an object. */
export const PeopleOfObjectSchema = z
  .array(
    z.strictObject({
      identifiers: z.array(IdentifierRuleSchema).min(1).describe('Who belongs to the object.'),
      columns,
    }),
  )
  .min(1)
  .optional()
  .describe('People who belong to the object. A row without an identifier of theirs adds no one.');

interface FeedOfRelationships {
  readonly kind: string;
  readonly action?: string | undefined;
  readonly actionFrom?: ActionFrom | undefined;
  readonly relationships?: readonly unknown[] | undefined;
}

/** A relationship creates a person who does not exist, which an update must never do. */
export function checkRelationships(feeds: Readonly<Record<string, FeedOfRelationships>>) {
  return Object.entries(feeds).flatMap(([feed, { kind, action, actionFrom, relationships }]) => {
    if (!relationships || kind !== 'people') return [];
    if (!actionsOf({ action: action as Action, actionFrom }).includes('update')) return [];
    const message =
      'would create people who do not exist, and action: "update" creates none. Remove it, or write a feed of relationships';
    return [{ feed, path: ['relationships'], message }];
  });
}
