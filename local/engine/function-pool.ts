// All functions of the template, each with its execution environments: warm ones are used again, a cap bounds them.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type FunctionEnvironment, startFunctionEnvironment } from './function-environment.ts';
import { platformError } from './function-error.ts';
import type { FunctionDescription } from './template.ts';

export interface FunctionPoolsOptions {
  readonly functions: readonly FunctionDescription[];
  /** All that a function's processes see in their environment. */
  readonly variables: (description: FunctionDescription) => Readonly<Record<string, string>>;
  /** Folder of one `<function>.log` each, with what the function printed. */
  readonly logs: string;
  /** Invocations of one function that run at once; further ones wait their turn. */
  readonly environmentsPerFunction: number;
}

export interface FunctionPools {
  /**
   * @param arn of a function of the template, a `:qualifier` at its end allowed.
   * @throws FunctionError see FunctionEnvironment.
   */
  readonly invoke: (arn: string, event: unknown) => Promise<unknown>;
  /** Most resident memory of any process, in bytes by function name; functions that never answered are left out. */
  readonly memory: () => Readonly<Record<string, number>>;
  /** Ends all processes, whatever they are doing. */
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
  const places = createPlaces(options.environmentsPerFunction, () => {
    log ??= openSync(join(options.logs, `${description.name}.log`), 'a');
    return startFunctionEnvironment(description, options.variables(description), log);
  });
  return {
    name: description.name,
    invoke: async (event: unknown, onMemory: (bytes: number) => void): Promise<unknown> => {
      const environment = await places.acquire();
      try {
        return await environment.invoke(event, onMemory);
      } finally {
        places.release(environment);
      }
    },
    close: async () => {
      await places.close();
      if (log !== undefined) closeSync(log);
      log = undefined;
    },
  };
}

/** At most `most` environments; who asks for one more waits in line. */
function createPlaces(most: number, startOne: () => FunctionEnvironment) {
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
      const place = Promise.withResolvers<FunctionEnvironment>();
      waiting.push(place);
      return await place.promise;
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
