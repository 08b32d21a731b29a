// Where a row has its time: in one column, or its date and its time of day in two.
import * as z from 'zod';
import { columnOrNames } from './column.ts';
import { TimeFormatSchema } from './time-format.ts';

interface Place {
  readonly column?: string | readonly string[] | undefined;
  readonly columns?: readonly [string | readonly string[], string | readonly string[]] | undefined;
}

export const TimeColumnsSchema = z
  .strictObject({
    column: columnOrNames.optional().describe('The column, or several names for it.'),
    columns: z
      .tuple([columnOrNames, columnOrNames])
      .optional()
      .describe('Instead of column: the column with the date, and the column with the time of day.'),
    format: TimeFormatSchema.optional().describe('How the times are written.'),
  })
  .superRefine(checkPlace)
  .refine(({ columns, format = 'auto' }) => columns === undefined || !format.startsWith('epoch_'), {
    path: ['format'],
    message: 'is a number, which is in one column. Write column instead of columns, or remove format',
  });
export type TimeColumns = Readonly<z.infer<typeof TimeColumnsSchema>>;

function checkPlace({ column, columns }: Place, context: z.RefinementCtx): void {
  const add = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (column === undefined && columns === undefined)
    add('column', "is missing. Write the column with the time, or columns: ['Date', 'Time'] for two columns");
  if (column !== undefined && columns !== undefined)
    add('columns', 'cannot be set together with column. Remove one of the two');
  const [dates, times] = (columns ?? [[], []]).map((names) => [names].flat());
  const shared = dates?.find((name) => times?.includes(name));
  if (shared !== undefined)
    add(
      'columns',
      `has "${shared}" for the date and for the time of day. If one column has both, write column`,
    );
}

/** Lists of names, of which a file must have one each: the column, or that of the date and that of the time of day. */
export function timeNames({ column, columns }: Place): readonly (readonly string[])[] {
  return (columns ?? (column === undefined ? [] : [column])).map((names) => [names].flat());
}
