// Customer.io's profiles, for the read-back of a canary.
import type { Identifiers } from '../domain/operations/item.ts';

export interface CustomerIoProfiles {
  /**
   * All attributes of one person in Customer.io, or `undefined` if Customer.io has no person with that identifier.
   * @throws DeferError throttled, unavailable, timed out.
   * @throws PausedError no key, or the key or the request is refused: further requests would fail too.
   */
  attributesOf(person: Identifiers): Promise<Readonly<Record<string, unknown>> | undefined>;
}
