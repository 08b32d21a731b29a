// Where transforms are written. A function cannot be put into a template, so synth bundles the file that defines it.
import type { TransformRow } from '../../lambdas/contracts/feed/transform.ts';

export interface TransformOrigin {
  /** URL or absolute path of the file that calls `defineFeeds`. */
  readonly module: string;
  /** Which call of `defineFeeds` in this file, from 0. */
  readonly call: number;
  readonly feed: string;
}

const origins = new WeakMap<TransformRow, TransformOrigin>();
const calls = new Map<string, number>();

/** @returns the number of this call of `defineFeeds` in the file. */
export function countCall(module: string): number {
  const call = calls.get(module) ?? 0;
  calls.set(module, call + 1);
  return call;
}

export function noteOrigin(run: TransformRow, origin: TransformOrigin): void {
  origins.set(run, origin);
}

/** @returns undefined if `defineFeeds` was called without the file. */
export function originOf(run: TransformRow): TransformOrigin | undefined {
  return origins.get(run);
}
