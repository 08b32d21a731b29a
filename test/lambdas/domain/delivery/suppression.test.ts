import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SuppressSchema } from '../../../../lambdas/contracts/feed/policies.ts';
import {
  isSuppressed,
  KEPT_TIMES,
  namesSentFirst,
  newestTimes,
  printTimes,
  readTimes,
} from '../../../../lambdas/domain/delivery/suppression.ts';

describe('isSuppressed', () => {
  it.each([
    { because: 'nothing followed', times: [], suppressed: false },
    { because: 'it came before', times: [99], suppressed: false },
    { because: 'exports often have no finer time than a second', times: [100], suppressed: true },
    { because: 'it followed', times: [20, 130], suppressed: true },
    { because: 'it followed just in time', times: [150], suppressed: true },
    { because: 'it followed too late', times: [151], suppressed: false },
  ])('is $suppressed, because $because', ({ times, suppressed }) => {
    expect(isSuppressed(100, { within: 50 }, times)).toBe(suppressed);
  });
});

describe('namesSentFirst', () => {
  it('has what suppresses other events of the feed, and what is remembered for other feeds', () => {
    const suppress = [SuppressSchema.parse({ event: 'cart', by: 'order', within: '1d' })];
    const guards = { suppress, remembers: ['visit'], dated: false };
    expect([...namesSentFirst(guards)].sort()).toEqual(['order', 'visit']);
  });
});

/** Up to three times as many as are kept. */
const manyTimes = fc.array(fc.nat(1000), { maxLength: 150, size: 'max' });

describe('newestTimes', () => {
  it('keeps the newest, each once, in whatever order they come', () => {
    fc.assert(
      fc.property(manyTimes, manyTimes, (known, news) => {
        const all = [...new Set([...known, ...news])].sort((a, b) => a - b);
        expect(newestTimes(newestTimes([], known), news)).toEqual(expect.arrayContaining(all.slice(-1)));
        expect(newestTimes(known, news)).toEqual(newestTimes(news, known));
        expect(newestTimes(known, news)).toEqual(all.slice(-KEPT_TIMES));
      }),
    );
  });
});

describe('remembered times', () => {
  it('fit into one write of DynamoDB, with the longest names', () => {
    const times = Array.from({ length: 200 }, (_, n) => 1_800_000_000 + n);
    const item = {
      ...{
        key: 'k'.repeat(22),
        importId: `${'f'.repeat(40)}-20260101T000001-7da51b17`,
        feed: 'f'.repeat(40),
      },
      ...{ arrivedAt: '1800000000000', content: printTimes(newestTimes([], times)) },
    };
    // DynamoDB counts names and values in UTF-8; a number is smaller than its digits.
    expect(
      Object.entries(item).reduce((sum, [name, value]) => sum + name.length + value.length, 0),
    ).toBeLessThan(1024);
  });
});

describe('readTimes', () => {
  it('reads what printTimes printed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (times) =>
        expect(readTimes(printTimes(times))).toEqual(times),
      ),
    );
  });

  it('reads no times if nothing is remembered', () => {
    expect(readTimes(undefined)).toEqual([]);
  });
});
