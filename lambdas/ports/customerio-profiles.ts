// Customer.io's profiles, for the read-back of a canary.
import type { Identifiers } from '../domain/operations/item.ts';

/** The most people of one request (App API, `getPeopleById`: "An array of 1 to 100 customer IDs"). */
export const PEOPLE_PER_LOOKUP = 100;

/** All attributes of one person in Customer.io, or `undefined` if there is no such person. */
export type FoundAttributes = Readonly<Record<string, unknown>> | undefined;

export interface CustomerIoProfiles {
  /**
   * Up to `PEOPLE_PER_LOOKUP` people with the same kind of identifier, in one request.
   * @returns in the order of the people. By another identifier than `id`, someone who is not found can still exist: whether
   * Customer.io answers such a request is not documented.
   * @throws as `attributesOf`.
   */
  attributesOfMany(people: readonly Identifiers[]): Promise<readonly FoundAttributes[]>;
  /**
   * All attributes of one person in Customer.io, or `undefined` if Customer.io has no person with that identifier.
   * @throws DeferError throttled, unavailable, timed out.
   * @throws PausedError no key, or the key or the request is refused: further requests would fail too.
   */
  attributesOf(person: Identifiers): Promise<FoundAttributes>;
}
