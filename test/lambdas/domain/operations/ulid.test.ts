// The npm package `ulid` checks the format independently.

import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeTime, isValid, ulidToUUID } from 'ulid';
import { deterministicUlid, FIXED_TIME_MILLISECONDS } from '../../../../lambdas/domain/operations/keys.ts';
import { cases } from '../../../depth.ts';

/** Time and hash of a ULID, as another implementation reads them. */
function parts(ulid: string) {
  return {
    milliseconds: decodeTime(ulid),
    hash: ulidToUUID(ulid).replaceAll('-', '').slice(12).toLowerCase(),
  };
}

describe('deterministicUlid', () => {
  it('is the ULID that another implementation of this rule makes', () => {
    expect(deterministicUlid('ws|orders|1001', 1_700_000_000_000)).toBe('01HF7YAT00GP1G9HHCVAS3Y1JA');
  });

  it('has the given time and the first 80 bits of the SHA-256 of its key', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 2 ** 48 - 1 }),
        (key, milliseconds) => {
          const ulid = deterministicUlid(key, milliseconds);
          const sha256 = createHash('sha256').update(key).digest('hex');
          expect(isValid(ulid)).toBe(true);
          expect(parts(ulid)).toEqual({ milliseconds, hash: sha256.slice(0, 20) });
        },
      ),
      cases(1_000),
    );
  });

  it('is the same whenever it is made', () => {
    expect(deterministicUlid('a key')).toBe(deterministicUlid('a key', FIXED_TIME_MILLISECONDS));
    expect(deterministicUlid('a key')).not.toBe(deterministicUlid('another key'));
  });
});
