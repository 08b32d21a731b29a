// Under which key an operation is looked up in the seen table.
import { seenKey } from '../domain/identity/event-key.ts';
import type { SeenKeys } from './next-batch.ts';

/** @param secret the key that keys are hashed with. */
export function seenKeysOf(workspace: string, secret: string): SeenKeys {
  return ({ meta }) => seenKey(secret, workspace, meta.kind, meta.key);
}
