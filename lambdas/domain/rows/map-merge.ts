// A row of a feed of merges: two people who become one. Source: Customer.io OpenAPI, person_operations.
import type { PeopleFeed } from '../../contracts/feed/feed.ts';
import { rejectedBy } from '../faults.ts';
import type { IdentifierKind } from '../operations/item.ts';
import { MERGES, personKey } from '../operations/keys.ts';
import { checkAndPrint } from './check-and-print.ts';
import { compileIdentity, type Identity } from './identity.ts';
import type { MapContext, Mapper } from './mapper.ts';

/**
 * All merges of an import are in one partition, so that chains among them are found. The key is the person who no longer
 * exists afterwards. What is known of both people under the identifiers of the row is forgotten.
 */
export function mergesMapper(
  { identifiers, from = [] }: PeopleFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): Mapper {
  const identifyPrimary = compileIdentity(identifiers, header);
  const identifySecondary = compileIdentity(from, header);
  const columns = from.flatMap((rule) => rule.columns).filter((column) => header.includes(column));
  return ([{ cells, line }, ...others]) => {
    const primary = identifyPrimary(cells);
    const secondary = identifySecondary(cells);
    if ('reject' in primary || 'reject' in secondary) return rejectedBy(primary, secondary);
    if (primary.person === secondary.person)
      return { reject: { code: 'merge_into_itself', column: columns.join(', ') } };
    const known = [...identitiesOf(secondary), ...identitiesOf(primary)];
    const operation = checkAndPrint(
      {
        type: 'person',
        action: 'merge',
        primary: primary.identifiers,
        secondary: secondary.identifiers,
      },
      {
        kind: 'person',
        madeFrom: [{ line, rows: 1 + others.length }],
        countsRows: true,
        key: secondary.person,
        person: MERGES,
        at: nowSeconds,
        removal: { action: 'merge', others: known.filter((one) => one !== secondary.person) },
      },
      [],
    );
    return 'reject' in operation ? operation : { operations: [operation], events: [], identifiers: {} };
  };
}

function identitiesOf({ found }: Identity): readonly string[] {
  return (Object.entries(found) as [IdentifierKind, string][]).map(([as, value]) => personKey(as, value));
}
