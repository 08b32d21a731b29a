// Reads who a row is about: the first identifier of the feed that has a value.
import { IDENTIFIER_BYTES } from '../../contracts/customerio-limits.ts';
import type { IdentifierRule } from '../../contracts/feed/feed.ts';
import type { IdentifierKind, Identifiers } from '../operations/item.ts';
import { personKey } from '../operations/keys.ts';
import { emptyProperties, type Properties } from '../operations/properties.ts';
import type { Reject, Rejected } from '../reject.ts';
import { isScientific } from './coerce.ts';

export interface Identity {
  /** The identifier that is sent. */
  readonly identifiers: Identifiers;
  readonly person: string;
  /** All identifiers of the row. */
  readonly found: Identifiers;
  /** The other identifiers, as the first attributes. */
  readonly others: Properties;
}

export type ReadIdentity = (cells: readonly string[]) => Identity | Rejected;

const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** E.164 (Customer.io OpenAPI, `phone`). */
const PHONE = /^\+[1-9]\d{6,14}$/;

export function compileIdentity(
  identifiers: readonly IdentifierRule[],
  header: readonly string[],
): ReadIdentity {
  const rules = identifiers.map((rule) => ({
    ...rule,
    indexes: rule.columns.map((column) => header.indexOf(column)).filter((index) => index !== -1),
  }));
  const present = rules.flatMap(({ indexes }) => indexes.map((index) => header[index])).join(', ');
  return (cells) => {
    let first: { as: IdentifierKind; value: string } | undefined;
    const found: Partial<Record<IdentifierKind, string>> = {};
    const others = emptyProperties();
    for (const { as, indexes, stripApostrophe } of rules) {
      const textAt = (at: number) => {
        const text = (cells[at] ?? '').trim();
        return stripApostrophe && text.startsWith("'") ? text.slice(1) : text;
      };
      const index = indexes.find((at) => textAt(at) !== '');
      if (index === undefined || found[as] !== undefined) continue;
      const value = normalize(as, textAt(index), first === undefined);
      const code = faultOf(as, value, first === undefined);
      if (code) return { reject: { code, column: header[index] ?? '' } };
      found[as] = value;
      if (first) others[as] = value;
      else first = { as, value };
    }
    if (!first) return { reject: { code: 'no_identifier', column: present } };
    return {
      identifiers: { [first.as]: first.value },
      person: personKey(first.as, first.value),
      found,
      others,
    };
  };
}

/** A phone number is converted to E.164 if it is the identifier that is sent. As an attribute it stays unchanged. */
function normalize(as: IdentifierKind, value: string, isSent: boolean): string {
  return as === 'phone' && isSent ? value.replaceAll(/[\s().-]/g, '') : value;
}

function faultOf(as: IdentifierKind, value: string, isSent: boolean): Reject['code'] | undefined {
  if (Buffer.byteLength(value) > IDENTIFIER_BYTES) return 'identifier_too_long';
  if (as === 'email') return EMAIL.test(value) ? undefined : 'invalid_email';
  if (isScientific(value)) return 'scientific_notation';
  return as === 'phone' && isSent && !PHONE.test(value) ? 'invalid_phone' : undefined;
}
