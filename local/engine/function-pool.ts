// All functions of the template, each with a limited number of execution environments. Warm environments are reused.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type FunctionEnvironment, startFunctionEnvironment } from './function-environment.ts';
import { platformError } from './function-error.ts';
import type { FunctionDescription } from './template.ts';

export interface FunctionPoolsOptions {
  readonly functions: readonly FunctionDescription[];
  /** All variables of a function's processes. */
  readonly variables: (description: FunctionDescription) => Readonly<Record<string, string>>;
  /** Folder for one `<function>.log` per function, with its output. */
  readonly logs: string;
  /** Invocations of one function that run at the same time. Others wait. */
  readonly environmentsPerFunction: number;
}

export interface FunctionPools {
  /**
   * @param arn of a function of the template, with an optional `:qualifier`.
   * @throws FunctionError see FunctionEnvironment.
   */
  readonly invoke: (arn: string, event: unknown) => Promise<unknown>;
  /** Maximum resident memory of a process, in bytes by function name, without functions that never answered. */
  readonly memory: () => Readonly<Record<string, number>>;
  /** Kills all processes. */
  readonly close: () => Promise<void>;
}

export function createFunctionPools(options: FunctionPoolsOptions): FunctionPools {
  mkdirSync(options.logs, { recursive: true });
  const pools = new Map(
    options.functions.map((description) => [description.arn, createPool(description, options)]),
  );
  const peaks: Record<string, number> = {};
  return {
    invoke: async (arn, event) => {
      const pool = pools.get(arn) ?? pools.get(arn.replace(/:[^:]+$/, ''));
      if (pool === undefined) throw new Error(`The template has no function ${arn}.`);
      return await pool.invoke(event, (bytes) => {
        peaks[pool.name] = Math.max(peaks[pool.name] ?? 0, bytes);
      });
    },
    memory: () => ({ ...peaks }),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function createPool(description: FunctionDescription, options: FunctionPoolsOptions) {
  let log: number | undefined;
  const slots = createSlots(options.environmentsPerFunction, () => {
    log ??= openSync(join(options.logs, `${description.name}.log`), 'a');
    return startFunctionEnvironment(description, options.variables(description), log);
  });
  return {
    name: description.name,
    invoke: async (event: unknown, onMemory: (bytes: number) => void): Promise<unknown> => {
      const environment = await slots.acquire();
      try {
        return await environment.invoke(event, onMemory);
      } finally {
        slots.release(environment);
      }
    },
    close: async () => {
      await slots.close();
      if (log !== undefined) closeSync(log);
      log = undefined;
    },
  };
}

/** At most `most` environments. If all are in use, a caller waits. */
function createSlots(most: number, startOne: () => FunctionEnvironment) {
  const all = new Set<FunctionEnvironment>();
  const waiting: PromiseWithResolvers<FunctionEnvironment>[] = [];
  let idle: FunctionEnvironment[] = [];
  let closed = false;

  const start = () => {
    const environment = startOne();
    all.add(environment);
    return environment;
  };
  const dropDead = () => {
    for (const environment of all) if (!environment.alive()) all.delete(environment);
    idle = idle.filter((environment) => all.has(environment));
  };
  return {
    acquire: async (): Promise<FunctionEnvironment> => {
      if (closed) throw closing();
      dropDead();
      const warm = idle.pop();
      if (warm !== undefined) return warm;
      if (all.size < most) return start();
      const slot = Promise.withResolvers<FunctionEnvironment>();
      waiting.push(slot);
      return await slot.promise;
    },
    release: (environment: FunctionEnvironment) => {
      dropDead();
      const next = waiting.shift();
      if (next !== undefined) next.resolve(environment.alive() ? environment : start());
      else if (environment.alive()) idle.push(environment);
    },
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(closing());
      await Promise.all([...all].map((environment) => environment.close()));
    },
  };
}

function closing(): Error {
  return platformError('Runtime.ExitError', 'The engine is closing');
}
