// The last check of an item, and its printing: what passes here, Customer.io takes.
import { ITEM_LIMIT_BYTES } from '../../contracts/customerio-limits.ts';
import { checkItem, type Item, printItem } from '../operations/item.ts';
import type { Operation, OperationMeta } from '../operations/operation.ts';
import type { Reject } from '../reject.ts';
import type { Field } from './fields.ts';

/** @param fields where the item's attributes come from, so that a reject names the column of the file. */
export function checkAndPrint(
  item: Item,
  meta: Omit<OperationMeta, 'content'>,
  fields: readonly Field[],
): Operation | { readonly reject: Reject } {
  const refused = checkItem(item);
  if (refused) return { reject: atColumn(refused, fields) };
  const { json, content } = printItem(item);
  if (json.length * 3 > ITEM_LIMIT_BYTES && Buffer.byteLength(json) > ITEM_LIMIT_BYTES) {
    return { reject: { code: 'item_too_large' } };
  }
  return { meta: { ...meta, content }, item: json };
}

/** A fault of a property is the fault of its column; a constant's or a template's goes by its own name. */
export function atColumn(reject: Reject, fields: readonly Field[]): Reject {
  const field = fields.find(({ path }) => path[0] === reject.column);
  return field ? { ...reject, column: field.column } : reject;
}
