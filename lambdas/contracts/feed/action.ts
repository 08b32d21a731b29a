// What a row does to its person, object or relationship: the same for all rows, or by a column.
import * as z from 'zod';
import { columnOrNames } from './column.ts';

export const ActionSchema = z.enum(['identify', 'update', 'delete', 'suppress', 'unsuppress', 'merge']);
export type Action = z.infer<typeof ActionSchema>;

/** A merge cannot be undone and needs two people, so it is the action of a whole feed. */
const RowActionSchema = ActionSchema.exclude(['merge']);
export type RowAction = z.infer<typeof RowActionSchema>;

/** What a row does to its object. */
export const ObjectActionSchema = z.enum(['identify', 'delete']);

/** @param actions those of the kind of feed. */
export function actionFrom<Actions extends z.ZodEnum>(actions: Actions) {
  return z
    .strictObject({
      column: columnOrNames.describe(
        'The column, or several names for it. An empty cell means action of the feed.',
      ),
      values: z
        .record(z.string().min(1), actions)
        .optional()
        .describe("What texts in the column do, such as { true: 'delete', false: 'identify' }."),
      otherwise: actions.optional().describe('What other texts do. Without it, they are rejected.'),
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
}

export const ActionFromSchema = actionFrom(RowActionSchema);
export const ObjectActionFromSchema = actionFrom(ObjectActionSchema);
/** Of the feeds that have it. Each kind has its own actions. */
export type ActionFrom<Of extends Action = Action> = {
  readonly column: string | readonly string[];
  readonly values?: Readonly<Record<string, Of>> | undefined;
  readonly otherwise?: Of | undefined;
};

/** What the rows of a feed can do. */
export function actionsOf(feed: {
  readonly action?: Action | undefined;
  readonly actionFrom?: ActionFrom | undefined;
}): readonly Action[] {
  const { values = {}, otherwise } = feed.actionFrom ?? {};
  return [
    feed.action ?? 'identify',
    ...Object.values(values),
    ...(otherwise === undefined ? [] : [otherwise]),
  ];
}

/** Whether an action sends attributes. The others send the identifier only. */
export function sendsAttributes(action: Action): action is 'identify' | 'update' {
  return action === 'identify' || action === 'update';
}
