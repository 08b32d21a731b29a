import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { findAll } from '../../../../lambdas/domain/findings/find-all.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { ARRIVAL, profileOf } from './a-file.ts';

const NONE = { of: 0, count: 0, examples: [] };
const WHOLE = { emailsWithManyIds: NONE, idsWithManyEmails: NONE, complete: true };
const DIALECT = { delimiter: ',', newline: '\n', quoting: 'double' } as const;

function isFound(column: string, cell: string, feed: FeedInput): boolean {
  const header = ['id', column];
  const plan = {
    header,
    nowSeconds: ARRIVAL,
    parts: [{ key: 'a', name: 'a', dialect: DIALECT, linesBefore: 0 }],
  };
  const found = findAll(profileOf({ header, rows: [['7', cell]] }), WHOLE, plan, FeedSchema.parse(feed));
  return found.some(({ code }) => code === 'unused_action');
}

describe('a column that says who was deleted', () => {
  it.each([
    '_fivetran_deleted',
    '_sdc_deleted_at',
    '__op',
    'Op',
    'METADATA$ACTION',
    '_change_type',
    'is_deleted',
    'Deleted At',
  ])('is found: %s', (column) => expect(isFound(column, 'x', people)).toBe(true));

  it.each(['operator', 'deleted_items', 'option', 'undeleted', 'type', 'shop'])('is not %s', (column) =>
    expect(isFound(column, 'x', people)).toBe(false),
  );

  it.each<[string, FeedInput, string]>([
    [
      'the feed reads it',
      { ...people, actionFrom: { column: 'deleted', values: { true: 'delete' } } },
      'true',
    ],
    ['the feed names it', { ...people, columns: { deleted: { type: 'boolean' } } }, 'true'],
    ['where reads it', { ...people, where: { deleted: { not: 'true' } } }, 'true'],
    ['the feed deletes all', { ...people, action: 'delete' }, 'true'],
    ['it is a feed of events', events, 'true'],
    ['it is empty', people, ''],
  ])('is not found if %s', (_, feed, cell) => expect(isFound('deleted', cell, feed)).toBe(false));
});
