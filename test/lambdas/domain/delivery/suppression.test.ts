import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SuppressSchema } from '../../../../lambdas/contracts/feed/policies.ts';
import {
  isSuppressed,
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

describe('newestTimes', () => {
  it('keeps the newest ten, each once, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.array(fc.nat(100)), (known, news) => {
        const all = [...new Set([...known, ...news])].sort((a, b) => a - b);
        expect(newestTimes(newestTimes([], known), news)).toEqual(expect.arrayContaining(all.slice(-1)));
        expect(newestTimes(known, news)).toEqual(newestTimes(news, known));
        expect(newestTimes(known, news)).toEqual(all.slice(-10));
      }),
    );
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
