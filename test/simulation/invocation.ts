// One run of a function, which can die at any effect. After that, it has no more effects and returns nothing.
import type { Scheduler } from './scheduler.ts';

/** One call to the outside, as a fault plan sees it. */
export interface Effect {
  /** Counts all effects of the simulation, from 1. */
  readonly n: number;
  /** `forward` */
  readonly function: string;
  /** `s3 write`, `dynamodb UpdateItem`, `customerio post`, `lambda invoke` */
  readonly name: string;
}

/**
 * The fault of an invocation at an effect.
 * `before`: it dies, and the effect does not happen. `after`: the effect happens, then it dies.
 * `orphaned`: the workflow treats it as dead, but it continues.
 * `busy`: the effect does not happen, and the call fails. `unclear`: the effect happens, but the call fails.
 */
export type Fate = 'well' | 'before' | 'after' | 'orphaned' | 'busy' | 'unclear';

/** The start of a function cannot be busy: it starts, or it does not. */
export function possibleFate({ name }: Pick<Effect, 'name'>, fate: Fate): Fate {
  return name === 'lambda invoke' && (fate === 'busy' || fate === 'unclear') ? 'before' : fate;
}

export interface Invocation {
  /** When the platform ends it, in milliseconds since 1970. */
  readonly deadline: number;
  /** Waits for its turn, then runs the effect or its fault. */
  effect<T>(name: string, happen: () => T, busy?: () => Error): Promise<T>;
  sleep(seconds: number): Promise<void>;
  /** Whether the workflow treats it as dead. */
  isOrphan(): boolean;
}

export interface InvocationOptions {
  readonly scheduler: Scheduler;
  readonly function: string;
  readonly timeoutSeconds: number;
  /** Seconds that an effect takes. */
  readonly latency: () => number;
  /** Counts the effect and returns its fault. */
  readonly fateOf: (functionName: string, name: string) => Fate;
}

/** The names that AWS Lambda gives errors that are not the function's own. */
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

/** Runs it now, and returns or throws its result when called. */
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

/** Dead invocations wait for this forever. Each has its own, so that it can be collected. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
