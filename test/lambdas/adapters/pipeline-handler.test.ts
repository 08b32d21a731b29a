import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { pipelineHandler } from '../../../lambdas/adapters/pipeline-handler.ts';
import { readFailure } from '../../../lambdas/contracts/failure.ts';
import { DeferError, PausedError, RefusedError, SupersededError } from '../../../lambdas/domain/errors.ts';

/** Stands for personal data, which must not leave the function. */
const CANARY = 'ada.lovelace@example.com';
const InputSchema = z.strictObject({ importId: z.string(), partition: z.number().optional() });
const context = { functionName: 'f', awsRequestId: 'request-1' } as Context;

let written: string[];
beforeEach(() => {
  written = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  }
});
afterEach(() => {
  jest.restoreAllMocks();
});

const logged = () => written.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line));
const INPUT = { importId: 'i-1', partition: 3 };
const run = (step: () => unknown, event: unknown) => {
  const handler = pipelineHandler(
    InputSchema,
    async () => step(),
    () => ({ rows: 7 }),
  );
  return handler(event, context);
};
/** The error of the step, as the workflow gets it. */
const failure = async (step: () => never, [event]: readonly [unknown] = [INPUT]): Promise<Error> => {
  const [end] = await Promise.allSettled([run(step, event)]);
  if (end?.status !== 'rejected') throw new Error('it did not fail');
  return end.reason as Error;
};
const throws = (error: unknown) => (): never => {
  throw error;
};

describe('a step that succeeds', () => {
  it('returns its result, and logs one line with the described result and the import', async () => {
    expect(await run(() => ({ secret: CANARY }), INPUT)).toEqual({ secret: CANARY });
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 'INFO',
        importId: 'i-1',
        partition: 3,
        rows: 7,
        function_request_id: 'request-1',
      }),
    ]);
    expect(written.join()).not.toContain(CANARY);
  });
});

describe('a step that fails', () => {
  it.each([
    ['RefusedError', 'empty_file', new RefusedError('empty_file', 'The file is empty.')],
    ['DeferError', 's3_unavailable', new DeferError('s3_unavailable', 'Slow down.')],
    ['PausedError', 'credentials', new PausedError('credentials', 'Correct them.')],
    ['SupersededError', 'superseded', new SupersededError('Taken over.')],
  ])('with %s keeps name, code (%s) and message for the workflow', async (name, code, error) => {
    const seen = await failure(throws(error));
    expect(seen.name).toBe(name);
    expect(readFailure(seen.name, JSON.stringify({ errorMessage: seen.message }))).toEqual({
      code,
      message: error.message,
    });
  });

  const brokenJson = `{"email":"${CANARY}"`;
  it.each<[string, () => never]>([
    ['a parser that quotes its input', () => JSON.parse(`${brokenJson}x`) as never],
    ['a message of several lines that look like a stack', throws(new Error(`bad\n    at ${CANARY}\n  at x`))],
    ['a cause', throws(new Error('failed', { cause: new Error(CANARY) }))],
    ['a cause of our own error', throws(new DeferError('c', 'm', { cause: new Error(CANARY) }))],
    ['another property', throws(Object.assign(new Error('failed'), { row: CANARY }))],
    ['text instead of an error', throws(CANARY)],
    ['undefined', throws(undefined)],
  ])('keeps data out of the error: %s', async (_, step) => {
    const seen = await failure(step);
    const visible = [
      seen.name,
      seen.message,
      seen.stack,
      String(seen.cause),
      JSON.stringify(seen),
      ...written,
    ];
    expect(visible.join('\n')).not.toContain(CANARY);
  });

  it('with an unknown error keeps its name and its stack', async () => {
    const seen = await failure(() => {
      throw new RangeError(CANARY);
    });
    expect(seen.name).toBe('RangeError');
    expect(seen.message).toBe('[internal_error] RangeError in a function');
    expect(seen.stack).toMatch(/^RangeError: .*\n\s+at /);
  });

  it('is logged once, with its import', async () => {
    await failure(throws(new DeferError('s3_unavailable', 'Slow down.')));
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        importId: 'i-1',
        partition: 3,
        reason: '[s3_unavailable] Slow down.',
      }),
    ]);
  });
});

describe('an input of another form', () => {
  it.each([[{ importId: 7 }], [{ importId: 'i-1', [CANARY]: CANARY }], [null], [undefined], [CANARY]])(
    'is refused before the step, without its content in the error: %j',
    async (event) => {
      let began = false;
      const seen = await failure(() => {
        began = true;
        throw new Error();
      }, [event]);
      expect(began).toBe(false);
      expect([seen.message, seen.stack, ...written].join('\n')).not.toContain(CANARY);
      expect(logged()).toHaveLength(1);
    },
  );
});
