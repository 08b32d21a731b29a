import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const FEED: FeedInput = {
  kind: 'people',
  identifiers: [{ as: 'id', columns: ['id'] }],
  columns: { total: { type: 'number' } },
};

const map = (row: Readonly<Record<string, string>>) =>
  mapFile(FEED, csvOf(Object.keys(row), Object.values(row))).items;

describe('the formula with which spreadsheets keep leading zeros', () => {
  it.each([
    ['="00713"', '00713'],
    [' ="00713" ', '00713'],
    ['="Ann, B."', 'Ann, B.'],
    ['=1+2', '=1+2'],
    ['="a"&"b"', '="a"&"b"'],
  ])('is unwrapped: %s', (zip, text) => {
    expect(map({ id: '7', zip })).toMatchObject([{ attributes: { zip: text } }]);
  });

  it('is unwrapped in identifiers and numbers, too', () => {
    expect(map({ id: '="00713"', total: '="12.50"' })).toMatchObject([
      { identifiers: { id: '00713' }, attributes: { total: 12.5 } },
    ]);
  });
});
