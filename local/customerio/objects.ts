// Objects (companies, courses, …) and the people who are related to them.

import { currentProfile, nameOf, type Profile } from './people.ts';
import type { Attributes, Json, ObjectIdentifiers } from './track-item.ts';

export interface StoredObject {
  readonly cioObjectId: string;
  readonly objectTypeId: string;
  readonly objectId: string;
  readonly attributes: Map<string, Json>;
  readonly relationships: Map<Profile, Attributes>;
}

export interface Objects {
  /** By `<object_type_id>/<object_id>`. */
  readonly byId: Map<string, StoredObject>;
  readonly byCioId: Map<string, StoredObject>;
  everCreated: number;
}

export interface ObjectEntry {
  readonly type: 'object';
  readonly object_type_id: string;
  readonly object_id: string;
  readonly attributes: Attributes;
  readonly relationships: readonly { readonly person: string; readonly attributes: Attributes }[];
}

export function createObjects(): Objects {
  return { byId: new Map(), byCioId: new Map(), everCreated: 0 };
}

export function findObject(objects: Objects, identifiers: ObjectIdentifiers): StoredObject | undefined {
  return 'cio_object_id' in identifiers
    ? objects.byCioId.get(identifiers.cio_object_id)
    : objects.byId.get(`${identifiers.object_type_id}/${identifiers.object_id}`);
}

/** The object, or a new one if there is none. Customer.io's own object ids never create an object. */
export function findOrAddObject(objects: Objects, identifiers: ObjectIdentifiers): StoredObject | undefined {
  const known = findObject(objects, identifiers);
  if (known !== undefined || 'cio_object_id' in identifiers) return known;
  objects.everCreated += 1;
  const added: StoredObject = {
    cioObjectId: `ob${objects.everCreated.toString(16).padStart(8, '0')}`,
    objectTypeId: identifiers.object_type_id,
    objectId: identifiers.object_id,
    attributes: new Map(),
    relationships: new Map(),
  };
  objects.byId.set(`${added.objectTypeId}/${added.objectId}`, added);
  objects.byCioId.set(added.cioObjectId, added);
  return added;
}

export function deleteObject(objects: Objects, object: StoredObject): void {
  objects.byId.delete(`${object.objectTypeId}/${object.objectId}`);
  objects.byCioId.delete(object.cioObjectId);
}

/** "Pass `null` or an empty string to remove an attribute." */
export function setObjectAttributes(object: StoredObject, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === '') object.attributes.delete(name);
    else object.attributes.set(name, value);
  }
}

export function* objectEntries(objects: Objects): Generator<ObjectEntry> {
  for (const { objectTypeId, objectId, attributes, relationships } of objects.byId.values()) {
    yield {
      type: 'object',
      object_type_id: objectTypeId,
      object_id: objectId,
      attributes: Object.fromEntries(attributes),
      relationships: [...relationships].flatMap(([profile, its]) => {
        const person = currentProfile(profile);
        return person === undefined ? [] : [{ person: nameOf(person), attributes: its }];
      }),
    };
  }
}
