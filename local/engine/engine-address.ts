// The endpoints of a running engine, so that another process can use it like AWS.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoints } from './function-variables.ts';
import { isRunning } from './store-lock.ts';

export interface EngineAddress {
  readonly process: number;
  readonly endpoints: Endpoints;
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

const fileOf = (store: string) => join(store, 'engine.json');

/** Writes the address of this process's engine to the store. @returns a function that removes it. */
export function announceEngine(store: string, address: Omit<EngineAddress, 'process'>): () => void {
  const text = JSON.stringify({ process: process.pid, ...address } satisfies EngineAddress);
  writeFileSync(fileOf(store), text, { mode: 0o600 });
  return () => rmSync(fileOf(store), { force: true });
}

/** The engine that runs on a store, or `undefined`, also if it was killed. */
export function findEngine(store: string): EngineAddress | undefined {
  try {
    const address = JSON.parse(readFileSync(fileOf(store), 'utf8')) as EngineAddress;
    return isRunning(address.process) ? address : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
