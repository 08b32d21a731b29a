// Checks an item against the limits of Customer.io, and prints it as an operation.
import { ITEM_LIMIT_BYTES } from '../../contracts/customerio-limits.ts';
import type { Paths } from '../operations/compared-properties.ts';
import { checkItem, type Item, printItem } from '../operations/item.ts';
import type { Operation, OperationMeta } from '../operations/operation.ts';
import type { Reject, Rejected } from '../reject.ts';
import type { Field } from './fields.ts';

/**
 * @param fields the columns of the item's attributes, so that a reject names the column of the file.
 * @param mayChange properties of an event that its content leaves out.
 */
export function checkAndPrint(
  item: Item,
  meta: Omit<OperationMeta, 'content'>,
  fields: readonly Field[],
  mayChange: Paths = [],
): Operation | Rejected {
  const reject = checkItem(item);
  if (reject) return { reject: atColumn(reject, fields) };
  const { json, content } = printItem(item, mayChange);
  if (json.length * 3 > ITEM_LIMIT_BYTES && Buffer.byteLength(json) > ITEM_LIMIT_BYTES) {
    return { reject: { code: 'item_too_large' } };
  }
  return { meta: { ...meta, content }, item: json };
}

/** Names the column of a property at fault. A constant or a template keeps its own name. */
export function atColumn(reject: Reject, fields: readonly Field[]): Reject {
  const field = fields.find(({ path }) => path[0] === reject.column);
  const also = reject.also && { also: reject.also.map((fault) => atColumn(fault, fields)) };
  return { ...reject, ...(field && { column: field.column }), ...also };
}
