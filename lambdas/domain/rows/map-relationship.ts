// Rows of people who belong to objects. Source: Customer.io OpenAPI, person_operations.
import type { RelationshipsFeed } from '../../contracts/feed/feed.ts';
import { rejectedBy } from '../faults.ts';
import { relationshipKey } from '../operations/keys.ts';
import { emptyProperties } from '../operations/properties.ts';
import { checkAndPrint } from './check-and-print.ts';
import { planFields, readFields } from './fields.ts';
import { compileIdentity } from './identity.ts';
import type { MapContext, Mapper } from './mapper.ts';
import { compileObject } from './object-identity.ts';
import { reservedColumns } from './reserved-columns.ts';
import { compileAdder } from './template.ts';

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
