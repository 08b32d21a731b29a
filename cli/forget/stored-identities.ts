// The identities under which the tables can have a person, for an identifier as a person writes it.
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { personKey } from '../../lambdas/domain/operations/keys.ts';
import { readCioId } from '../../lambdas/domain/rows/identity.ts';
import { compilePhone } from '../../lambdas/domain/rows/phone.ts';

export interface WrittenIdentifier {
  readonly as: 'id' | 'email' | 'phone' | 'cio_id';
  readonly value: string;
}

/**
 * Rows are read with the options of their feeds, so that `+49 151 2345` and `0151 2345` can be the same number, and
 * Customer.io shows a cio_id with and without its prefix.
 * @returns the identity for the text itself, and those that a feed would read from it.
 */
export function storedIdentities(
  { feeds }: Pick<Feeds, 'feeds'>,
  { as, value }: WrittenIdentifier,
): string[] {
  const text = value.trim();
  const read = as === 'phone' ? phonesOf(feeds, text) : as === 'cio_id' ? [readCioId(text) ?? text] : [];
  return [...new Set([text, ...read].map((one) => personKey(as, one)))];
}

function phonesOf(feeds: Feeds['feeds'], text: string): string[] {
  const countries = Object.values(feeds).flatMap((feed) =>
    'identifiers' in feed ? feed.identifiers.map(({ country }) => country) : [],
  );
  return [...new Set([undefined, ...countries])].flatMap((country) => compilePhone(country)(text) ?? []);
}
