// A way to break the pipeline on purpose.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Step } from './functions.ts';
import type { Ports } from './ports.ts';

/** Which key of the seen table stands for which item of Customer.io. */
export type SeenItems = ReadonlyMap<SeenKey, { readonly item: string; readonly content: string }>;

export interface Mutant {
  readonly name: string;
  /** A seed that gave it away once: tried first. */
  readonly seed: number;
  /** The ports of an invocation as a broken pipeline would use them. */
  readonly ports?: (ports: Ports, seenItems: SeenItems, importId: string) => Ports;
  readonly steps?: Partial<Record<FunctionName, Step>>;
}
