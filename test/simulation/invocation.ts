// One run of a function, which may die at any effect: of a dead one nothing is heard any more, and it does nothing more.
import type { Scheduler } from './scheduler.ts';

/** One call of the world outside, as a fault plan sees it. */
export interface Effect {
  /** Counts all effects of the simulation, from 1. */
  readonly n: number;
  /** `forward` */
  readonly function: string;
  /** `s3 write`, `dynamodb UpdateItem`, `customerio post`, `lambda invoke` */
  readonly name: string;
}

/**
 * What befalls an invocation at an effect.
 * `before`: it dies, and the effect does not happen. `after`: it happens, and nobody hears of it.
 * `orphaned`: the workflow takes it for dead, and it goes on all the same.
 * `busy`: the effect does not happen, and the other side says so. `unclear`: it happens, and the other side says not.
 */
export type Fate = 'well' | 'before' | 'after' | 'orphaned' | 'busy' | 'unclear';

/** Of a function's start nobody says that it is busy: it starts, or it does not. */
export function possibleFate({ name }: Pick<Effect, 'name'>, fate: Fate): Fate {
  return name === 'lambda invoke' && (fate === 'busy' || fate === 'unclear') ? 'before' : fate;
}

export interface Invocation {
  /** Milliseconds since 1970 by which the platform ends it. */
  readonly deadline: number;
  /** Waits for its turn, then lets the effect happen, or what befalls it. */
  effect<T>(name: string, happen: () => T, busy?: () => Error): Promise<T>;
  sleep(seconds: number): Promise<void>;
  /** Whether the workflow has taken it for dead. */
  isOrphan(): boolean;
}

export interface InvocationOptions {
  readonly scheduler: Scheduler;
  readonly function: string;
  readonly timeoutSeconds: number;
  /** How many seconds an effect takes to come about. */
  readonly latency: () => number;
  /** Counts the effect and says what befalls it. */
  readonly fateOf: (functionName: string, name: string) => Fate;
}

/** As AWS Lambda names what is not the function's own error. */
export class PlatformError extends Error {
  constructor(name: 'Sandbox.Timedout' | 'Runtime.ExitError' | 'Lambda.Unknown') {
    super(name);
    this.name = name;
  }
}

/** Runs the function to its end, or to its death. */
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

/** Does it now, and gives what came of it, an error too, when asked. */
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

/** What the dead wait for; one each, or they would all be kept in mind. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
