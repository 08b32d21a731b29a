// The last check of an item, and its printing: what passes here, Customer.io takes.
import { checkItem, contentOf, ITEM_LIMIT_BYTES, type Item } from '../delivery/item.ts';
import type { Operation, OperationMeta } from '../delivery/operation.ts';
import type { Reject } from './reject.ts';

export function finishOperation(
  item: Item,
  meta: Omit<OperationMeta, 'content'>,
): Operation | { readonly reject: Reject } {
  const refused = checkItem(item);
  if (refused) return { reject: refused };
  const json = JSON.stringify(item);
  if (json.length * 3 > ITEM_LIMIT_BYTES && Buffer.byteLength(json) > ITEM_LIMIT_BYTES) {
    return { reject: { code: 'item_too_large' } };
  }
  return { meta: { ...meta, content: contentOf(item) }, item: json };
}
