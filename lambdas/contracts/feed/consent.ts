// Columns that say whether a person wants messages: the types optIn and optOut.
import { type Action, type ActionFrom, actionsOf, sendsAttributes } from './action.ts';
import { type ColumnRules, isConsentType } from './column.ts';

interface Mistake {
  readonly feed: string;
  readonly path: readonly string[];
  readonly message: string;
}

/** What `checkConsents` reads of a feed. */
interface FeedOfColumns {
  readonly kind: string;
  readonly action?: string | undefined;
  readonly actionFrom?: ActionFrom | undefined;
  readonly columns: ColumnRules;
  readonly groupBy?: { readonly items: { readonly columns: ColumnRules } } | undefined;
}

/** Only people have a consent: as the property of an event it would be ignored without a word. */
export function checkConsents(feeds: Readonly<Record<string, FeedOfColumns>>): Mistake[] {
  return Object.entries(feeds).flatMap(([feed, { kind, action, actionFrom, columns, groupBy }]) => {
    const isOfPeople =
      kind === 'people' && actionsOf({ action: action as Action, actionFrom }).some(sendsAttributes);
    const rules = [
      ...(isOfPeople ? [] : typed(columns, ['columns'])),
      ...typed(groupBy?.items.columns ?? {}, ['groupBy', 'items', 'columns']),
    ];
    return rules.map(({ path, type }) => ({
      feed,
      path,
      message: `${type} has an effect only in feeds of people that identify or update them. Use boolean`,
    }));
  });
}

function typed(columns: ColumnRules, place: readonly string[]) {
  return Object.entries(columns).flatMap(([column, { type }]) =>
    isConsentType(type) ? [{ type, path: [...place, column, 'type'] }] : [],
  );
}
