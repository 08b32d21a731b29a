// Reads the workflow's definition: its tasks, its waits, and what the library that runs it cannot do.
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { isObject } from './intrinsics.ts';

export interface TaskState {
  readonly name: string;
  readonly functionArn: string;
  /** It calls `states:::lambda:invoke`, whose answer lies in `Payload`, and not the function itself. */
  readonly wrapped: boolean;
  /** Seconds that it waits for an answer under its token, where it does: the function's own answer is then not it. */
  readonly waitsSeconds?: number;
  /** The field of its payload that says so instead. */
  readonly waitsField?: string;
  /** Names of the Map states around it. */
  readonly maps: readonly string[];
}

export interface WorkflowDefinition {
  readonly machine: StateMachineDefinition;
  readonly tasks: readonly TaskState[];
  /** Wait states; `seconds` where the definition itself says how long. */
  readonly waits: readonly { readonly name: string; readonly seconds: number | undefined }[];
  /** Names of the states with a Retry. */
  readonly retried: readonly string[];
  /** Path of the items of each Map state, by its name. */
  readonly itemsPaths: Readonly<Record<string, string>>;
}

type State = Readonly<Record<string, unknown>>;

interface NamedState {
  readonly name: string;
  readonly state: State;
  readonly maps: readonly string[];
}

/** Longest that a Node.js timer runs; beyond, it fires at once. */
const MAX_TIMER_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/**
 * @param definition Amazon States Language.
 * @throws Error naming the state that would not run here as it does in AWS.
 */
export function readWorkflow(definition: string): WorkflowDefinition {
  const machine = JSON.parse(definition, withTimeouts) as StateMachineDefinition;
  const states = [...walk(JSON.parse(definition) as State, [])];
  for (const { name, state } of states) refuseUnknown(name, state);
  const ofType = (type: string) => states.filter(({ state }) => state.Type === type);
  return {
    machine,
    tasks: ofType('Task').map(readTask),
    waits: ofType('Wait').map(({ name, state }) => ({
      name,
      seconds: typeof state.Seconds === 'number' ? state.Seconds : undefined,
    })),
    retried: states.filter(({ state }) => 'Retry' in state).map(({ name }) => name),
    itemsPaths: Object.fromEntries(
      ofType('Map').map(({ name, state }) => [name, String(state.ItemsPath ?? '$')]),
    ),
  };
}

/**
 * Step Functions gives a task without TimeoutSeconds 99999999 of them, the library 60; and it sets a timer, which
 * cannot run that long. Said here, so that a function has the time that its own setting gives it.
 */
function withTimeouts(_key: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  const { TimeoutSecondsPath: _, ...own } = value;
  const seconds = own.TimeoutSeconds ?? (own.Type === 'Task' ? MAX_TIMER_SECONDS : undefined);
  return typeof seconds === 'number' ? { ...own, TimeoutSeconds: Math.min(seconds, MAX_TIMER_SECONDS) } : own;
}

function* walk(machine: State, maps: readonly string[]): Generator<NamedState> {
  for (const [name, state] of Object.entries(machine.States as Record<string, State>)) {
    yield { name, state, maps };
    const processor = state.ItemProcessor ?? state.Iterator;
    if (isObject(processor)) yield* walk(processor, [...maps, name]);
    for (const branch of (state.Branches ?? []) as State[]) yield* walk(branch, maps);
  }
}

function readTask({ name, state, maps }: NamedState): TaskState {
  const resource = String(state.Resource);
  const wrapped = /^arn:[^:]+:states:::lambda:invoke(\.waitForTaskToken)?$/.test(resource);
  const waits = resource.endsWith('.waitForTaskToken');
  const parameters = isObject(state.Parameters) ? state.Parameters : {};
  const functionArn = wrapped ? String(parameters.FunctionName) : resource;
  if (!/^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(functionArn)) {
    throw new Error(
      `The embedded engine cannot run the task "${name}": it knows functions only, not ${resource}.`,
    );
  }
  if (waits && maps.length > 0)
    throw new Error(`The embedded engine has one task token an execution, and "${name}" lies in a Map.`);
  if (!waits) return { name, functionArn, wrapped, maps };
  const waitsField = payloadField(state.TimeoutSecondsPath, parameters);
  const waitsSeconds = Math.min(Number(state.TimeoutSeconds ?? MAX_TIMER_SECONDS), MAX_TIMER_SECONDS);
  return { name, functionArn, wrapped, maps, waitsSeconds, ...(waitsField !== undefined && { waitsField }) };
}

/** The library reads TimeoutSecondsPath in a task's parameters, and AWS in its input: read where the payload repeats it. */
function payloadField(path: unknown, { Payload }: State): string | undefined {
  const fields = Object.entries(isObject(Payload) ? Payload : {});
  return fields.find(([, from]) => from === path)?.[0].replace(/\.\$$/, '');
}

/** Fields that aws-local-stepfunctions ignores or gets wrong. */
const UNKNOWN_FIELDS = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'QueryLanguage', 'Assign', 'Arguments'];

function refuseUnknown(name: string, state: State): void {
  const field = Object.keys(state).find(
    (key) => UNKNOWN_FIELDS.includes(key) || key.startsWith('ToleratedFailure'),
  );
  if (field !== undefined)
    throw new Error(`The embedded engine does not know ${field} of the state "${name}".`);
  const { States: _, ItemProcessor: __, Iterator: ___, Branches: ____, ...own } = state;
  const text = JSON.stringify(own);
  const test = /"Is[A-Z]\w+":false/.exec(text)?.[0];
  if (test !== undefined)
    throw new Error(`${test} never holds in the embedded engine; negate it with Not ("${name}").`);
  const path = /\$\$\.(State|Task(?!\.Token))\b/.exec(text)?.[0];
  if (path !== undefined) throw new Error(`The embedded engine has no ${path} in its context ("${name}").`);
}
