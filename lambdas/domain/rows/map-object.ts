// Rows of objects (companies, accounts). Source: Customer.io OpenAPI, object_operations.
import type { ObjectsFeed } from '../../contracts/feed/feed.ts';
import { rejectedBy } from '../faults.ts';
import { emptyProperties } from '../operations/properties.ts';
import { checkAndPrint } from './check-and-print.ts';
import { planFields, readFields } from './fields.ts';
import { sendsProperties } from './header.ts';
import type { MapContext, Mapper } from './mapper.ts';
import { compileObject } from './object-identity.ts';
import { reservedColumns } from './reserved-columns.ts';
import { compileAction } from './row-action.ts';
import { compileRelationships, NO_RELATIONSHIPS } from './row-relationships.ts';
import { compileAdder } from './template.ts';

export function objectsMapper(feed: ObjectsFeed, header: readonly string[], context: MapContext): Mapper {
  const { nowSeconds } = context;
  const readObject = compileObject(feed, header);
  const fields = sendsProperties(feed) ? planFields(header, feed, reservedColumns(feed, header)) : [];
  const add = compileAdder(feed, header);
  const readAction = compileAction({ ...feed, action: feed.action ?? 'identify' }, header);
  const readRelationships = compileRelationships(feed, header, context);
  return (group) => {
    const [{ cells, line }, ...others] = group;
    const object = readObject(cells);
    const read = readAction(cells);
    const attributes = emptyProperties();
    const deletes = !('reject' in read) && read.action === 'delete';
    const reject = deletes ? undefined : readFields(fields, cells, attributes);
    const related = deletes || 'reject' in object ? NO_RELATIONSHIPS : readRelationships(group);
    if ('reject' in object || 'reject' in read || reject || 'reject' in related)
      return rejectedBy(object, read, reject && { reject }, related);
    add(cells, attributes);
    const { identifiers, key } = object;
    const rows = 1 + others.length;
    const meta = { madeFrom: [{ line, rows }], countsRows: true, key, person: key, at: nowSeconds } as const;
    const operation = deletes
      ? checkAndPrint(
          { type: 'object', action: 'delete', identifiers },
          { kind: 'object', ...meta, removal: { action: 'delete', others: [] } },
          fields,
        )
      : checkAndPrint(
          { type: 'object', action: 'identify', identifiers, attributes },
          { kind: 'object', ...meta },
          fields,
        );
    if ('reject' in operation) return operation;
    return { operations: [operation, ...related.operations], events: [], identifiers: {} };
  };
}
