// Reads the workflow's definition: its tasks and its waits. Refuses what the library that runs it does not support.
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { isObject } from './intrinsics.ts';

export interface TaskState {
  readonly name: string;
  readonly functionArn: string;
  /** It calls `states:::lambda:invoke`, whose result is in `Payload`, instead of the function itself. */
  readonly wrapped: boolean;
  /** Seconds that it waits for an answer to its token, if it does. The function's own result is then not the answer. */
  readonly waitsSeconds?: number;
  /** The field of its payload with these seconds, instead. */
  readonly waitsField?: string;
  /** Names of the Map states around it. */
  readonly maps: readonly string[];
}

export interface WorkflowDefinition {
  readonly machine: StateMachineDefinition;
  readonly tasks: readonly TaskState[];
  /** Wait states; `seconds` if the definition has a fixed time. */
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

/** Maximum of a Node.js timer. With a longer time it fires immediately. */
const MAX_TIMER_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/**
 * @param definition Amazon States Language.
 * @throws Error that names a state that would not run here as in AWS.
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
 * For a task without TimeoutSeconds, Step Functions uses 99999999 and the library 60. The library sets a timer, which
 * cannot run as long as in AWS. With the maximum here, the function's own time-out applies.
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
      `The embedded engine cannot run the task "${name}": it supports only functions, not ${resource}.`,
    );
  }
  if (waits && maps.length > 0)
    throw new Error(`The embedded engine has one task token per execution, but "${name}" is in a Map.`);
  if (!waits) return { name, functionArn, wrapped, maps };
  const waitsField = payloadField(state.TimeoutSecondsPath, parameters);
  const waitsSeconds = Math.min(Number(state.TimeoutSeconds ?? MAX_TIMER_SECONDS), MAX_TIMER_SECONDS);
  return { name, functionArn, wrapped, maps, waitsSeconds, ...(waitsField !== undefined && { waitsField }) };
}

/** The library resolves TimeoutSecondsPath in a task's parameters, AWS in its input. So it is read from the payload. */
function payloadField(path: unknown, { Payload }: State): string | undefined {
  const fields = Object.entries(isObject(Payload) ? Payload : {});
  return fields.find(([, from]) => from === path)?.[0].replace(/\.\$$/, '');
}

/** Fields that aws-local-stepfunctions ignores or implements differently. */
const UNKNOWN_FIELDS = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'QueryLanguage', 'Assign', 'Arguments'];

function refuseUnknown(name: string, state: State): void {
  const field = Object.keys(state).find(
    (key) => UNKNOWN_FIELDS.includes(key) || key.startsWith('ToleratedFailure'),
  );
  if (field !== undefined)
    throw new Error(`The embedded engine does not support ${field} of the state "${name}".`);
  const { States: _, ItemProcessor: __, Iterator: ___, Branches: ____, ...own } = state;
  const text = JSON.stringify(own);
  const test = /"Is[A-Z]\w+":false/.exec(text)?.[0];
  if (test !== undefined)
    throw new Error(`${test} is never true in the embedded engine. Negate it with Not ("${name}").`);
  const path = /\$\$\.(State|Task(?!\.Token))\b/.exec(text)?.[0];
  if (path !== undefined) throw new Error(`The embedded engine has no ${path} in its context ("${name}").`);
}
