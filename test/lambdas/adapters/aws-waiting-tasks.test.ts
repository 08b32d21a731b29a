import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { awsWaitingTasks } from '../../../lambdas/adapters/aws-waiting-tasks.ts';
import { OperationError, startStepFunctionsServer } from '../../../local/step-functions/server.ts';

/** Sends a token to a server that answers with the error of this code, or well. */
async function succeed(code?: string) {
  const sent: unknown[] = [];
  const server = await startStepFunctionsServer({
    SendTaskSuccess: async (parameters) => {
      sent.push(parameters);
      if (code !== undefined) throw new OperationError(code, 'no');
      return {};
    },
  });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  try {
    const done = await awsWaitingTasks(client).succeed('token', { turn: false });
    return { done, sent };
  } finally {
    client.destroy();
    await server.close();
  }
}

describe('a token that is sent back', () => {
  it('lets its task continue with the output', async () => {
    expect(await succeed()).toEqual({
      done: true,
      sent: [{ taskToken: 'token', output: '{"turn":false}' }],
    });
  });

  it.each(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken'])(
    'does nothing if no task waits for it: %s',
    async (code) => {
      expect((await succeed(code)).done).toBe(false);
    },
  );

  it('is sent again later if Step Functions throttles', async () => {
    await expect(succeed('ThrottlingException')).rejects.toMatchObject({
      name: 'DeferError',
      code: 'step_functions_unavailable',
    });
  });

  it('fails with the error of AWS if it may not be sent', async () => {
    await expect(succeed('AccessDeniedException')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
