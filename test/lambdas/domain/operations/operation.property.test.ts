import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printOperation, readOperation } from '../../../../lambdas/domain/operations/operation.ts';
import { eventOperation } from '../../../builders/operation.ts';
import { cases } from '../../../depth.ts';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom('\t', '\n', '"', '\u2028'), fc.string({ maxLength: 2 })),
});

describe('printOperation', () => {
  it('prints one line, whatever the row holds, that reads as the same operation', () => {
    fc.assert(
      fc.property(anyText, anyText, (key, text) => {
        const operation = eventOperation({ key }, { [text]: text });
        const line = printOperation(operation);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(readOperation(line.slice(0, -1))).toEqual(operation);
      }),
      cases(1_000),
    );
  });
});
