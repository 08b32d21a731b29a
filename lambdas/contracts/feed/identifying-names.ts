// Attributes that say who a person is: their values come from `identifiers`, which checks them, and never from anything
// that is the same for every row.
import { type Action, type ActionFrom, actionsOf, sendsAttributes } from './action.ts';
import type { ColumnRules } from './column.ts';
import type { IdentifierRule } from './identifier.ts';

interface Mistake {
  readonly feed: string;
  readonly path: readonly string[];
  readonly message: string;
}

/** What `checkIdentifyingNames` reads of a feed. */
interface FeedOfPeople {
  readonly kind: string;
  readonly identifiers?: readonly IdentifierRule[];
  readonly action?: string | undefined;
  readonly actionFrom?: ActionFrom | undefined;
  readonly columns: ColumnRules;
  readonly constants: Readonly<Record<string, unknown>>;
  readonly templates: Readonly<Record<string, string>>;
}

/**
 * Customer.io takes each of them as the identifier of the person: https://docs.customer.io/journeys/identifying-people/.
 * With the same value, one person after the other would become the same one, or the update would be ignored.
 */
const IDENTIFYING = ['id', 'email', 'cio_id', 'anonymous_id'];
/** An address as an attribute is usual next to an id: a new address of the same person. */
const BY_COLUMN = ['id', 'cio_id', 'anonymous_id'];

/** The identifiers of people that a feed sets by `constants`, `templates` or `columns`. */
export function checkIdentifyingNames(feeds: Readonly<Record<string, FeedOfPeople>>): Mistake[] {
  return Object.entries(feeds).flatMap(([feed, definition]) => {
    const { kind, action, actionFrom, constants, templates, columns } = definition;
    if (kind !== 'people') return [];
    if (!actionsOf({ action: action as Action, actionFrom }).some(sendsAttributes)) return [];
    const names = (place: string, values: object) =>
      Object.keys(values)
        .filter((name) => IDENTIFYING.includes(name))
        .map((name) => ({ feed, path: [place, name], message: sameForAll(name) }));
    return [
      ...names('constants', constants),
      ...names('templates', templates),
      ...Object.entries(columns)
        .filter(([column, { as = column, drop }]) => !drop && BY_COLUMN.includes(as))
        .map(([column, { as = column }]) => ({
          feed,
          path: ['columns', column, 'as'],
          message: unchecked(as, column, definition.identifiers ?? []),
        })),
    ];
  });
}

function sameForAll(name: string): string {
  const fix =
    name === 'anonymous_id'
      ? 'Remove it'
      : `Remove it, and name the column with it in identifiers: { as: '${name}', columns: ['…'] }. A transform can make that column from others`;
  return `says who a person is, so it must be different for each person and checked as an identifier. ${fix}`;
}

function unchecked(as: string, column: string, identifiers: readonly IdentifierRule[]): string {
  if (as === 'anonymous_id')
    return 'would join the person with whoever visited under it. Use drop: true, or another name in as';
  const rest = identifiers.filter((one) => one.as !== as).map((one) => `{ as: '${one.as}', … }`);
  const list = [`{ as: '${as}', columns: ['${column}'] }`, ...rest].join(', ');
  return `says who a person is, and here nothing checks it. Write identifiers: [${list}], and remove the column here; or give it another name in as`;
}
