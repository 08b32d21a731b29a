import { describe, expect, it } from '@jest/globals';
import { createActivity } from '../../../local/engine/activity.ts';
import { createTaskTokens } from '../../../local/engine/task-tokens.ts';
import { createWorkflow } from '../../../local/engine/workflow.ts';
import { arn, EXECUTION, runStates } from './workflow-runner.ts';

/** Calls a function, and waits for an answer to its token. */
const ASK = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Parameters: {
    FunctionName: arn('ask'),
    Payload: { 'question.$': '$.question', 'token.$': '$$.Task.Token' },
  },
  TimeoutSeconds: 3600,
  ResultPath: '$.answer',
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'No' }],
  End: true,
};
const STATES = { Ask: ASK, No: { Type: 'Pass', End: true } };

type Tokens = ReturnType<typeof createTaskTokens>;

async function ask(onAsked: (tokens: Tokens, token: string) => unknown, answerSeconds?: () => number) {
  const tokens = createTaskTokens();
  const functions = {
    ask: ({ question, token }: { question: string; token: string }) => {
      expect(question).toBe('Send?');
      return onAsked(tokens, token);
    },
  };
  const options = { awaitToken: tokens.wait, answerSeconds };
  const { end } = await runStates(STATES, functions, { question: 'Send?' }, options);
  expect(tokens.waiting()).toBe(0);
  return end;
}

describe('a task that waits for its token', () => {
  it('ends with the answer to the token, not with the result of the function', async () => {
    const end = await ask((tokens, token) => {
      expect(tokens.succeed(token, { yes: true })).toBe(true);
      expect(tokens.succeed(token, { yes: false })).toBe(false);
      return 'asked';
    });
    expect(end).toEqual({ status: 'SUCCEEDED', output: { question: 'Send?', answer: { yes: true } } });
  });

  it('fails with the error that is answered to the token, which a Catch matches', async () => {
    const end = await ask((tokens, token) => tokens.fail(token, 'CanaryRejected', 'Ann said no'));
    expect(end).toMatchObject({
      status: 'SUCCEEDED',
      output: { error: { Error: 'CanaryRejected', Cause: 'Ann said no' } },
    });
  });

  it('fails if there is no answer in time', async () => {
    const end = await ask(
      () => undefined,
      () => 0.01,
    );
    expect(end).toMatchObject({ output: { error: { Error: 'States.Timeout' } } });
  });

  it('does not wait if the function fails', async () => {
    const end = await ask(() => {
      throw Object.assign(new Error('no table'), { name: 'Broken' });
    });
    expect(end).toMatchObject({ output: { error: { Error: 'Broken', Cause: 'no table' } } });
  });

  it('has a token of its own, also when it is retried: a used one cannot approve what comes later', async () => {
    const tokens = createTaskTokens();
    const asked: string[] = [];
    const functions = {
      ask: ({ token }: { token: string }) => {
        asked.push(token);
        // An operator, or a late message, answers with all tokens so far except the newest.
        for (const earlier of asked.slice(0, -1)) expect(tokens.succeed(earlier, 'late')).toBe(false);
        if (asked.length === 1) throw Object.assign(new Error('try again'), { name: 'Busy' });
        expect(tokens.succeed(token, `yes ${asked.length}`)).toBe(true);
      },
    };
    const retried = { ...ASK, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 1 }] };
    const states = {
      Ask: { ...retried, Next: 'Again', End: undefined },
      Again: { ...ASK, ResultPath: '$.again' },
      No: STATES.No,
    };
    const options = { awaitToken: tokens.wait, retrySeconds: () => 0 };
    const { end } = await runStates(states, functions, { question: 'Send?' }, options);
    expect(end).toMatchObject({ output: { answer: 'yes 2', again: 'yes 3' } });
    expect(new Set(asked).size).toBe(3);
  });

  it('ends when its execution is stopped', async () => {
    const tokens = createTaskTokens();
    const definition = JSON.stringify({ StartAt: 'Ask', States: STATES });
    const asked = Promise.withResolvers<void>();
    const { abort, end } = createWorkflow({
      stateMachine: { logicalId: 'Machine', name: 'Machine', arn: 'arn:machine', definition },
      invoke: async () => asked.resolve(),
      awaitToken: tokens.wait,
    }).run({ arn: EXECUTION, name: 'one', input: { question: 'Send?' } }, () => undefined);
    await asked.promise;
    abort();
    expect(await end).toMatchObject({ status: 'ABORTED' });
    expect(tokens.waiting()).toBe(0);
  });

  it('cannot be in a Map', async () => {
    const map = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Ask', States: { Ask: { ...ASK, Catch: undefined } } },
      End: true,
    };
    await expect(runStates({ Map: map }, {})).rejects.toThrow('"Ask" is in a Map');
  });
});

describe('activity', () => {
  it('is idle while all work waits for an operator, and no longer after it continues', async () => {
    const activity = createActivity();
    const answer = Promise.withResolvers<void>();
    const rest = Promise.withResolvers<void>();
    let ended = false;
    void activity.track(
      activity.rest(answer.promise).then(async () => {
        await rest.promise;
        ended = true;
      }),
    );
    await activity.idle();
    answer.resolve();
    const idle = answer.promise.then(() => activity.idle());
    rest.resolve();
    await idle;
    expect(ended).toBe(true);
  });
});
