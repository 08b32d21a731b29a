import { describe, expect, it } from '@jest/globals';
import { refusal } from '../../../lambdas/domain/errors.ts';
import { explainRefusal, REFUSALS, type RefusalCode } from '../../../lambdas/domain/refusals.ts';
import { feedLinesOf, isAccepted } from '../../builders/feed-lines.ts';

const CODES = Object.keys(REFUSALS) as RefusalCode[];

describe('REFUSALS', () => {
  it.each(CODES)('says what %s means and how to fix it, in whole sentences', (code) => {
    const { means, fix } = REFUSALS[code];
    expect(code).toMatch(/^[a-z0-9_]+$/);
    expect(means).toMatch(/^[A-Z].*\.$/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
  });
});

const lines = CODES.flatMap((code) => feedLinesOf(explainRefusal(code)).map((line) => [code, line] as const));

describe('explainRefusal', () => {
  it.each(lines)('has a line for feeds.config.ts that a feed accepts: %s, %j', (_, line) => {
    expect(isAccepted(line)).toBe(true);
  });
});

describe('refusal', () => {
  it('says what happened, what in this file is meant, and how to fix it', () => {
    const cause = new Error('x');
    expect(refusal('duplicate_header', 'It is "id".', { cause })).toMatchObject({
      name: 'RefusedError',
      code: 'duplicate_header',
      message: 'Two columns in the header have the same name. It is "id". Rename or remove one of them.',
      cause,
    });
  });

  it('leaves out the detail if there is none', () => {
    const { means, fix } = REFUSALS.empty_file;
    expect(explainRefusal('empty_file')).toBe(`${means} ${fix}`);
  });
});
