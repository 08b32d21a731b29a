import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMoments, isSuppressed } from '../../../../lambdas/domain/delivery/suppression.ts';

describe('isSuppressed', () => {
  it.each([
    { because: 'nothing followed', moments: [], suppressed: false },
    { because: 'it came before', moments: [99], suppressed: false },
    { because: 'exports know no finer time than a second', moments: [100], suppressed: true },
    { because: 'it followed', moments: [20, 130], suppressed: true },
    { because: 'it followed just in time', moments: [150], suppressed: true },
    { because: 'it followed too late to belong to it', moments: [151], suppressed: false },
  ])('$suppressed, because $because', ({ moments, suppressed }) => {
    expect(isSuppressed(100, { within: 50 }, moments)).toBe(suppressed);
  });
});

describe('addMoments', () => {
  it('keeps the newest, each once, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.array(fc.nat(100)), (known, news) => {
        const all = [...new Set([...known, ...news])].sort((a, b) => a - b);
        expect(addMoments(addMoments([], known), news)).toEqual(expect.arrayContaining(all.slice(-1)));
        expect(addMoments(known, news)).toEqual(addMoments(news, known));
        expect(addMoments(known, news)).toEqual(all.slice(-10));
      }),
    );
  });
});
