import { describe, expect, it } from '@jest/globals';
import { refusal } from '../../../lambdas/domain/errors.ts';
import { explainRefusal, REFUSALS, type RefusalCode } from '../../../lambdas/domain/refusals.ts';

const CODES = Object.keys(REFUSALS) as RefusalCode[];

describe('REFUSALS', () => {
  it.each(CODES)('says of %s what it means and how to mend it, in whole sentences', (code) => {
    const { means, mend } = REFUSALS[code];
    expect(code).toMatch(/^[a-z0-9_]+$/);
    expect(means).toMatch(/^[A-Z].*\.$/);
    expect(mend).toMatch(/^[A-Z].*\.$/);
  });
});

describe('refusal', () => {
  it('is worded by the table: meaning, what it is about, mend', () => {
    const cause = new Error('x');
    expect(refusal('duplicate_header', 'It is "id".', { cause })).toMatchObject({
      name: 'RefusedError',
      code: 'duplicate_header',
      message: 'Two columns of the header have the same name. It is "id". Rename or remove one.',
      cause,
    });
  });

  it('needs no detail', () => {
    const { means, mend } = REFUSALS.empty_file;
    expect(explainRefusal('empty_file')).toBe(`${means} ${mend}`);
  });
});
