// Reads which object a row is about.
import type { ObjectsFeed, RelationshipsFeed } from '../../contracts/feed/feed.ts';
import { hasInvisible } from '../csv/invisible.ts';
import type { ObjectIdentifiers } from '../operations/item.ts';
import { objectKey } from '../operations/keys.ts';
import type { Rejected } from '../reject.ts';
import { identifierFault, numberFault } from './identifier-fault.ts';

interface ReadObject {
  readonly identifiers: ObjectIdentifiers;
  readonly key: string;
}

export function compileObject(
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
