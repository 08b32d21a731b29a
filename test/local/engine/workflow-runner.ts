// Runs a workflow with plain JavaScript functions.
import { createWorkflow, type WorkflowOptions } from '../../../local/engine/workflow.ts';
import type { WorkflowProgress } from '../../../local/engine/workflow-progress.ts';

export const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
export const named = (name: string, message = '') => Object.assign(new Error(message), { name });
export const EXECUTION = 'arn:aws:states:eu-west-1:000000000000:execution:Machine:one';

type Functions = Readonly<Record<string, (event: never) => unknown>>;

/** Runs a definition with plain JavaScript functions. */
export async function runStates(
  states: object,
  functions: Functions,
  input: unknown = {},
  options: Partial<WorkflowOptions> = {},
) {
  const progress: WorkflowProgress[] = [];
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
  const workflow = createWorkflow({
    stateMachine: { logicalId: 'Machine', name: 'Machine', arn: 'arn:machine', definition },
    invoke: async (functionArn, event) =>
      await functions[functionArn.split(':').at(-1) ?? '']?.(event as never),
    retrySeconds: () => 0,
    ...options,
  });
  const end = await workflow.run({ arn: EXECUTION, name: 'one', input }, (event) => progress.push(event)).end;
  return { end, progress };
}

export const task = (name: string, more: object = { End: true }) => ({
  Type: 'Task',
  Resource: arn(name),
  ...more,
});
export const each = (processor: object, more: object = {}) => ({
  Type: 'Map',
  ItemsPath: '$.items',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: Object.keys(processor)[0],
    States: processor,
  },
  End: true,
  ...more,
});
