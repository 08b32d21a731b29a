// Under which key an operation is looked up in the seen table.
import { seenKey } from '../domain/operations/keys.ts';
import type { MomentsKey } from './moments.ts';
import type { SeenKeys } from './next-batch.ts';

/** @param secret the key that keys are hashed with. */
export function seenKeysOf(workspace: string, secret: string): SeenKeys {
  return ({ meta }) => seenKey(secret, workspace, meta.kind, meta.key);
}

/** Of people who did something, whatever feed told of it. */
export function momentsKeyOf(workspace: string, secret: string): MomentsKey {
  return (person, name) => seenKey(secret, workspace, 'moments', [name, person].join('\0'));
}
