import { describe, expect, it } from '@jest/globals';
import { checkRead, checkWrite, readConditions } from '../../../../local/s3/http/conditions.ts';

const object = { etag: 'abc', lastModified: '2026-03-01T10:00:00.500Z' };
const before = 'Sun, 01 Mar 2026 09:00:00 GMT';
const then = 'Sun, 01 Mar 2026 10:00:00 GMT';

describe('checkRead', () => {
  it.each([
    ['no condition', {}, 'send'],
    ['one of several ETags', { 'if-match': '"x", "abc"' }, 'send'],
    ['any ETag', { 'if-match': '*' }, 'send'],
    ['an ETag without quotes', { 'if-match': 'abc' }, 'send'],
    ['a known ETag', { 'if-none-match': '"abc"' }, 'not-modified'],
    ['a change since', { 'if-modified-since': before }, 'send'],
    ['no change since, in whole seconds', { 'if-modified-since': then }, 'not-modified'],
    ['an invalid date', { 'if-modified-since': 'yesterday' }, 'send'],
    ['an ETag over its date, matching', { 'if-match': '"abc"', 'if-unmodified-since': before }, 'send'],
    [
      'an ETag over its date, known',
      { 'if-none-match': '"abc"', 'if-modified-since': before },
      'not-modified',
    ],
    ['an ETag over its date, unknown', { 'if-none-match': '"x"', 'if-modified-since': then }, 'send'],
  ])('with %s answers as S3 does', (_, headers, answer) => {
    expect(checkRead(readConditions(headers), object)).toBe(answer);
  });

  it.each([[{ 'if-match': '"x"' }], [{ 'if-unmodified-since': before }]])('refuses %j', (headers) => {
    expect(() => checkRead(readConditions(headers), object)).toThrow(
      expect.objectContaining({ code: 'PreconditionFailed' }),
    );
  });
});

describe('checkWrite', () => {
  it.each([
    ['nothing there', { 'if-none-match': '*' }, undefined],
    ['the ETag there', { 'if-match': '"abc"' }, object],
    ['anything', {}, object],
  ])('accepts a write that replaces %s', (_, headers, current) => {
    expect(checkWrite(readConditions(headers), current)).toBeUndefined();
  });

  it.each([
    ['PreconditionFailed', { 'if-none-match': '*' }, object],
    ['PreconditionFailed', { 'if-match': '"x"' }, object],
    ['NoSuchKey', { 'if-match': '"abc"' }, undefined],
    ['NotImplemented', { 'if-none-match': '"abc"' }, undefined],
  ])('refuses with %s for %j', (code, headers, current) => {
    expect(() => checkWrite(readConditions(headers), current)).toThrow(expect.objectContaining({ code }));
  });
});
