// The executions of the state machine in simulated time. Each ends once: by itself, by its time-out or by an operator.
import { statusChangeEvent } from '../../local/engine/events.ts';
import type { Deployment } from './deployment.ts';
import { type Engine, runMachine, StateError } from './interpreter.ts';
import { type Json, plainJson } from './json-path.ts';
import type { Scheduler } from './scheduler.ts';

export interface Executions {
  readonly start: (input: Json) => void;
  /** Aborts all that are running. */
  readonly abortAll: () => void;
  readonly isRunning: () => boolean;
}

export interface ExecutionsOptions {
  readonly deployment: Deployment;
  readonly engine: Engine & { readonly scheduler: Scheduler };
  /** Sends an event to the rules. */
  readonly publish: (event: Json) => void;
  /** Called with each state that an execution enters, except in maps. */
  readonly onEnter: (execution: string, state: string) => void;
  /** Called if the workflow itself breaks. */
  readonly onBug: (message: string) => void;
}

interface End {
  readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'SUCCEEDED';
  readonly error?: string;
  readonly cause?: string;
}

export function createExecutions({
  deployment,
  engine,
  publish,
  onEnter,
  onBug,
}: ExecutionsOptions): Executions {
  const { machine, stateMachineArn } = deployment;
  const { scheduler } = engine;
  const running = new Set<() => void>();
  let count = 0;

  const start = (input: Json): void => {
    const name = `execution-${++count}`;
    const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const startedAt = new Date(scheduler.now()).toISOString();
    let ended = false;
    const end = (by: End): void => {
      if (ended) return;
      ended = true;
      running.delete(abort);
      timer.cancel();
      const record = { name, arn, input, startedAt, endedAt: startedAt, end: stateAt(by) };
      publish(plainJson(statusChangeEvent(record, stateMachineArn)));
    };
    const abort = () => end({ status: 'ABORTED' });
    running.add(abort);
    const timer = scheduler.after(machine.TimeoutSeconds ?? Infinity, () => end({ status: 'TIMED_OUT' }));
    const paths = { input, context: { Execution: { Id: arn, Input: input } } };
    void runMachine(machine, paths, engine, {
      stopped: () => ended,
      onEnter: (state) => onEnter(arn, state),
    }).then(
      () => end({ status: 'SUCCEEDED' }),
      (error: unknown) => {
        if (error instanceof StateError) end({ status: 'FAILED', error: error.name, cause: error.cause });
        else onBug(`the workflow broke: ${error}`);
      },
    );
  };
  const abortAll = (): void => {
    for (const abort of running) abort();
  };
  return { start, abortAll, isRunning: () => running.size > 0 };
}

function stateAt({ status, error = '', cause = '' }: End) {
  return status === 'SUCCEEDED' ? { status, output: null } : { status, error, cause };
}
