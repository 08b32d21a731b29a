// Makes an embedded engine the target of commands.
import { resolve } from 'node:path';
import type { EngineAddress } from '../../local/engine/engine-address.ts';
import { REGION } from '../../local/engine/local-names.ts';
import { DEFAULT_STORE } from '../local/local-cloud.ts';
import { connect, type OwnEngine, type Target } from './target.ts';

/** @param ownEngine the engine, if it was started only for this target. */
export function connectToEngine(
  store: string,
  { endpoints, outputs }: Omit<EngineAddress, 'process'>,
  ownEngine?: OwnEngine,
): Target {
  const config = { region: REGION, credentials: endpoints.credentials };
  return connect({
    title: store,
    options: engineOptions(store),
    config,
    endpoints,
    outputs,
    ownEngine,
  });
}

/** The options of a command that name the engine on this store. */
export function engineOptions(store: string): string {
  return resolve(store) === resolve(DEFAULT_STORE) ? '--local' : `--local --store ${store}`;
}
