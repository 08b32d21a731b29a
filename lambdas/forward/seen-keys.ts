// The keys of the seen table.
import { personHash, rememberedKey, type SeenKey, seenKey } from '../domain/operations/keys.ts';
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
