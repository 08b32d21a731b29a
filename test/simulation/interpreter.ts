// Runs an Amazon States Language definition in simulated time. It is the definition that `cdk deploy` would deploy, so
// there is no second copy of the workflow. Unknown fields are rejected. interpreter.test.ts compares the interpreter
// with aws-local-stepfunctions.
import { applies, type Rule } from './choice-rule.ts';
import { fill, find, get, type Json, type Paths, place } from './json-path.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
}

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Resource?: string;
  readonly Parameters?: Json;
  readonly Result?: Json;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { ErrorEquals: readonly string[]; Next: string; ResultPath?: string | null }[];
  readonly Choices?: readonly Rule[];
  readonly Default?: string;
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly TimeoutSecondsPath?: string;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: number;
  readonly ItemProcessor?: Machine;
  readonly Error?: string;
  readonly Cause?: string;
  readonly ErrorPath?: string;
  readonly CausePath?: string;
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Engine {
  readonly scheduler: Pick<Scheduler, 'sleep' | 'after'>;
  readonly random: Random;
  /** @param state name of the task. @throws StateError */
  readonly invoke: (resource: string, payload: Json, state: string) => Promise<Json>;
  /** A task that continues when someone answers with its token. */
  readonly openTask: () => OpenTask;
}

export interface OpenTask {
  readonly token: string;
  /** @throws StateError if someone fails the task. */
  readonly answer: Promise<Json>;
  /** Ignores answers from now on. */
  readonly close: () => void;
}

/** An error with the name that Retry and Catch match. */
export class StateError extends Error {
  override readonly cause: string;
  constructor(name: string, cause: string) {
    super(`${name}: ${cause}`);
    this.name = name;
    this.cause = cause;
  }
}

/** After a stop, no state starts. */
export interface Scope {
  readonly stopped: () => boolean;
  /** Called with each state that is entered, except in maps. */
  readonly onEnter?: (state: string) => void;
}

/** @throws StateError if the execution fails. */
export async function runMachine(
  machine: Machine,
  { input, context }: Paths,
  engine: Engine,
  scope: Scope,
): Promise<Json> {
  let name: string | undefined = machine.StartAt;
  let current = input;
  while (name !== undefined) {
    const state: State | undefined = machine.States[name];
    if (state === undefined) throw new Error(`the definition has no state ${name}`);
    if (scope.stopped()) return never();
    scope.onEnter?.(name);
    const step = await runState({ ...state, name }, { input: current, context }, engine, scope);
    current = step.output;
    name = step.next;
  }
  return current;
}

interface Step {
  readonly output: Json;
  readonly next: string | undefined;
}

/** A state and its name. */
type NamedState = State & { readonly name: string };

async function runState(state: NamedState, paths: Paths, engine: Engine, scope: Scope): Promise<Step> {
  for (let retries = new Map<Retrier, number>(); ; ) {
    try {
      return await attempt(state, paths, engine, scope);
    } catch (error) {
      if (!(error instanceof StateError) || state.Type === 'Fail') throw error;
      if (scope.stopped()) return never();
      const pause = retrySeconds(state.Retry ?? [], error.name, retries, engine.random);
      if (pause !== undefined) {
        await engine.scheduler.sleep(pause);
        continue;
      }
      const caught = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error.name));
      if (caught === undefined) throw error;
      const result = { Error: error.name, Cause: error.cause };
      return { output: place(result, caught.ResultPath, paths.input), next: caught.Next };
    }
  }
}

async function attempt(state: NamedState, paths: Paths, engine: Engine, scope: Scope): Promise<Step> {
  const { input } = paths;
  const on = (result: Json): Step => ({
    output: state.OutputPath === null ? {} : place(result, state.ResultPath, input),
    next: state.Next,
  });
  switch (state.Type) {
    case 'Task': {
      if (state.Resource === WAIT_FOR_TOKEN) return on(await awaitAnswer(state, paths, engine));
      const payload = state.Parameters === undefined ? input : fill(state.Parameters, paths);
      return on(await engine.invoke(state.Resource ?? '', payload, state.name));
    }
    case 'Map':
      return on(await runMap(state, paths, engine, scope));
    case 'Pass':
      return on(state.Result ?? (state.Parameters === undefined ? input : fill(state.Parameters, paths)));
    case 'Wait':
      await engine.scheduler.sleep(state.Seconds ?? Number(get(state.SecondsPath ?? '', paths)));
      return { output: input, next: state.Next };
    case 'Choice': {
      const chosen = state.Choices?.find((rule) => applies(rule, paths));
      return { output: input, next: chosen?.Next ?? state.Default };
    }
    case 'Succeed':
      return { output: input, next: undefined };
    case 'Fail': {
      const text = (path: string | undefined, fixed: string | undefined) =>
        path === undefined ? (fixed ?? '') : String(find(path, paths) ?? '');
      throw new StateError(text(state.ErrorPath, state.Error), text(state.CausePath, state.Cause));
    }
    default:
      throw new Error(`the simulation does not know states of type ${state.Type}`);
  }
}

export const WAIT_FOR_TOKEN = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

/** After a time-out the response of the function is ignored. */
async function awaitAnswer(state: NamedState, paths: Paths, engine: Engine): Promise<Json> {
  const { token, answer, close } = engine.openTask();
  const context = { ...(paths.context as object), Task: { Token: token } };
  const call = fill(state.Parameters ?? {}, { ...paths, context }) as { FunctionName: string; Payload: Json };
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const seconds = Number(get(state.TimeoutSecondsPath ?? '', paths));
  const timer = engine.scheduler.after(seconds, () => reject(new StateError('States.Timeout', '')));
  engine.invoke(call.FunctionName, call.Payload, state.name).catch(reject);
  try {
    return await Promise.race([answer, ended]);
  } finally {
    timer.cancel();
    close();
  }
}

/** The first item that fails makes the map fail. Items that have started continue, and their results are ignored. */
async function runMap(state: State, paths: Paths, engine: Engine, scope: Scope): Promise<Json> {
  const { ItemProcessor: processor, ItemSelector: selector, MaxConcurrency: most = 40 } = state;
  const items = get(state.ItemsPath ?? '$', paths);
  if (!Array.isArray(items) || processor === undefined) throw new Error('a Map without items or processor');
  let failed = false;
  const inner: Scope = { stopped: () => failed || scope.stopped() };
  const results: Json[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < items.length) {
      const index = begun++;
      const value = items[index] as Json;
      const context = { ...(paths.context as object), Map: { Item: { Index: index, Value: value } } };
      const input = selector === undefined ? value : fill(selector, { input: paths.input, context });
      results[index] = await runMachine(processor, { input, context }, engine, inner);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  } catch (error) {
    failed = true;
    throw error;
  }
  return results;
}

/** Counts the attempt. Undefined if none is left, or if there is no retrier for the error. */
function retrySeconds(
  retriers: readonly Retrier[],
  error: string,
  retries: Map<Retrier, number>,
  random: Random,
): number | undefined {
  const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (retrier === undefined) return undefined;
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity } = retrier;
  const before = retries.get(retrier) ?? 0;
  if (before >= MaxAttempts) return undefined;
  retries.set(retrier, before + 1);
  const seconds = Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** before);
  return retrier.JitterStrategy === 'FULL' ? seconds * random.next() : seconds;
}

function matches(names: readonly string[], error: string): boolean {
  return names.includes(error) || names.includes('States.ALL');
}

const FIELDS: readonly string[] = [
  ...['Type', 'Next', 'End', 'Comment', 'Resource', 'Parameters', 'Result', 'ResultPath', 'OutputPath'],
  ...['Retry', 'Catch', 'Choices', 'Default', 'Seconds', 'SecondsPath', 'ItemsPath', 'ItemSelector', 'Label'],
  ...['MaxConcurrency', 'ItemProcessor', 'Error', 'Cause', 'ErrorPath', 'CausePath', 'TimeoutSecondsPath'],
];

/** @throws Error for a field that the simulation does not know. */
export function readMachine(definition: string): Machine {
  const machine = JSON.parse(definition) as Machine;
  refuseUnknown(machine);
  return machine;
}

function refuseUnknown({ States }: Machine): void {
  for (const [name, state] of Object.entries(States)) {
    const field = Object.keys(state).find((one) => !FIELDS.includes(one));
    if (field !== undefined) throw new Error(`the simulation does not know ${field} of the state "${name}"`);
    if (state.ItemProcessor !== undefined) refuseUnknown(state.ItemProcessor);
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
