// What happens to values that are longer than Customer.io accepts.
import * as z from 'zod';

/** - `truncate` cuts texts, and leaves out the last entries of lists. Other values stay rejected. */
export const TooLongSchema = z.enum(['reject', 'drop', 'truncate']);
export type TooLong = z.infer<typeof TooLongSchema>;

/** Feeds with attributes. Properties of events have no limit of their own. */
export const longValues = {
  tooLong: TooLongSchema.optional().describe(
    'Values over 1,000 bytes: reject the row (default), leave the value out (drop), or cut it (truncate).',
  ),
};

interface FeedOfColumns {
  readonly kind: string;
  readonly columns: Readonly<Record<string, { readonly tooLong?: TooLong | undefined }>>;
}

/** The columns of events for which a feed states what Customer.io does not limit. */
export function checkLongValues(feeds: Readonly<Record<string, FeedOfColumns>>) {
  return Object.entries(feeds).flatMap(([feed, { kind, columns }]) =>
    kind !== 'events'
      ? []
      : Object.keys(columns)
          .filter((column) => columns[column]?.tooLong !== undefined)
          .map((column) => ({
            feed,
            path: ['columns', column, 'tooLong'],
            message: 'has no effect in a feed of events, whose properties have no limit. Remove it',
          })),
  );
}
