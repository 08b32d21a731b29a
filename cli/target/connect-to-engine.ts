// An embedded engine as a target of commands.
import type { EngineAddress } from '../../local/engine/engine-address.ts';
import { CREDENTIALS } from '../../local/engine/function-variables.ts';
import { REGION } from '../../local/engine/local-names.ts';
import { connect, type Target } from './target.ts';

/** @param close ends the engine with the target, where it is there for the target alone. */
export function connectToEngine(
  store: string,
  { endpoints, outputs }: Omit<EngineAddress, 'process'>,
  close?: () => Promise<void>,
): Target {
  const config = { region: REGION, credentials: CREDENTIALS };
  return connect({ title: store, config, endpoints, outputs, ...(close && { close }) });
}
