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

  it('says that there is no reason if none was given', () => {
    expect(readFailure('', undefined).message).toContain('no reason given');
  });
});
