// Conditions on columns: which rows, and which items of a group, are sent.
import * as z from 'zod';
import { columnName } from './column.ts';

const text = z
  .string()
  .refine((word) => word.trim() !== '', 'is empty. For empty cells, write empty: true or empty: false');
const texts = z.union([text, z.array(text).min(1)]);

const ConditionSchema = z
  .strictObject({
    is: texts.optional().describe('Keep the row if the cell is one of these texts.'),
    not: texts.optional().describe('Leave the row out if the cell is one of these texts.'),
    empty: z
      .boolean()
      .optional()
      .describe('Keep the row only if the cell is empty (true), or only if it is not (false).'),
  })
  .refine(
    (condition) => Object.keys(condition).length > 0,
    'states nothing. Write is, not or empty, such as { not: "test" }',
  );
export type Condition = Readonly<z.infer<typeof ConditionSchema>>;

/** A row is kept if it meets the conditions of all columns. */
export const WhereSchema = z.record(columnName, ConditionSchema);
export type Where = Readonly<z.infer<typeof WhereSchema>>;

/**
 * The columns in `where` of the feed that only items have. Of a group, the conditions of the feed see the first row: they
 * would keep or leave out the whole group because of its first item.
 */
export function itemColumnsIn(
  where: Where = {},
  items: { readonly columns: Readonly<Record<string, unknown>> } | undefined,
): readonly string[] {
  return items ? Object.keys(where).filter((column) => Object.hasOwn(items.columns, column)) : [];
}
