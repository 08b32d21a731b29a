// Runs the template's state machine definition with aws-local-stepfunctions and the functions' processes.
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { ExecutionAbortedError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import { DataLimitError, jsonBytes, MAX_STATE_BYTES, refuseAboveStateLimit } from './state-limit.ts';
import type { StateMachineDescription } from './template.ts';
import { readWorkflow, type TaskState, type WorkflowDefinition } from './workflow-definition.ts';
import { type WorkflowEvent, type WorkflowProgress, workflowProgress } from './workflow-progress.ts';

export interface WorkflowOptions {
  readonly stateMachine: StateMachineDescription;
  /** Calls a function. Retry and Catch match the `name` of its error. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  /** Resolves with the answer to the task that waits for the token. */
  readonly awaitToken?: (token: string, timeoutSeconds: number, up: AbortSignal) => Promise<unknown>;
  /** Gets the wait of a state after its function has asked. */
  readonly rest?: (waiting: Promise<unknown>, state: string) => Promise<unknown>;
  /** Overrides how long a task waits for its answer; `undefined` keeps the definition's time. */
  readonly answerSeconds?: ((state: string) => number | undefined) | undefined;
  /**
   * Overrides how long a Wait state waits; `undefined` keeps the definition's time.
   * `seconds`: the definition's time, unless it reads the time from its input.
   */
  readonly waitSeconds?: ((state: string, seconds: number | undefined) => number | undefined) | undefined;
  /** Overrides how long a state pauses before each retry; `undefined` keeps the definition's time. */
  readonly retrySeconds?: ((state: string) => number | undefined) | undefined;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
}

export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error: string; readonly cause: string };

export interface WorkflowRun {
  /** Never rejects. */
  readonly end: Promise<ExecutionEnd>;
  /** Ends it as ABORTED. Running functions continue, and their results are ignored. */
  readonly abort: () => void;
}

export interface Workflow {
  readonly run: (execution: Execution, onProgress: (progress: WorkflowProgress) => void) => WorkflowRun;
}

type Json = Parameters<StateMachine['run']>[0];
type Overrides = NonNullable<NonNullable<Parameters<StateMachine['run']>[1]>['overrides']>;

/** @throws Error if the definition has a state that would not run here as in AWS. */
export function createWorkflow(options: WorkflowOptions): Workflow {
  const definition = readWorkflow(options.stateMachine.definition);
  const machine = new StateMachine(definition.machine);
  const pauses = pauseOverrides(definition, options);
  return {
    run: (execution, onProgress) => {
      const gate = createGate();
      const placeholder = randomUUID();
      const taskResourceLocalHandlers = Object.fromEntries(
        definition.tasks.map((task) => [
          task.name,
          (input: Json) => runTask(task, input, { gate, placeholder }, options),
        ]),
      );
      const run = machine.run(execution.input as Json, {
        overrides: { ...pauses, taskResourceLocalHandlers },
        context: contextOf(execution, placeholder, options.stateMachine),
      });
      const watched = watch(run.eventLogs, gate, run.abort, (event) => {
        const progress = workflowProgress(event, definition.itemsPaths);
        if (progress !== undefined) onProgress(progress);
      });
      const end = run.result.then(
        (output): ExecutionEnd => ({ status: 'SUCCEEDED', output }),
        (error: unknown) => failedEnd(gate.broken ?? error),
      );
      return {
        // The library ends a run only after its tasks have ended, so a task that waits for an answer must stop first.
        abort: () => {
          run.abort();
          gate.up.abort();
        },
        end: end.finally(async () => {
          gate.ended = true;
          gate.up.abort();
          run.abort();
          await watched;
        }),
      };
    },
  };
}

function pauseOverrides(
  definition: WorkflowDefinition,
  { waitSeconds, retrySeconds }: WorkflowOptions,
): Overrides {
  const milliseconds = (entries: readonly (readonly [string, number | undefined])[]) =>
    Object.fromEntries(
      entries.flatMap(([name, seconds]) => (seconds === undefined ? [] : [[name, seconds * 1000]])),
    );
  return {
    waitTimeOverrides: milliseconds(
      definition.waits.map(({ name, seconds }) => [name, waitSeconds?.(name, seconds)] as const),
    ),
    retryIntervalOverrides: milliseconds(
      definition.retried.map((name) => [name, retrySeconds?.(name)] as const),
    ),
  };
}

/** The context object, `$$`. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextOf(
  { arn, name, input }: Execution,
  placeholder: string,
  stateMachine: StateMachineDescription,
) {
  return {
    Execution: { Id: arn, Name: name, Input: input as never },
    StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
    // The library has one context for the whole execution. Each task gets a token of its own in its place.
    Task: { Token: placeholder },
  };
}

/** Prevents tasks from starting, because the library starts the rest of a Map's items even after one has failed. */
interface Gate {
  ended: boolean;
  /** Aborted when the execution has ended, so that a task no longer waits for an answer. */
  readonly up: AbortController;
  broken: DataLimitError | undefined;
  readonly failedMaps: Set<string>;
}

function createGate(): Gate {
  return { ended: false, up: new AbortController(), broken: undefined, failedMaps: new Set() };
}

interface TaskScope {
  readonly gate: Gate;
  /** Where the definition asks for the token of a task. */
  readonly placeholder: string;
}

async function runTask(
  task: TaskState,
  input: Json,
  { gate, placeholder }: TaskScope,
  options: WorkflowOptions,
): Promise<Json> {
  // The library reports before it calls, and its reports are read in the next turn of the event loop.
  await turn();
  if (gate.ended || gate.broken || task.maps.some((map) => gate.failedMaps.has(map)))
    throw new NotStartedError();
  refuseAboveStateLimit(`The input of "${task.name}"`, input);
  const event = task.wrapped ? (input as { Payload?: unknown }).Payload : input;
  if (task.waitsSeconds !== undefined) return askAndWait(task, event, { gate, placeholder }, options);
  const result = (await options.invoke(task.functionArn, event)) as Json;
  refuseAboveStateLimit(`The result of "${task.name}"`, result);
  return task.wrapped ? { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 } : result;
}

/** It waits before it asks, because the answer may arrive before the function that asks has ended. */
async function askAndWait(
  task: TaskState,
  event: unknown,
  { gate, placeholder }: TaskScope,
  { invoke, awaitToken, rest = (waiting) => waiting, answerSeconds }: WorkflowOptions,
): Promise<Json> {
  if (!awaitToken)
    throw new Error(`The task "${task.name}" waits for an answer, but there is no awaitToken.`);
  // As in AWS: every entry and every retry of a task has another token, and an old one answers nothing.
  const token = randomUUID();
  const asked = new AbortController();
  const up = AbortSignal.any([gate.up.signal, asked.signal]);
  const own = (event as Readonly<Record<string, unknown>>)[task.waitsField ?? ''];
  const seconds = answerSeconds?.(task.name) ?? (typeof own === 'number' ? own : task.waitsSeconds);
  const answer = awaitToken(token, seconds ?? 0, up);
  answer.catch(() => undefined);
  try {
    await invoke(task.functionArn, withToken(event, placeholder, token));
  } catch (error) {
    asked.abort();
    throw error;
  }
  const answered = (await rest(answer, task.name)) as Json;
  refuseAboveStateLimit(`The answer to "${task.name}"`, answered);
  return answered;
}

function withToken(event: unknown, placeholder: string, token: string): unknown {
  return JSON.parse(JSON.stringify(event), (_, value: unknown) => (value === placeholder ? token : value));
}

class NotStartedError extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** Passes events on, updates the gate, and aborts an execution with a state that is too large. */
async function watch(
  events: AsyncIterable<WorkflowEvent>,
  gate: Gate,
  abort: () => void,
  onEvent: (event: WorkflowEvent) => void,
): Promise<void> {
  const resultBytes = new Map<string, number>();
  for await (const event of events) {
    onEvent(event);
    if (gate.broken !== undefined) continue;
    if (event.type === 'StateEntered' || event.type === 'StateRetried') {
      gate.failedMaps.delete(event.state.name);
      resultBytes.delete(event.state.name);
    }
    if (event.type === 'StateFailed' && event.state.type === 'Map') gate.failedMaps.add(event.state.name);
    gate.broken = excess(event, resultBytes);
    if (gate.broken !== undefined) abort();
  }
}

/** All results of a Map together are one state, even if the next field discards them. */
function excess(event: WorkflowEvent, resultBytes: Map<string, number>): DataLimitError | undefined {
  if (event.type === 'StateExited') {
    const bytes = jsonBytes(event.state.output);
    return bytes > MAX_STATE_BYTES
      ? new DataLimitError(`The output of "${event.state.name}"`, bytes)
      : undefined;
  }
  if (event.type !== 'MapIterationSucceeded') return undefined;
  const { name } = event.parentState;
  const bytes = (resultBytes.get(name) ?? 2) + jsonBytes((event as { output?: unknown }).output) + 1;
  resultBytes.set(name, bytes);
  return bytes > MAX_STATE_BYTES ? new DataLimitError(`The results of "${name}"`, bytes) : undefined;
}

function failedEnd(error: unknown): ExecutionEnd {
  if (error instanceof ExecutionAbortedError) return { status: 'ABORTED', error: '', cause: '' };
  if (error instanceof ExecutionTimeoutError)
    return { status: 'TIMED_OUT', error: 'States.Timeout', cause: '' };
  const failure = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return failure instanceof Error
    ? { status: 'FAILED', error: failure.name, cause: failure.message }
    : { status: 'FAILED', error: 'Error', cause: String(failure) };
}
