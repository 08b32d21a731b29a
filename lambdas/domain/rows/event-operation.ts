// The operation of an event: its properties in their types, its key and id, and the value that it adds to a roll-up.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { comparedProperties, type Paths } from '../operations/compared-properties.ts';
import { readDecimal } from '../operations/decimal.ts';
import type { EventItem } from '../operations/item.ts';
import { contentHash, eventKey, eventUlid } from '../operations/keys.ts';
import type { Operation, OperationMeta } from '../operations/operation.ts';
import { emptyProperties, type Properties } from '../operations/properties.ts';
import type { Rejected } from '../reject.ts';
import { atColumn, checkAndPrint } from './check-and-print.ts';
import type { EventFacts } from './event-facts.ts';
import type { EventProperties } from './event-properties.ts';
import type { Field } from './fields.ts';
import type { Identity } from './identity.ts';
import { typeProperties } from './property-types.ts';

/** Makes the operation of one event from its facts, the identity with its properties, and its rows. */
export type MakeEventOperation = (
  facts: EventFacts,
  identity: Identity,
  rows: Pick<OperationMeta, 'madeFrom' | 'countsRows'>,
) => Operation | Rejected;

export function compileEventOperation(
  { rollUp }: Pick<EventsFeed, 'rollUp'>,
  { fields, mayChange }: Pick<EventProperties, 'fields' | 'mayChange'>,
  workspace: string,
): MakeEventOperation {
  const rolledPath = rollUp?.value.split('.') ?? [];
  return ({ event, at, values, fraction = '', fileTime }, { identifiers, person, others }, rows) => {
    const { name } = event;
    // Types change properties in place, and a further event has other types.
    const isTyped = Object.keys(event.properties).length > 0;
    const attributes: Properties = isTyped ? Object.assign(emptyProperties(), others) : others;
    const bad = typeProperties(attributes, event.properties);
    if (bad) return { reject: atColumn(bad, fields) };
    const instant = fraction === '' ? at.seconds : `${at.seconds}.${fraction}`;
    const key = eventKey(
      name,
      values.length > 0 ? values : contentKey(person, name, instant, lasting(attributes, mayChange)),
    );
    const id = eventUlid(workspace, key);
    const item: EventItem = {
      type: 'person',
      action: 'event',
      identifiers,
      id,
      name,
      timestamp: at.seconds,
      attributes,
    };
    const meta = {
      kind: 'event',
      ...rows,
      key,
      person,
      name,
      at: at.seconds,
      ...(fileTime && { fileTime }),
    } as const;
    const operation = checkAndPrint(item, meta, fields, mayChange);
    if ('reject' in operation || name !== rollUp?.event) return operation;
    return withValue(operation, others, rolledPath, fields);
  };
}

/** A property that may change does not make another event. Without any, the order stays that of stored keys. */
function lasting(properties: Properties, mayChange: Paths): Properties {
  return mayChange.length === 0 ? properties : comparedProperties(properties, mayChange);
}

/**
 * The key of an event without key columns.
 * @param instant Unix seconds; with a fraction as text, so that the keys of whole seconds stay those of stored items.
 */
function contentKey(
  person: string,
  name: string,
  instant: number | string,
  attributes: Properties,
): string[] {
  return ['content', contentHash(JSON.stringify([person, name, instant, attributes]))];
}

/** Adds the value for the roll-up. An event without a value adds nothing to the sum, but counts. */
function withValue(
  operation: Operation,
  properties: Properties,
  path: readonly string[],
  fields: readonly Field[],
): Operation | Rejected {
  const found = path.reduce<unknown>(
    (bag, name) => (bag as Record<string, unknown> | undefined)?.[name],
    properties,
  );
  if (found === undefined || found === '') return operation;
  const value = readDecimal(found);
  if (value === undefined)
    return { reject: atColumn({ code: 'not_a_number', column: path[0] ?? '' }, fields) };
  return { ...operation, meta: { ...operation.meta, value } };
}
