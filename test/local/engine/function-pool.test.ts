import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFunctionPools, type FunctionPools } from '../../../local/engine/function-pool.ts';
import { type FunctionFixture, functionDescription, temporaryFolder } from './assembly-builder.ts';

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:Fn';
const MEBIBYTE = 1024 * 1024;

let folder: ReturnType<typeof temporaryFolder>;
let pools: FunctionPools;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await pools.close();
  folder.remove();
});

/** Starts a function with this body, which can use `event` and `context`. */
function withFunction(
  body: string,
  fixture: Partial<FunctionFixture> & { environments?: number; before?: string } = {},
) {
  const code = `${fixture.before ?? ''}\nexport const handler = async (event, context) => { ${body} };`;
  pools = createFunctionPools({
    functions: [functionDescription(folder.path, 'Fn', { ...fixture, code })],
    variables: ({ environment }) => environment,
    logs: join(folder.path, 'logs'),
    environmentsPerFunction: fixture.environments ?? 2,
  });
  return (event: unknown = {}) => pools.invoke(ARN, event);
}

describe('a function', () => {
  it('returns the result of its handler', async () => {
    const invoke = withFunction('return { got: event };');
    expect(await invoke({ a: [1, 'é'] })).toEqual({ got: { a: [1, 'é'] } });
  });

  it('returns null if its handler returns nothing', async () => {
    expect(await withFunction('')()).toBeNull();
  });

  it('gets the context of its invocation as in AWS Lambda', async () => {
    const invoke = withFunction(
      'return { ...context, remaining: context.getRemainingTimeInMillis(), uuid: context.awsRequestId };',
      { timeoutSeconds: 20, memoryMegabytes: 300 },
    );
    expect(await invoke()).toMatchObject({
      functionName: 'Fn',
      invokedFunctionArn: ARN,
      memoryLimitInMB: '300',
      remaining: expect.any(Number),
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('has only its own environment variables', async () => {
    process.env.SECRET_OF_THE_DEVELOPER = 'x';
    const invoke = withFunction(
      'return { names: Object.keys(process.env), offset: new Date(0).getTimezoneOffset() };',
      {
        environment: { MINE: '1', TZ: ':UTC' },
      },
    );
    const answer = await invoke();
    delete process.env.SECRET_OF_THE_DEVELOPER;
    expect(answer).toEqual({ names: ['MINE', 'TZ'], offset: 0 });
  });

  it('keeps its memory for the next invocation', async () => {
    const invoke = withFunction('return ++count;', { before: 'let count = 0;' });
    expect([await invoke(), await invoke(), await invoke()]).toEqual([1, 2, 3]);
  });

  it('has a process for each concurrent invocation, up to the limit', async () => {
    const invoke = withFunction('await new Promise((r) => setTimeout(r, 50)); return process.pid;', {
      environments: 2,
    });
    const pids = await Promise.all([1, 2, 3, 4, 5].map(() => invoke()));
    expect(new Set(pids).size).toBe(2);
  });

  it('writes its output to its log file', async () => {
    await withFunction('console.log("out", event.n); console.error("err");')({ n: 7 });
    const log = readFileSync(join(folder.path, 'logs', 'Fn.log'), 'utf8');
    expect(log).toContain('out 7');
    expect(log).toContain('err');
  });

  it('throws an error with the name of its error', async () => {
    const invoke = withFunction('const e = new Error("later"); e.name = "DeferError"; throw e;');
    const thrown = await invoke().catch((error: Error) => error);
    expect(thrown).toMatchObject({
      name: 'DeferError',
      payload: { errorType: 'DeferError', errorMessage: 'later' },
    });
    expect(JSON.parse((thrown as Error).message).trace[0]).toBe('DeferError: later');
  });

  it('keeps its process after an error', async () => {
    const invoke = withFunction('if (event.bad) throw new Error("bad"); return process.pid;');
    const before = await invoke();
    await expect(invoke({ bad: true })).rejects.toThrow('bad');
    expect(await invoke()).toBe(before);
  });

  it('ends as Sandbox.Timedout after its time-out, and is then started again', async () => {
    const invoke = withFunction(
      'if (event.hang) await new Promise(() => setInterval(() => {}, 1000)); return "ok";',
      {
        timeoutSeconds: 2,
      },
    );
    await expect(invoke({ hang: true })).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
    expect(await invoke()).toBe('ok');
  });

  it('ends as Sandbox.Timedout even if it blocks its event loop', async () => {
    const invoke = withFunction('for (;;) {}', { timeoutSeconds: 2 });
    await expect(invoke()).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
  });

  it.each([
    ['exits', 'process.exit(3);'],
    ['is killed', 'process.kill(process.pid, "SIGKILL"); await new Promise(() => {});'],
    [
      'leaves an error unhandled',
      'setTimeout(() => { throw new Error("late"); }); await new Promise(() => {});',
    ],
  ])('ends as Runtime.ExitError if its process %s, and is then started again', async (_, crash) => {
    const invoke = withFunction(`if (event.crash) { ${crash} } return 'ok';`);
    await expect(invoke({ crash: true })).rejects.toMatchObject({ name: 'Runtime.ExitError' });
    expect(await invoke()).toBe('ok');
  });

  it('runs out of memory at the size in the template', async () => {
    const invoke = withFunction('const held = []; for (;;) held.push(new Array(10_000).fill(0.5));', {
      memoryMegabytes: 128,
    });
    await expect(invoke()).rejects.toMatchObject({ name: 'Runtime.ExitError' });
    expect(readFileSync(join(folder.path, 'logs', 'Fn.log'), 'utf8')).toContain('heap out of memory');
  });

  it('fails with the reason why its bundle cannot be loaded', async () => {
    const invoke = withFunction('', { before: 'import "./missing.mjs";' });
    await expect(invoke()).rejects.toThrow('missing.mjs');
  });

  it.each([
    ['a request', 'RequestEntityTooLargeException', 'return 1;', { big: 'x'.repeat(6 * MEBIBYTE) }],
    ['an answer', 'Function.ResponseSizeTooLarge', `return "x".repeat(${6 * MEBIBYTE});`, {}],
  ])('refuses %s over 6 MB', async (_, name, body, event) => {
    await expect(withFunction(body)(event)).rejects.toMatchObject({ name });
  });

  it('fails waiting invocations when the engine closes', async () => {
    const invoke = withFunction('await new Promise(() => setInterval(() => {}, 1000));', { environments: 1 });
    const both = Promise.allSettled([invoke(), invoke()]);
    await pools.close();
    expect(await both).toMatchObject([
      { reason: { name: 'Runtime.ExitError' } },
      { reason: { name: 'Runtime.ExitError' } },
    ]);
  });
});

describe('memory', () => {
  it('is the maximum of a process of the function, without the memory of the engine', async () => {
    const ballast = Buffer.alloc(300 * MEBIBYTE, 1);
    const invoke = withFunction('const held = Buffer.alloc(event.bytes, 1); return held.length;');
    await invoke({ bytes: 1 });
    const small = pools.memory().Fn ?? 0;
    await invoke({ bytes: 100 * MEBIBYTE });
    await invoke({ bytes: 1 });
    const large = pools.memory().Fn ?? 0;
    expect(small).toBeLessThan(ballast.length / 2);
    expect(large - small).toBeGreaterThan(90 * MEBIBYTE);
  });
});
