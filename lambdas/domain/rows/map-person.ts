// A row of a people feed: an identify, or the deletion or suppression of a person.
import { type RowAction, sendsAttributes } from '../../contracts/feed/action.ts';
import type { PeopleFeed } from '../../contracts/feed/feed.ts';
import { rejectedBy } from '../faults.ts';
import { type IdentifierKind, type Identifiers, type Item, UPDATE } from '../operations/item.ts';
import { personKey } from '../operations/keys.ts';
import type { OperationMeta } from '../operations/operation.ts';
import { emptyProperties, type Properties } from '../operations/properties.ts';
import type { Rejected } from '../reject.ts';
import { checkAndPrint } from './check-and-print.ts';
import type { Coerce } from './coerce.ts';
import { type Field, planFields, readFields } from './fields.ts';
import { sendsProperties } from './header.ts';
import { compileIdentity, type Identity, readAddress } from './identity.ts';
import type { MapContext, Mapper } from './mapper.ts';
import { pickTimeColumns, reservedColumns } from './reserved-columns.ts';
import { compileAction } from './row-action.ts';
import { compileRelationships, NO_RELATIONSHIPS } from './row-relationships.ts';
import { compileRowTime, type RowTime } from './row-time.ts';
import { compileAdder } from './template.ts';

/** Not a feed of merges: `map-merge.ts`. */
type FeedOfPeople = Omit<PeopleFeed, 'action'> & { readonly action: RowAction };

export function peopleMapper(feed: FeedOfPeople, header: readonly string[], context: MapContext): Mapper {
  const { nowSeconds } = context;
  const identify = compileIdentity(feed.identifiers, header);
  const fields = sendsProperties(feed)
    ? planFields(header, feed, reservedColumns(feed, header)).map(checkingAddress)
    : [];
  const add = compileAdder(feed, header);
  const readAt = compileUpdatedAt(feed, header, nowSeconds);
  const readAction = compileAction(feed, header);
  const readRelationships = compileRelationships(feed, header, context);
  return (group) => {
    const [{ cells, line }, ...others] = group;
    const identity = identify(cells);
    const read = readAction(cells);
    const at = readAt(cells);
    const attributes = 'reject' in identity ? emptyProperties() : identity.others;
    const sends = !('reject' in read) && sendsAttributes(read.action);
    const unsaid: string[] = [];
    const reject = sends ? readFields(fields, cells, attributes, unsaid) : undefined;
    const related = sends && !('reject' in identity) ? readRelationships(group) : NO_RELATIONSHIPS;
    if ('reject' in identity || 'reject' in read || 'reject' in at || reject || 'reject' in related)
      return rejectedBy(identity, read, at, reject && { reject }, related);
    const { action } = read;
    add(cells, attributes);
    const { identifiers, person } = identity;
    const item = personItem(action, identifiers, attributes, at.seconds);
    const rows = 1 + others.length;
    const operation = checkAndPrint(
      item,
      {
        ...{
          kind: 'person',
          madeFrom: [{ line, rows }],
          countsRows: true,
          key: person,
          person,
          at: at.seconds,
        },
        ...removalOf(action, identity),
        ...unsaidOf(unsaid, attributes),
      },
      fields,
    );
    if ('reject' in operation) return operation;
    const operations = [operation, ...related.operations];
    return { operations, events: [], identifiers: identity.found };
  };
}

/**
 * Customer.io finds a person by the attribute `email`, as by an identifier. With "unknown" or a damaged address, one person
 * would have the address of another (docs/decisions/0038-an-address-is-checked-everywhere.md).
 */
function checkingAddress(field: Field): Field {
  if (field.path.join('.') !== 'email') return field;
  const coerce: Coerce = (cell) => {
    const read = field.coerce(cell);
    if ('reject' in read || read.value === null) return read;
    const address = readAddress(String(read.value));
    if (!('reject' in address)) return address;
    const { code, detail } = address.reject;
    return { reject: code, ...(detail !== undefined && { detail }) };
  };
  return { ...field, coerce };
}

/** Without those that another column of the row says. */
function unsaidOf(names: readonly string[], attributes: Properties): Pick<OperationMeta, 'unsaid'> {
  const unsaid = [...new Set(names)].filter((name) => !(name in attributes));
  return unsaid.length > 0 ? { unsaid } : {};
}

function removalOf(action: RowAction, { person, found }: Identity): Pick<OperationMeta, 'removal'> {
  if (sendsAttributes(action)) return {};
  const all = (Object.entries(found) as [IdentifierKind, string][]).map(([as, value]) =>
    personKey(as, value),
  );
  return { removal: { action, others: all.filter((other) => other !== person) } };
}

/** When the data of the row was true. */
function compileUpdatedAt(
  { updatedAt, timezone }: PeopleFeed,
  header: readonly string[],
  nowSeconds: number,
): (cells: readonly string[]) => RowTime | Rejected {
  if (!updatedAt) return () => ({ seconds: nowSeconds });
  const { format = 'auto' } = updatedAt;
  const columns = pickTimeColumns(updatedAt, header);
  return compileRowTime({ columns, format, timezone, allowFuture: false }, header, nowSeconds);
}

function personItem(
  action: RowAction,
  identifiers: Identifiers,
  attributes: Properties,
  timestamp: number,
): Item {
  if (!sendsAttributes(action)) return { type: 'person', action, identifiers };
  if (action === 'update') attributes[UPDATE] = true;
  return { type: 'person', action: 'identify', identifiers, timestamp, attributes };
}
