// Rows of objects (companies, accounts), and of people who belong to them. Source: Customer.io OpenAPI, object_operations.
import type { ObjectsFeed, RelationshipsFeed } from '../../contracts/feed/feed.ts';
import { hasInvisible } from '../csv/invisible.ts';
import { rejectedBy } from '../faults.ts';
import type { ObjectIdentifiers } from '../operations/item.ts';
import { objectKey, relationshipKey } from '../operations/keys.ts';
import { emptyProperties } from '../operations/properties.ts';
import type { Rejected } from '../reject.ts';
import { checkAndPrint } from './check-and-print.ts';
import { planFields, readFields } from './fields.ts';
import { sendsProperties } from './header.ts';
import { identifierFault, numberFault } from './identifier-fault.ts';
import { compileIdentity } from './identity.ts';
import type { MapContext, Mapper } from './mapper.ts';
import { reservedColumns } from './reserved-columns.ts';
import { compileAction } from './row-action.ts';
import { compileAdder } from './template.ts';

export function objectsMapper(
  feed: ObjectsFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): Mapper {
  const readObject = compileObject(feed, header);
  const fields = sendsProperties(feed) ? planFields(header, feed, reservedColumns(feed, header)) : [];
  const add = compileAdder(feed, header);
  const readAction = compileAction({ ...feed, action: feed.action ?? 'identify' }, header);
  return ([{ cells, line }, ...others]) => {
    const object = readObject(cells);
    const read = readAction(cells);
    const attributes = emptyProperties();
    const deletes = !('reject' in read) && read.action === 'delete';
    const reject = deletes ? undefined : readFields(fields, cells, attributes);
    if ('reject' in object || 'reject' in read || reject)
      return rejectedBy(object, read, reject && { reject });
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
    return 'reject' in operation ? operation : { operations: [operation], events: [], identifiers: {} };
  };
}

export function relationshipsMapper(
  feed: RelationshipsFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): Mapper {
  const identify = compileIdentity(feed.identifiers, header);
  const readObject = compileObject(feed, header);
  const adds = feed.action === 'add';
  const fields = adds ? planFields(header, feed, reservedColumns(feed, header)) : [];
  const add = compileAdder(feed, header);
  return ([{ cells, line }, ...others]) => {
    const identity = identify(cells);
    const object = readObject(cells);
    const attributes = emptyProperties();
    const reject = readFields(fields, cells, attributes);
    if ('reject' in identity || 'reject' in object || reject)
      return rejectedBy(identity, object, reject && { reject });
    add(cells, attributes);
    const hasAttributes = adds && Object.keys(attributes).length > 0;
    const relationship = {
      identifiers: object.identifiers,
      ...(hasAttributes ? { relationship_attributes: attributes } : {}),
    };
    const { identifiers, person } = identity;
    const key = relationshipKey(person, object.key);
    const operation = checkAndPrint(
      {
        type: 'person',
        action: adds ? 'add_relationships' : 'delete_relationships',
        identifiers,
        cio_relationships: [relationship],
      },
      {
        kind: 'relationship',
        madeFrom: [{ line, rows: 1 + others.length }],
        countsRows: true,
        key,
        person,
        at: nowSeconds,
      },
      fields,
    );
    if ('reject' in operation) return operation;
    return { operations: [operation], events: [], identifiers: identity.found };
  };
}

interface ReadObject {
  readonly identifiers: ObjectIdentifiers;
  readonly key: string;
}

function compileObject(
  { objectTypeId, objectId }: ObjectsFeed | RelationshipsFeed,
  header: readonly string[],
) {
  const { column } = objectId;
  const index = header.indexOf(column);
  return (cells: readonly string[]): ReadObject | Rejected => {
    const cell = cells[index] ?? '';
    const id = cell.trim();
    if (id === '' && !hasInvisible(cell)) return { reject: { code: 'missing_object_id', column } };
    const code = identifierFault(cell, id) ?? numberFault(id);
    if (code) return { reject: { code, column } };
    return {
      identifiers: { object_type_id: objectTypeId, object_id: id },
      key: objectKey(objectTypeId, id),
    };
  };
}
