import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printFailure, readFailure } from '../../../lambdas/contracts/failure.ts';

/** What Lambda hands to a Catch. */
const causeOf = (errorMessage: string) =>
  JSON.stringify({ errorType: 'RefusedError', errorMessage, trace: [] });

describe('readFailure', () => {
  it('reads what printFailure printed, also with several lines', () => {
    const code = fc.string({ unit: fc.constantFrom('a', 'z', '_', '9'), minLength: 1 });
    fc.assert(
      fc.property(
        code,
        fc.string({ unit: fc.oneof(fc.constantFrom('\n', '[', ']', '"'), fc.string({ maxLength: 2 })) }),
        (name, message) => {
          const failure = { code: name, message };
          expect(readFailure('RefusedError', causeOf(printFailure(failure)))).toEqual(failure);
        },
      ),
    );
  });

  it.each([
    ['States.Timeout', undefined],
    ['States.Timeout', ''],
    ['TypeError', causeOf('x is not a function')],
    ['Error', causeOf('[Not Ours] message')],
    ['Sandbox.Timedout', 'no JSON at all'],
    ['Error', 'null'],
    ['Error', '{"errorMessage": 7}'],
  ])('keeps only the name of %s with the cause %j, because the rest is not for people', (error, cause) => {
    const failure = readFailure(error, cause);
    expect(failure.code).toBe('workflow_failed');
    expect(failure.message).toBe(
      `The workflow stopped with ${error}. Continue the import with: npm run cli -- redrive IMPORT. Nothing is sent twice.`,
    );
  });

  it.each([
    ['Runtime.OutOfMemory', 'out_of_memory', 'Raise "memoryMb": {"forward": …} in the context of cdk.json'],
    [
      'Runtime.ExitError',
      'out_of_memory',
      'The function forward ran out of memory twice (Runtime.ExitError)',
    ],
    ['Lambda.TooManyRequestsException', 'lambda_throttled', 'refused to run the function forward'],
    ['TIMED_OUT', 'import_timed_out', 'or importTimeout'],
  ])('says what to raise after %s', (error, code, advice) => {
    const failure = readFailure(error, '{"errorMessage":"signal: killed"}', 'forward');
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(advice);
    expect(failure.message).toMatch(/deploy\. Continue the import with: npm run cli -- redrive IMPORT\./);
  });

  it('says that there is no reason if none was given', () => {
    expect(readFailure('', undefined).message).toContain('no reason given');
  });
});
