// What a row of a people feed does to its person: the same for all rows, or by a column.
import * as z from 'zod';
import { columnName } from './column.ts';

export const ActionSchema = z.enum(['identify', 'update', 'delete', 'suppress', 'unsuppress']);
export type Action = z.infer<typeof ActionSchema>;

export const ActionFromSchema = z
  .strictObject({
    column: z
      .union([columnName, z.array(columnName).min(1)])
      .describe('The column, or several names for it. An empty cell means action of the feed.'),
    values: z
      .record(z.string().min(1), ActionSchema)
      .optional()
      .describe("What texts in the column do, such as { true: 'delete', false: 'identify' }."),
    otherwise: ActionSchema.optional().describe('What other texts do. Without it, they are rejected.'),
  })
  .refine(({ values = {}, otherwise }) => Object.keys(values).length > 0 || otherwise !== undefined, {
    path: ['values'],
    message: "is missing. Write what the texts of the column do, such as { true: 'delete' }",
  })
  .refine(
    ({ values = {} }) =>
      new Set(Object.keys(values).map((text) => text.trim().toLowerCase())).size ===
      Object.keys(values).length,
    { path: ['values'], message: 'has a text twice: case and spaces make no difference. Remove one' },
  );
export type ActionFrom = Readonly<z.infer<typeof ActionFromSchema>>;

/** What the rows of a feed can do. */
export function actionsOf(feed: {
  readonly action: Action;
  readonly actionFrom?: ActionFrom | undefined;
}): readonly Action[] {
  const { values = {}, otherwise } = feed.actionFrom ?? {};
  return [feed.action, ...Object.values(values), ...(otherwise === undefined ? [] : [otherwise])];
}

/** Whether an action sends attributes. The others send the identifier only. */
export function sendsAttributes(action: Action): action is 'identify' | 'update' {
  return action === 'identify' || action === 'update';
}
