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
 * The keys to look up before operations can be sent: one for each person.
 * @param news those that are sent if their person is not suppressed.
 */
export function suppressedKeys(news: readonly Operation[], rememberedKey: RememberedKey): SeenKey[] {
  const people = new Set(news.filter(({ meta }) => meta.kind !== 'object').map(({ meta }) => meta.person));
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
 * they are recorded as seen, so that a crash between the two repeats both. A deletion or a merge changes nothing: Customer.io keeps
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
    if (removal?.action !== 'suppress' && removal?.action !== 'unsuppress') return [];
    const content = removal.action === 'suppress' ? SUPPRESSED : UNSUPPRESSED;
    return [person, ...removal.others].map((one) => ({
      key: suppressedKey(rememberedKey, one),
      ...origin,
      content,
    }));
  });
  if (items.length > 0) await seen.record(items);
}
