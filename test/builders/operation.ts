// Operations as Validate makes them; a test writes only what it is about.
import { contentOf, type PersonItem } from '../../lambdas/domain/operations/item.ts';
import type { Operation, OperationMeta } from '../../lambdas/domain/operations/operation.ts';
import type { Properties } from '../../lambdas/domain/operations/properties.ts';

/** 2026-01-01T00:00:00Z, in Unix seconds. */
export const NEW_YEAR = 1_767_225_600;

/** One row about a person; its content follows from its attributes. */
export function personOperation(attributes: Properties = {}, meta: Partial<OperationMeta> = {}): Operation {
  const person = meta.person ?? 'id:ann';
  const identifiers = { id: person.replace('id:', '') };
  const item: PersonItem = {
    type: 'person',
    action: 'identify',
    identifiers,
    timestamp: NEW_YEAR,
    attributes,
  };
  const content = contentOf(item);
  return {
    meta: { kind: 'person', row: 2, rows: 1, key: person, person, at: NEW_YEAR, content, ...meta },
    item: JSON.stringify(item),
  };
}

/** One row that is an event of Ann's. */
export function eventOperation(meta: Partial<OperationMeta> = {}, attributes: Properties = {}): Operation {
  const full: OperationMeta = {
    kind: 'event',
    row: 2,
    rows: 1,
    key: 'order_placed\u00001001',
    person: 'id:ann',
    at: NEW_YEAR,
    content: 'same',
    ...meta,
  };
  const identifiers = { id: full.person.replace('id:', '') };
  const item = {
    type: 'person',
    action: 'event',
    identifiers,
    name: 'order_placed',
    timestamp: full.at,
    attributes,
  };
  return { meta: full, item: JSON.stringify(item) };
}

/** An operation whose item has exactly so many bytes. */
export function operationOfBytes(bytes: number, meta: Partial<OperationMeta> = {}): Operation {
  return { ...eventOperation(meta), item: JSON.stringify('x'.repeat(bytes - 2)) };
}
