// Rows of objects (companies, accounts) and of who belongs to them. Source: Customer.io OpenAPI, object_operations.
import type { ObjectsFeed, RelationshipsFeed } from '../../contracts/feed.ts';
import { planFields, readFields } from './fields.ts';
import { finishOperation } from './finish.ts';
import { compileIdentity } from './identity.ts';
import type { MapContext, Mapper } from './map-row.ts';
import { emptyProperties } from './properties.ts';
import { compileAdder } from './template.ts';

export function objectsMapper(
  feed: ObjectsFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): Mapper {
  const { column } = feed.objectId;
  const index = header.indexOf(column);
  const fields = planFields(header, feed, new Set([column]));
  const add = compileAdder(feed, header);
  return ([{ cells, line }, ...others]) => {
    const objectId = (cells[index] ?? '').trim();
    if (objectId === '') return { reject: { code: 'missing_object_id', column } };
    const attributes = emptyProperties();
    const reject = readFields(fields, cells, attributes);
    if (reject) return { reject };
    add(cells, attributes);
    const identifiers = { object_type_id: feed.objectTypeId, object_id: objectId };
    const key = objectKey(feed.objectTypeId, objectId);
    const operation = finishOperation(
      { type: 'object', action: 'identify', identifiers, attributes },
      { kind: 'object', row: line, rows: 1 + others.length, key, person: key, at: nowSeconds },
    );
    return 'reject' in operation ? operation : { operations: [operation], events: [], identifiers: {} };
  };
}

export function relationshipsMapper(
  feed: RelationshipsFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): Mapper {
  const { column } = feed.objectId;
  const index = header.indexOf(column);
  const identify = compileIdentity(feed.identifiers, header);
  const taken = new Set([column, ...feed.identifiers.flatMap(({ columns }) => columns)]);
  const fields = planFields(header, feed, taken);
  const add = compileAdder(feed, header);
  const action = feed.action === 'add' ? 'add_relationships' : 'delete_relationships';
  return ([{ cells, line }, ...others]) => {
    const identity = identify(cells);
    if ('reject' in identity) return identity;
    const objectId = (cells[index] ?? '').trim();
    if (objectId === '') return { reject: { code: 'missing_object_id', column } };
    const attributes = emptyProperties();
    const reject = readFields(fields, cells, attributes);
    if (reject) return { reject };
    add(cells, attributes);
    const object = { object_type_id: feed.objectTypeId, object_id: objectId };
    const relationship = {
      identifiers: object,
      ...(feed.action === 'add' && Object.keys(attributes).length > 0
        ? { relationship_attributes: attributes }
        : {}),
    };
    const { identifiers, person } = identity;
    const operation = finishOperation(
      { type: 'person', action, identifiers, cio_relationships: [relationship] },
      {
        kind: 'relationship',
        row: line,
        rows: 1 + others.length,
        key: `${person}\0${objectKey(feed.objectTypeId, objectId)}`,
        person,
        at: nowSeconds,
      },
    );
    return 'reject' in operation
      ? operation
      : { operations: [operation], events: [], identifiers: identity.found };
  };
}

function objectKey(typeId: string, objectId: string): string {
  return `object:${typeId}:${objectId}`;
}
