// Remembers which people a feed suppressed: Customer.io accepts what is sent about them, and ignores it.
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import type { ImportOrigin } from '../domain/imports/import-origin.ts';
import { type SeenKey, suppressedKey } from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import type { RememberedKey } from './seen-keys.ts';

const SUPPRESSED = 'suppressed';
const UNSUPPRESSED = 'unsuppressed';

/**
 * The keys to look up before these operations can be judged: one for each person of an operation that can be sent. Events
 * that were delivered, and people who did not change, need none.
 */
export function suppressedKeys(
  operations: readonly { readonly operation: Operation; readonly seen: SeenItem | undefined }[],
  rememberedKey: RememberedKey,
): SeenKey[] {
  const people = new Set<string>();
  for (const { operation, seen } of operations) {
    const { kind, content, person } = operation.meta;
    const isNews = !seen || (kind !== 'event' && seen.content !== content);
    if (isNews && kind !== 'object') people.add(person);
  }
  return [...people].map((person) => suppressedKey(rememberedKey, person));
}

/** @param known the items of `suppressedKeys`. */
export function isSuppressedPerson(
  person: string,
  known: ReadonlyMap<SeenKey, SeenItem>,
  rememberedKey: RememberedKey,
): boolean {
  return known.get(suppressedKey(rememberedKey, person))?.content === SUPPRESSED;
}

/**
 * Remembers accepted suppressions, and accepted ends of suppressions, under all identities of their rows. It runs before
 * they are recorded as seen, so that a crash between the two repeats both. A deletion changes nothing: Customer.io keeps
 * ignoring a suppressed person.
 */
export async function rememberSuppressions(
  accepted: readonly Operation[],
  {
    seen,
    rememberedKey,
    origin,
  }: { readonly seen: SeenTable; readonly rememberedKey: RememberedKey; readonly origin: ImportOrigin },
): Promise<void> {
  const items = accepted.flatMap(({ meta: { person, removal } }) => {
    if (!removal || removal.action === 'delete') return [];
    const content = removal.action === 'suppress' ? SUPPRESSED : UNSUPPRESSED;
    return [person, ...removal.others].map((one) => ({
      key: suppressedKey(rememberedKey, one),
      ...origin,
      content,
    }));
  });
  if (items.length > 0) await seen.record(items);
}
