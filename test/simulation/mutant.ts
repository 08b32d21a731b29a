// A mutant: a way to break the pipeline on purpose.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Step } from './functions.ts';
import type { Ports } from './ports.ts';

/** The item of Customer.io for each key of the seen table. */
export type SeenItems = ReadonlyMap<SeenKey, { readonly item: string; readonly content: string }>;

export interface Mutant {
  readonly name: string;
  /** A seed that catches it. It is tried first. */
  readonly seed: number;
  /** Only schedules with releases in between can catch it. */
  readonly releases?: true;
  /** The ports of an invocation, as a broken pipeline would use them. */
  readonly ports?: (ports: Ports, seenItems: SeenItems, importId: string) => Ports;
  readonly steps?: Partial<Record<FunctionName, Step>>;
}
