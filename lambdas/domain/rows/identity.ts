// Reads who a row is about: the first identifier of the feed that has a value.
import type { IdentifierRule } from '../../contracts/feed/identifier.ts';
import { hasInvisible } from '../csv/invisible.ts';
import { rejectedBy } from '../faults.ts';
import type { IdentifierKind, Identifiers } from '../operations/item.ts';
import { personKey } from '../operations/keys.ts';
import { emptyProperties, type Properties } from '../operations/properties.ts';
import type { Rejected } from '../reject.ts';
import { emailFault } from './email.ts';
import { identifierFault, numberFault } from './identifier-fault.ts';
import { compilePhone } from './phone.ts';

export interface Identity {
  /** The identifier that is sent. */
  readonly identifiers: Identifiers;
  readonly person: string;
  /** All identifiers of the row. */
  readonly found: Identifiers;
  /** The other identifiers, as the first attributes. Not the `cio_id`: only Customer.io assigns it. */
  readonly others: Properties;
}

export type ReadIdentity = (cells: readonly string[]) => Identity | Rejected;

export function compileIdentity(
  identifiers: readonly IdentifierRule[],
  header: readonly string[],
): ReadIdentity {
  const rules = identifiers.map((rule) => ({
    ...rule,
    readPhone: compilePhone(rule.country),
    allowed: new Set(rule.allow?.map((text) => text.toLowerCase())),
    indexes: rule.columns.map((column) => header.indexOf(column)).filter((index) => index !== -1),
  }));
  const present = rules.flatMap(({ indexes }) => indexes.map((index) => header[index])).join(', ');
  return (cells) => {
    let first: { as: IdentifierKind; value: string } | undefined;
    const found: Partial<Record<IdentifierKind, string>> = {};
    const others = emptyProperties();
    let faults: Rejected[] | undefined;
    for (const { as, indexes, stripApostrophe, allowed, readPhone } of rules) {
      const textAt = (at: number) => {
        const text = (cells[at] ?? '').trim();
        return stripApostrophe && text.startsWith("'") ? text.slice(1) : text;
      };
      const index = indexes.find((at) => textAt(at) !== '' || hasInvisible(cells[at] ?? ''));
      if (index === undefined || found[as] !== undefined) continue;
      const text = textAt(index);
      const read = readIdentifier(as, {
        cell: cells[index] ?? '',
        text,
        allowed,
        isSent: first === undefined,
        readPhone,
      });
      if ('reject' in read) {
        faults = [...(faults ?? []), { reject: { ...read.reject, column: header[index] ?? '' } }];
        continue;
      }
      found[as] = read.value;
      if (!first) first = { as, value: read.value };
      else if (as !== 'cio_id') others[as] = read.value;
    }
    if (faults) return rejectedBy(...faults);
    if (!first) return { reject: { code: 'no_identifier', column: present } };
    return {
      identifiers: { [first.as]: first.value },
      person: personKey(first.as, first.value),
      found,
      others,
    };
  };
}

const NONE_ALLOWED: ReadonlySet<string> = new Set();

/** An e-mail address as an attribute: what is wrong with it as an identifier is wrong here. @param cell not blank. */
export function readAddress(cell: string): { readonly value: string } | Rejected {
  const text = cell.trim();
  return readIdentifier('email', {
    ...{ cell, text, allowed: NONE_ALLOWED, isSent: false },
    readPhone: () => undefined,
  });
}

interface IdentifierCell {
  readonly cell: string;
  /** The same without the spaces around it. */
  readonly text: string;
  readonly allowed: ReadonlySet<string>;
  readonly isSent: boolean;
  readonly readPhone: (text: string) => string | undefined;
}

/** Letters and digits, as Customer.io writes it. In v1 of the API and in its screens it has the prefix `cio_`. */
const CIO_ID = /^(?:cio_)?([0-9a-z]+)$/i;

/** @returns the id without its prefix; undefined if it is none. */
export function readCioId(text: string): string | undefined {
  return CIO_ID.exec(text)?.[1];
}

/** A phone number is converted to E.164 if it is the identifier that is sent. As an attribute it stays unchanged. */
function readIdentifier(
  as: IdentifierKind,
  { cell, text, allowed, isSent, readPhone }: IdentifierCell,
): { readonly value: string } | Rejected {
  const code = identifierFault(cell, text, allowed) ?? (as === 'email' ? undefined : numberFault(text));
  if (code) return { reject: { code } };
  const detail = as === 'email' ? emailFault(text) : undefined;
  if (detail !== undefined) return { reject: { code: 'invalid_email', detail } };
  if (as === 'cio_id') {
    const bare = readCioId(text);
    return bare === undefined ? { reject: { code: 'invalid_cio_id' } } : { value: bare };
  }
  if (as !== 'phone' || !isSent) return { value: text };
  const value = readPhone(text);
  return value === undefined ? { reject: { code: 'invalid_phone' } } : { value };
}
