import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { findLongValues } from '../../../../lambdas/domain/findings/long-values.ts';
import type { Value } from '../../../../lambdas/domain/operations/properties.ts';
import { compileFit } from '../../../../lambdas/domain/rows/long-value.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const cut = compileFit('truncate');
const long = (text: string, count: number) => text.repeat(count);

describe('compileFit', () => {
  it.each<[string, Value, Value]>([
    ['a text of 1,000 bytes stays', long('a', 1_000), long('a', 1_000)],
    ['one byte more is cut', long('a', 1_001), long('a', 1_000)],
    ['two-byte characters are not cut in half', long('é', 501), long('é', 500)],
    ['nor after an odd byte', `a${long('é', 500)}`, `a${long('é', 499)}`],
    ['an emoji stays whole', `${long('a', 990)}👩‍👩‍👧‍👦b`, long('a', 990)],
    ['a letter keeps its accent', `${long('a', 999)}e\u0301`, long('a', 999)],
    ['no space is left at the end', `${long('a', 999)} b`, long('a', 999)],
    ['a list loses its last entries', [long('a', 600), 'b', long('c', 600)], [long('a', 600), 'b']],
    ['a list that fits stays', ['a', 'b'], ['a', 'b']],
    ['JSON stays, and is rejected', { a: long('a', 2_000) }, { a: long('a', 2_000) }],
    ['a number stays', 7, 7],
  ])('%s', (_, value, fitting) => expect(cut?.(value)).toEqual(fitting));

  it('leaves a long value out, and rejects by default', () => {
    expect(compileFit('drop')?.(long('a', 1_001))).toBeUndefined();
    expect(compileFit('drop')?.('a')).toBe('a');
    expect([compileFit('reject'), compileFit(undefined)]).toEqual([undefined, undefined]);
  });
});

describe('tooLong', () => {
  const feed = {
    kind: 'people',
    identifiers: [{ as: 'id', columns: ['id'] }],
    tooLong: 'truncate',
    columns: { bio: { tooLong: 'drop' }, note: { tooLong: 'reject' } },
  } as const satisfies FeedInput;
  const header = ['id', 'about', 'bio', 'note'];

  it('of a column is before that of the feed, and the reject names the column', () => {
    const { items, rejects } = mapFile(
      feed,
      csvOf(header, ['7', long('a', 1_200), long('b', 1_200), ''], ['8', '', '', long('c', 1_200)]),
    );
    expect(items).toMatchObject([{ attributes: { about: long('a', 1_000) } }]);
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain('bio');
    expect(rejects).toMatchObject([{ line: 3, code: 'value_too_long', column: 'note' }]);
  });

  it('is reported for each column that it changes', () => {
    const found = findLongValues(
      { longestBytes: [2_000, 1_200, 1_000, 1_200] },
      FeedSchema.parse(feed),
      header,
    );
    expect(found.map(({ code, column }) => [code, column])).toEqual([['long_values', 'about']]);
  });

  it('is not accepted in a feed of events', () => {
    const events = { ...feed, kind: 'events', event: { name: 'x' }, time: { column: 'at' } };
    const { tooLong: _, ...withoutOption } = events;
    for (const [one, message] of [
      [events, /tooLong/],
      [withoutOption, /has no effect in a feed of events/],
    ] as const)
      expect(() => FeedsSchema.parse({ workspace: 'main', feeds: { events: one } })).toThrow(message);
  });
});
