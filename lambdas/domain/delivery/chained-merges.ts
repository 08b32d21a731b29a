// Finds the merges of an import whose result depends on their order: Customer.io may apply the items of a batch in any.
import type { IdentifierKind, MergeItem } from '../operations/item.ts';
import { personKey } from '../operations/keys.ts';
import type { Operation } from '../operations/operation.ts';

/**
 * Merges of which one of the two people is also merged by another one: chains, circles, and one person who is merged into
 * two. Several people who are merged into one are none.
 * @param operations without repeats.
 */
export function chainedMerges(operations: readonly Operation[]): ReadonlySet<Operation> {
  const merges = operations.filter(({ meta }) => meta.removal?.action === 'merge');
  if (merges.length < 2) return new Set();
  const pairs = merges.map((operation) => ({
    operation,
    primary: primaryOf(operation),
    secondary: operation.meta.key,
  }));
  const stays = new Set(pairs.map(({ primary }) => primary));
  const goes = new Map<string, number>();
  for (const { secondary } of pairs) goes.set(secondary, (goes.get(secondary) ?? 0) + 1);
  return new Set(
    pairs
      .filter(
        ({ primary, secondary }) =>
          goes.has(primary) || stays.has(secondary) || (goes.get(secondary) ?? 0) > 1,
      )
      .map(({ operation }) => operation),
  );
}

function primaryOf({ item }: Operation): string {
  const { primary } = JSON.parse(item) as MergeItem;
  const [first] = Object.entries(primary) as [IdentifierKind, string][];
  return first ? personKey(...first) : '';
}
