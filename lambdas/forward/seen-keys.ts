// The keys of the seen table.
import type { AttributeHashes } from '../domain/delivery/compare-person.ts';
import { NAME_HASH_BYTES, VALUE_HASH_BYTES } from '../domain/delivery/held-person.ts';
import {
  attributeNameHash,
  attributeValueHashOf,
  personHash,
  rememberedKey,
  type SeenKey,
  seenKey,
} from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';

/** The key under which an operation is looked up. */
export type SeenKeys = (operation: Operation) => SeenKey;

/** The key under which the times of a person's events with this name are remembered. */
export type RememberedKey = (person: string, name: string) => SeenKey;

/** @param secret the secret that keys are hashed with. */
export function seenKeysOf(workspace: string, secret: string): SeenKeys {
  return ({ meta }) => seenKey(secret, workspace, meta.kind, meta.key);
}

/** @param secret the secret that keys are hashed with. */
export function rememberedKeyOf(workspace: string, secret: string): RememberedKey {
  return (person, name) => rememberedKey(secret, workspace, person, name);
}

/** The keyed hash of a person, by which seen items tell two people apart. */
export type PersonHash = (person: string) => string;

/** The operations of a person follow each other, so the last hash is kept. @param secret the secret to hash with. */
export function personHashOf(workspace: string, secret: string): PersonHash {
  let last: { readonly person: string; readonly hash: string } | undefined;
  return (person) => {
    if (last?.person !== person) last = { person, hash: personHash(secret, workspace, person) };
    return last.hash;
  };
}

/** The hashes of the attributes of a person. */
export type HashesOf = (person: string) => AttributeHashes;

/** The names are those of a few columns, so their hashes are kept. @param secret the secret to hash with. */
export function attributeHashesOf(workspace: string, secret: string): HashesOf {
  const names = new Map<string, string>();
  const nameHash = (name: string): string => {
    let known = names.get(name);
    if (known === undefined) {
      known = attributeNameHash(secret, workspace, name, NAME_HASH_BYTES);
      if (names.size < KEPT_NAMES) names.set(name, known);
    }
    return known;
  };
  return (person) => {
    const valueHash = attributeValueHashOf(secret, workspace, person);
    return { name: nameHash, value: (name, text) => valueHash(name, text, VALUE_HASH_BYTES) };
  };
}

/** Bounds the memory. A person has at most 300 attributes, and a workspace a few thousand. */
const KEPT_NAMES = 10_000;
