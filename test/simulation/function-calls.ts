// AWS Lambda in simulated time: synchronous calls, and asynchronous calls with their retries and dead-letter queue.
import type { Deployment } from './deployment.ts';
import { StateError } from './interpreter.ts';
import { type Effect, type Fate, PlatformError, runInvocation } from './invocation.ts';
import { type Json, plainJson } from './json-path.ts';
import type { Observations } from './observations.ts';
import type { Scheduler } from './scheduler.ts';
import type { CallStep } from './step-calls.ts';

export interface FunctionCalls {
  /** @throws StateError */
  readonly invoke: (functionArn: string, event: Json) => Promise<Json>;
  /** Puts the event in the dead-letter queue if all attempts fail. */
  readonly invokeLater: (functionArn: string, event: Json) => Promise<void>;
  /** Delivers the messages in the dead-letter queue. */
  readonly redeliver: () => void;
  readonly isRunning: () => boolean;
}

export interface FunctionCallsOptions {
  readonly deployment: Deployment;
  readonly scheduler: Scheduler;
  readonly observations: Observations;
  /** Seconds that an effect takes. */
  readonly latency: (functionName: string) => number;
  readonly fateOf: (effect: Effect) => Fate;
  readonly callStep: CallStep;
}

const OURS = ['RefusedError', 'DeferError', 'PausedError', 'ReplanError', 'SupersededError'];
/** Waits before AWS Lambda retries an asynchronous call (lib/constructs/import-triggers.ts). */
const ASYNC_RETRY_SECONDS = [60, 120];

export function createFunctionCalls(options: FunctionCallsOptions): FunctionCalls {
  const { deployment, scheduler, observations, latency, callStep } = options;
  const undelivered: (() => void)[] = [];
  let running = 0;
  const fateOf = (functionName: string, name: string) =>
    options.fateOf({ n: observations.countEffect(), function: functionName, name });

  const invoke = async (functionArn: string, event: Json): Promise<Json> => {
    const deployed = deployment.functions.get(functionArn);
    if (deployed === undefined) throw new Error(`the simulation has no function ${functionArn}`);
    const { name, timeoutSeconds } = deployed;
    running++;
    try {
      return await runInvocation(
        { scheduler, function: name, timeoutSeconds, latency: () => latency(name), fateOf },
        (invocation) => callStep(deployed, plainJson(event), invocation),
      );
    } catch (error) {
      throw stateError(error, name, observations.noteBug);
    } finally {
      running--;
    }
  };
  const invokeLater = async (functionArn: string, event: Json): Promise<void> => {
    for (const pause of [...ASYNC_RETRY_SECONDS, undefined]) {
      try {
        await invoke(functionArn, event);
        return;
      } catch {
        if (pause !== undefined) await scheduler.sleep(pause);
      }
    }
    undelivered.push(() => void invokeLater(functionArn, event));
  };
  const redeliver = (): void => {
    for (const deliver of undelivered.splice(0)) deliver();
  };
  return { invoke, invokeLater, redeliver, isRunning: () => running > 0 };
}

/** The error that Step Functions gets for an error of a function: its name, with code and message from the handler. */
function stateError(error: unknown, functionName: string, onBug: (message: string) => void): StateError {
  if (error instanceof PlatformError) return new StateError(error.name, '');
  const { name, message, code = 'internal_error' } = error as Error & { code?: string };
  if (!OURS.includes(name)) onBug(`${functionName} threw ${name}: ${message}`);
  return new StateError(name, JSON.stringify({ errorType: name, errorMessage: `[${code}] ${message}` }));
}
