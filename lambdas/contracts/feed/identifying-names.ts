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

/** The identifiers of people that a feed sets by `constants`, `templates` or `columns`, also as a part: `id.shop`. */
export function checkIdentifyingNames(feeds: Readonly<Record<string, FeedOfPeople>>): Mistake[] {
  return Object.entries(feeds).flatMap(([feed, definition]) => {
    const { kind, action, actionFrom, constants, templates, columns } = definition;
    if (kind !== 'people') return [];
    if (!actionsOf({ action: action as Action, actionFrom }).some(sendsAttributes)) return [];
    const identifiers = definition.identifiers ?? [];
    const own = identifiers.map(({ as }) => as as string);
    const names = (place: string, values: object) =>
      Object.keys(values)
        .filter((name) => [...IDENTIFYING, ...own].includes(rootOf(name)))
        .map((name) => ({ feed, path: [place, name], message: sameForAll(rootOf(name)) }));
    return [
      ...names('constants', constants),
      ...names('templates', templates),
      ...Object.entries(columns).flatMap(([column, { as = column, drop }]) => {
        const root = rootOf(as);
        if (drop || !(BY_COLUMN.includes(root) || isOfOther(column, root, identifiers))) return [];
        const message = own.includes(root) ? second(root, column) : unchecked(root, column, identifiers);
        return [{ feed, path: ['columns', column, 'as'], message }];
      }),
    ];
  });
}

/** Dots nest, so that `id.shop` makes an object of the id. */
function rootOf(name: string): string {
  return name.split('.')[0] ?? name;
}

/** Whether another column than the one with the identifier would be sent under its name. */
function isOfOther(column: string, name: string, identifiers: readonly IdentifierRule[]): boolean {
  const rule = identifiers.find(({ as }) => as === name);
  return rule !== undefined && !rule.columns.includes(column);
}

function second(name: string, column: string): string {
  return `is also in identifiers, and two columns cannot say who a person is. Add "${column}" to the columns of { as: '${name}' } there, whose first one with a value counts; or give it another name in as, such as "other_${name}"`;
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
    return 'would join the person with the visitor who had it. Use drop: true, or another name in as';
  const rest = identifiers.filter((one) => one.as !== as).map((one) => `{ as: '${one.as}', … }`);
  const list = [`{ as: '${as}', columns: ['${column}'] }`, ...rest].join(', ');
  return `says who a person is, and here nothing checks it. Write identifiers: [${list}], and remove the column here; or give it another name in as`;
}
