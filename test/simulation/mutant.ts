// A deliberate bug of the pipeline.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Step } from './functions.ts';
import type { Ports } from './ports.ts';

/** Which key of the seen table belongs to which item of Customer.io. */
export type SeenItems = ReadonlyMap<SeenKey, { readonly item: string; readonly content: string }>;

export interface Mutant {
  readonly name: string;
  /** A seed that found it before. It is tried first. */
  readonly seed: number;
  /** The ports of an invocation, changed to have the bug. */
  readonly ports?: (ports: Ports, seenItems: SeenItems, importId: string) => Ports;
  readonly steps?: Partial<Record<FunctionName, Step>>;
}
