// Builders: operations like those of Validate. A test states only what it is about.
import { contentOf, type PersonItem } from '../../lambdas/domain/operations/item.ts';
import type { Operation, OperationMeta, RowSpan } from '../../lambdas/domain/operations/operation.ts';
import type { Properties } from '../../lambdas/domain/operations/properties.ts';

/** 2026-01-01T00:00:00Z, in Unix seconds. */
export const NEW_YEAR = 1_767_225_600;

/** What a test says about an operation, with the first rows that it was made from. */
export type SomeMeta = Partial<OperationMeta> & Partial<RowSpan>;

/** One row about a person, on line 2 if the test does not say otherwise. Its content follows from its attributes. */
export function personOperation(
  attributes: Properties = {},
  { line = 2, rows = 1, ...meta }: SomeMeta = {},
): Operation {
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
    meta: {
      kind: 'person',
      madeFrom: [{ line, rows }],
      countsRows: true,
      key: person,
      person,
      at: NEW_YEAR,
      content,
      ...meta,
    },
    item: JSON.stringify(item),
  };
}

/** One row that is an event of Ann's, on line 2 if the test does not say otherwise. */
export function eventOperation(
  { line = 2, rows = 1, ...meta }: SomeMeta = {},
  attributes: Properties = {},
): Operation {
  const full: OperationMeta = {
    kind: 'event',
    madeFrom: [{ line, rows }],
    countsRows: true,
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

/** An operation whose item has exactly this many bytes. */
export function operationOfBytes(bytes: number, meta: SomeMeta = {}): Operation {
  return { ...eventOperation(meta), item: JSON.stringify('x'.repeat(bytes - 2)) };
}
