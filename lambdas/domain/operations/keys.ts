// What makes an event the same event, and a person the same person, whatever file they come in.
import { createHmac, hash } from 'node:crypto';
import { deterministicUlid, type Ulid } from '../identity/ulid.ts';
import type { OperationKind } from './operation.ts';

declare const keyBrand: unique symbol;
/** A key of the seen table: a keyed hash, from which nobody reads a person back. */
export type SeenKey = string & { readonly [keyBrand]: true };

/** Parts a key's fields. No CSV text holds it: a file with NUL bytes is refused. */
const SEPARATOR = '\0';
/** 96 bits: enough to tell two contents of one key apart. */
const CONTENT_CHARACTERS = 16;

/** The idempotency key of an event: its name and the values of the feed's key columns. */
export function eventKey(name: string, values: readonly string[]): string {
  return [name, ...values].join(SEPARATOR);
}

/** The dedupe id that Customer.io is given. */
export function eventUlid(workspace: string, key: string): Ulid {
  return deterministicUlid(workspace + SEPARATOR + key);
}

/** The identity of a person: ids are case-sensitive, e-mails are not (Customer.io, "Identifying people"). */
export function personKey(as: 'id' | 'email' | 'phone', value: string): string {
  return `${as}:${as === 'email' ? value.toLowerCase() : value}`;
}

/** A short hash of what was sent, by which a changed content is told from a repeated one. */
export function contentHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, CONTENT_CHARACTERS);
}

/** The partition, 0 to `partitions` - 1, in which all operations of a person meet. */
export function partitionOf(person: string, partitions: number): number {
  return Number.parseInt(hash('sha256', person, 'hex').slice(0, 8), 16) % partitions;
}

/** 128 bits of HMAC-SHA-256 over workspace, kind and key. */
export function seenKey(
  secret: string,
  workspace: string,
  kind: OperationKind | 'moments',
  key: string,
): SeenKey {
  const text = [workspace, kind, key].join(SEPARATOR);
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22) as SeenKey;
}
