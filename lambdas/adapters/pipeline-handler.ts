// What every handler does around its step: it parses the input, logs once, and keeps personal data out of errors.
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { printFailure } from '../contracts/failure.ts';

export const logger = new Logger();

/**
 * A Lambda handler around a step.
 * @param describe the part of a result to log: ids, states and counts, never a value of a row.
 */
export function pipelineHandler<Schema extends z.ZodType, Result>(
  schema: Schema,
  step: (input: z.infer<Schema>, context: Context) => Promise<Result>,
  describe: (result: Result) => Record<string, unknown>,
) {
  return middy<unknown, Result>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event: unknown, context: Context): Promise<Result> => {
      try {
        const result = await step(schema.parse(event), context);
        logger.info('done', { ...idOf(event), ...describe(result) });
        return result;
      } catch (error) {
        const safe = withoutData(error);
        logger.error('failed', {
          ...idOf(event),
          error: safe.name,
          reason: safe.message,
          stack: safe.stack,
        });
        throw safe;
      }
    });
}

function idOf(event: unknown): Record<string, unknown> {
  const { importId, partition } = (event ?? {}) as { importId?: unknown; partition?: unknown };
  return { importId, partition };
}

const OURS = ['RefusedError', 'DeferError', 'PausedError', 'ReplanError', 'SupersededError'];

/** Our own errors contain no cell. The message of any other error may contain one (JSON.parse quotes its input). */
function withoutData(error: unknown): Error {
  const {
    name = 'Error',
    message = '',
    stack = '',
    code,
  } = (error ?? {}) as Partial<Error> & { code?: unknown };
  const ours = OURS.includes(name);
  const safe = new Error(
    printFailure(
      ours ? { code: String(code), message } : { code: 'internal_error', message: `${name} in a function` },
    ),
  );
  safe.name = name;
  safe.stack = [`${name}: ${safe.message}`, ...framesOf(stack, message)].join('\n');
  return safe;
}

/** The stack begins with the message, whose lines may look like frames. */
function framesOf(stack: string, message: string): string[] {
  const afterMessage = stack.slice(stack.indexOf(message) + message.length);
  return afterMessage.split('\n').filter((line) => /^\s+at /.test(line));
}
