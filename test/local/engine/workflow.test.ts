import { describe, expect, it } from '@jest/globals';
import { createWorkflow } from '../../../local/engine/workflow.ts';
import { arn, EXECUTION, each, named, runStates, task } from './workflow-runner.ts';

describe('a workflow', () => {
  it('ends with the output of its last state', async () => {
    const { end } = await runStates(
      { Double: task('Fn') },
      { Fn: ({ n }: { n: number }) => n * 2 },
      { n: 21 },
    );
    expect(end).toEqual({ status: 'SUCCEEDED', output: 42 });
  });

  it('wraps and unwraps the payload of lambda:invoke', async () => {
    const states = {
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: arn('Fn'), 'Payload.$': '$' },
        OutputPath: '$.Payload',
        End: true,
      },
    };
    const { end } = await runStates(states, { Fn: (event) => ({ event }) }, { n: 1 });
    expect(end).toEqual({ status: 'SUCCEEDED', output: { event: { n: 1 } } });
  });

  it('has its execution in the context', async () => {
    const states = {
      Tell: {
        Type: 'Pass',
        Parameters: {
          'id.$': '$$.Execution.Id',
          'name.$': '$$.Execution.Name',
          'input.$': '$$.Execution.Input.n',
          'machine.$': '$$.StateMachine.Id',
        },
        End: true,
      },
    };
    const { end } = await runStates(states, {}, { n: 1 });
    expect(end).toEqual({
      status: 'SUCCEEDED',
      output: { id: EXECUTION, name: 'one', input: 1, machine: 'arn:machine' },
    });
  });

  it('runs a function for each item of a Map, with the input of its selector', async () => {
    const states = {
      Each: each(
        { Item: task('Fn') },
        { ItemSelector: { 'base.$': '$.base', 'item.$': '$$.Map.Item.Value' }, MaxConcurrency: 2 },
      ),
    };
    let running = 0;
    let most = 0;
    const Fn = async ({ base, item }: { base: number; item: number }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return base + item;
    };
    const { end } = await runStates(states, { Fn }, { base: 10, items: [1, 2, 3, 4] });
    expect(end).toEqual({ status: 'SUCCEEDED', output: [11, 12, 13, 14] });
    expect(most).toBe(2);
  });

  it('retries an error by its name, at most the given number of times', async () => {
    const Retry = [{ ErrorEquals: ['DeferError'], IntervalSeconds: 60, MaxAttempts: 2 }];
    let calls = 0;
    const Fn = () => {
      calls += 1;
      throw named('DeferError', 'busy');
    };
    const { end, progress } = await runStates({ Try: task('Fn', { Retry, End: true }) }, { Fn });
    expect(calls).toBe(3);
    expect(end).toEqual({ status: 'FAILED', error: 'DeferError', cause: 'busy' });
    expect(progress.filter(({ kind }) => kind === 'retried')).toHaveLength(2);
  });

  it('catches an error with its name and cause', async () => {
    const states = {
      Try: task('Fn', { Catch: [{ ErrorEquals: ['Bad'], Next: 'Tell', ResultPath: '$.error' }], End: true }),
      Tell: { Type: 'Pass', End: true },
    };
    const Fn = () => {
      throw named('Bad', 'no good');
    };
    const { end } = await runStates(states, { Fn }, { kept: 1 });
    expect(end).toEqual({
      status: 'SUCCEEDED',
      output: { kept: 1, error: { Error: 'Bad', Cause: 'no good' } },
    });
  });

  it('runs the other items of a Map if the error of one is caught inside the Map', async () => {
    const states = {
      Each: each({
        Item: task('Fn', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }], End: true }),
        Failed: { Type: 'Pass', Parameters: { 'failed.$': '$.Error' }, End: true },
      }),
    };
    const Fn = (item: number) => {
      if (item === 2) throw named('Bad');
      return item;
    };
    const { end } = await runStates(states, { Fn }, { items: [1, 2, 3] });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: [1, { failed: 'Bad' }, 3] });
  });

  it('starts no more items of a failed Map, and continues with its Catch', async () => {
    const states = {
      Each: each(
        { Item: task('Fn') },
        { MaxConcurrency: 1, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }] },
      ),
      After: task('After'),
    };
    const seen: number[] = [];
    const Fn = (item: number) => {
      seen.push(item);
      if (item === 2) throw named('Bad');
    };
    const After = () => new Promise((resolve) => setTimeout(() => resolve('reported'), 20));
    const { end } = await runStates(states, { Fn, After }, { items: [1, 2, 3, 4, 5] });
    expect(end).toEqual({ status: 'SUCCEEDED', output: 'reported' });
    expect(seen).toEqual([1, 2]);
  });

  it('runs all items again if it retries a Map', async () => {
    const Retry = [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }];
    const seen: number[] = [];
    const Fn = (item: number) => {
      seen.push(item);
      if (item === 2 && seen.length === 2) throw named('Bad');
      return item;
    };
    const states = { Each: each({ Item: task('Fn') }, { MaxConcurrency: 1, Retry }) };
    const { end } = await runStates(states, { Fn }, { items: [1, 2, 3] }, { retrySeconds: () => 0.02 });
    expect(end).toEqual({ status: 'SUCCEEDED', output: [1, 2, 3] });
    expect(seen).toEqual([1, 2, 1, 2, 3]);
  });

  it('loops over a Choice and a Wait', async () => {
    const states = {
      Ask: task('Fn', { ResultPath: '$.turn', Next: 'Ours?' }),
      'Ours?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.turn.ours', BooleanEquals: true, Next: 'Done' }],
        Default: 'Wait',
      },
      Wait: { Type: 'Wait', SecondsPath: '$.turn.seconds', Next: 'Ask' },
      Done: { Type: 'Succeed' },
    };
    let calls = 0;
    const asked: unknown[] = [];
    const waitSeconds = (state: string, seconds: number | undefined) => {
      asked.push([state, seconds]);
      return 0;
    };
    const Fn = () => ({ ours: ++calls === 3, seconds: 3600 });
    const { end } = await runStates(states, { Fn }, {}, { waitSeconds });
    expect(end.status).toBe('SUCCEEDED');
    expect(calls).toBe(3);
    expect(asked).toEqual([['Wait', undefined]]);
  });

  it('fails with the error of a Fail state', async () => {
    const states = { Give: { Type: 'Fail', Error: 'ImportFailed', Cause: 'see report' } };
    expect((await runStates(states, {})).end).toEqual({
      status: 'FAILED',
      error: 'ImportFailed',
      cause: 'see report',
    });
  });

  it('times out', async () => {
    const definition = JSON.stringify({
      TimeoutSeconds: 1,
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 60, End: true } },
    });
    const stateMachine = { logicalId: 'M', name: 'M', arn: 'a', definition };
    const workflow = createWorkflow({ stateMachine, invoke: async () => null });
    const { end } = workflow.run({ arn: EXECUTION, name: 'one', input: {} }, () => undefined);
    expect(await end).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  it('can be aborted while it waits', async () => {
    const definition = JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } },
    });
    const workflow = createWorkflow({
      stateMachine: { logicalId: 'M', name: 'M', arn: 'a', definition },
      invoke: async () => null,
    });
    const started = workflow.run({ arn: EXECUTION, name: 'one', input: {} }, () => undefined);
    started.abort();
    expect(await started.end).toMatchObject({ status: 'ABORTED' });
  });

  it('reports progress', async () => {
    const states = { Each: each({ Item: task('Fn') }) };
    const { progress } = await runStates(states, { Fn: (item: number) => item }, { items: [7, 8] });
    expect(progress[0]).toEqual({ kind: 'entered', state: 'Each', item: undefined, items: 2 });
    expect(progress.filter(({ kind }) => kind === 'item-succeeded')).toEqual([
      { kind: 'item-succeeded', state: 'Each', item: 0 },
      { kind: 'item-succeeded', state: 'Each', item: 1 },
    ]);
    expect(progress).toContainEqual({ kind: 'left', state: 'Item', item: 1 });
  });
});
