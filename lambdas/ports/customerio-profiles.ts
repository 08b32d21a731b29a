// Customer.io's profiles, as the read-back of a canary asks for them.
import type { Identifiers } from '../domain/operations/item.ts';

export interface CustomerIoProfiles {
  /**
   * All attributes of one person, as Customer.io tells them; nothing where it knows nobody of that identifier.
   * @throws DeferError throttled, unavailable, timed out.
   * @throws PausedError no key, or the key or the request is refused: asking for others is in vain.
   */
  attributesOf(person: Identifiers): Promise<Readonly<Record<string, unknown>> | undefined>;
}
