// One run of a function, which can die at any effect. A dead invocation has no further effects and no response.
import type { Scheduler } from './scheduler.ts';

/** One call of an outside service, as a fault plan sees it. */
export interface Effect {
  /** The number of the effect in the simulation, from 1. */
  readonly n: number;
  /** `forward` */
  readonly function: string;
  /** `s3 write`, `dynamodb UpdateItem`, `customerio post`, `lambda invoke` */
  readonly name: string;
}

/**
 * What happens to an invocation at an effect.
 * `before`: it dies before the effect. `after`: it dies after the effect.
 * `orphaned`: the workflow gives it up, and it still continues.
 * `busy`: the effect does not happen, and the service says so. `unclear`: it happens, and the service says it did not.
 */
export type Fate = 'well' | 'before' | 'after' | 'orphaned' | 'busy' | 'unclear';

/** The start of a function is never `busy`: it starts, or it does not. */
export function possibleFate({ name }: Pick<Effect, 'name'>, fate: Fate): Fate {
  return name === 'lambda invoke' && (fate === 'busy' || fate === 'unclear') ? 'before' : fate;
}

export interface Invocation {
  /** When the platform ends it, in milliseconds since 1970. */
  readonly deadline: number;
  /** Waits for its turn, then lets the effect or the fault happen. */
  effect<T>(name: string, happen: () => T, busy?: () => Error): Promise<T>;
  sleep(seconds: number): Promise<void>;
  /** Whether the workflow has given it up. */
  isOrphan(): boolean;
}

export interface InvocationOptions {
  readonly scheduler: Scheduler;
  readonly function: string;
  readonly timeoutSeconds: number;
  /** How many seconds an effect takes. */
  readonly latency: () => number;
  /** Counts the effect and decides what happens to it. */
  readonly fateOf: (functionName: string, name: string) => Fate;
}

/** An error of AWS Lambda, not of the function. */
export class PlatformError extends Error {
  constructor(name: 'Sandbox.Timedout' | 'Runtime.ExitError' | 'Lambda.Unknown') {
    super(name);
    this.name = name;
  }
}

/** Runs the function until it ends or dies. */
export function runInvocation<T>(
  { scheduler, function: functionName, timeoutSeconds, latency, fateOf }: InvocationOptions,
  run: (invocation: Invocation) => Promise<T>,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let alive = true;
  let orphan = false;
  const die = (error: PlatformError): Promise<never> => {
    alive = false;
    timer.cancel();
    reject(error);
    return never();
  };
  const timer = scheduler.after(timeoutSeconds, () => void die(new PlatformError('Sandbox.Timedout')));
  const invocation: Invocation = {
    deadline: scheduler.now() + timeoutSeconds * 1000,
    async effect(name, happen, busy = () => new Error(`busy: ${name}`)) {
      const seconds = latency();
      if (seconds > 0) await scheduler.sleep(seconds);
      await scheduler.turn();
      if (!alive) return never();
      const fate = fateOf(functionName, name);
      if (fate === 'before') return die(new PlatformError('Runtime.ExitError'));
      if (fate === 'busy') throw busy();
      if (fate === 'orphaned') {
        orphan = true;
        reject(new PlatformError('Lambda.Unknown'));
      }
      const give = attempt(happen);
      if (fate === 'after') return die(new PlatformError('Runtime.ExitError'));
      if (fate === 'unclear') throw busy();
      return give();
    },
    isOrphan: () => orphan,
    async sleep(seconds) {
      await scheduler.sleep(seconds);
      if (!alive) return never();
    },
  };
  run(invocation)
    .then(resolve, reject)
    .finally(() => timer.cancel());
  return promise;
}

/** Starts it now. The result, or the error, is given when it is asked for. */
function attempt<T>(happen: () => T): () => T {
  try {
    const result = happen();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** A promise that a dead invocation waits for. Each has its own, so that memory is freed. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
