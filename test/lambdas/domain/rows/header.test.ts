import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { RefusedError } from '../../../../lambdas/domain/errors.ts';
import { checkHeader } from '../../../../lambdas/domain/rows/header.ts';

const PEOPLE: FeedInput = { kind: 'people', identifiers: [{ as: 'email', columns: ['email', 'Email'] }] };
const EVENTS: FeedInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['id'] }],
  event: { column: ['event', 'event_name'] },
  time: { column: 'at' },
};

const check = (feed: FeedInput, header: readonly string[]) => checkHeader(FeedSchema.parse(feed), header);

function refusal(feed: FeedInput, header: readonly string[]): readonly [string, string] {
  try {
    check(feed, header);
  } catch (error) {
    if (error instanceof RefusedError) return [error.code, error.message];
    throw error;
  }
  throw new Error('the header passed');
}

describe('checkHeader', () => {
  it('lets a file pass that has what the feed needs', () => {
    expect(check(PEOPLE, ['Email', 'First Name'])).toEqual([]);
    expect(check(EVENTS, ['event_name', 'at', 'id', 'price'])).toEqual([]);
  });

  it.each<[string, FeedInput, readonly string[], string]>([
    ['an identifier', PEOPLE, ['Handle', 'Title'], 'any of the columns "email", "Email"'],
    ['the time', EVENTS, ['id', 'event'], 'the column "at"'],
    ["the event's name", EVENTS, ['id', 'at'], 'any of the columns "event", "event_name"'],
    [
      'a column that the feed requires',
      { ...PEOPLE, requires: ['Total Spent'] },
      ['Email'],
      'the column "Total Spent"',
    ],
    [
      'a column that a template names',
      { ...PEOPLE, templates: { name: '{First Name} {Last Name}' } },
      ['Email', 'Last Name'],
      'the column "First Name"',
    ],
    [
      'the column that groups',
      { ...EVENTS, groupBy: { column: 'order', items: { as: 'items', columns: {} } } },
      ['id', 'at', 'event'],
      'the column "order"',
    ],
    [
      'the column that heads a group',
      { ...EVENTS, groupBy: { column: 'order', headColumn: 'total', items: { as: 'items', columns: {} } } },
      ['id', 'at', 'event', 'order'],
      'the column "total"',
    ],
    [
      'the object',
      { kind: 'objects', objectTypeId: '1', objectId: { column: 'company' } },
      ['name'],
      'the column "company"',
    ],
  ])('refuses a file without %s, naming it', (_, feed, header, lacks) => {
    const [code, message] = refusal(feed, header);
    expect(code).toBe('missing_column');
    expect(message).toContain(`The file lacks ${lacks}. It has ${header.length} columns: "`);
    expect(message).toContain('Is it the right file for this feed?');
  });

  it('shows at most twelve of the columns that a wrong file has', () => {
    const [, message] = refusal(
      PEOPLE,
      Array.from({ length: 46 }, (_, n) => `c${n}`),
    );
    expect(message).toContain('It has 46 columns: "c0", ');
    expect(message).toContain('"c11", …. ');
    expect(message).not.toContain('"c12"');
  });

  it('refuses a file of another kind by a column that only that kind has', () => {
    expect(refusal({ ...PEOPLE, refuses: ['Payment ID'] }, ['Email', 'Payment ID'])).toEqual([
      'wrong_file',
      'The column "Payment ID" shows that this file is of another kind. Drop it below the folder of its own feed.',
    ]);
  });

  it.each(['recipient', 'from_address', 'reply_to'])(
    'refuses an event column called %s, which would redirect mail',
    (column) => {
      const header = ['id', 'event', 'at', column];
      expect(refusal(EVENTS, header)).toEqual([
        'redirecting_column',
        `The column "${column}" would redirect mail in Customer.io. Name it in the feed's columns: with drop, or with another name in as.`,
      ]);
      expect(refusal({ ...EVENTS, requires: [column] }, header)[0]).toBe('redirecting_column');
      expect(check({ ...EVENTS, columns: { [column]: { drop: true } } }, header)).toEqual([]);
      expect(check({ ...EVENTS, columns: { [column]: {} } }, header)).toEqual([]);
      expect(check({ ...EVENTS, unmapped: 'drop' }, header)).toEqual([]);
      expect(check(PEOPLE, ['email', column])).toEqual([]);
    },
  );

  it.each([
    'unsubscribed',
    'Unsubscribed',
    'UNSUBSCRIBED',
    'cio_subscription_preferences',
    'cio_subscription_preferences.topics.topic_1',
  ])(
    'refuses a people column called %s that the feed does not name, for it decides who is mailed',
    (column) => {
      const [code, message] = refusal(PEOPLE, ['email', column]);
      expect(code).toBe('consent_column');
      expect(message).toContain(`The column "${column}" decides who is mailed.`);
      expect(check({ ...PEOPLE, columns: { [column]: { as: 'unsubscribed' } } }, ['email', column])).toEqual(
        [],
      );
    },
  );

  it('tells of columns that start with an underscore, which Customer.io would ignore', () => {
    expect(check(PEOPLE, ['email', '_fivetran_synced', '_update'])).toEqual([
      { column: '_fivetran_synced', message: expect.stringContaining('the column is not sent') },
      { column: '_update', message: expect.stringContaining('the column is not sent') },
    ]);
    expect(check({ ...PEOPLE, columns: { _update: { as: 'update' } } }, ['email', '_update'])).toEqual([]);
    expect(check({ ...PEOPLE, unmapped: 'drop' }, ['email', '_update'])).toEqual([]);
  });

  it('knows the columns of a reject file, and ignores them', () => {
    const header = ['email', '_reject_line', '_reject_code', '_reject_column', '_reject_reason'];
    expect(check({ ...PEOPLE, unmapped: 'reject' }, header)).toEqual([]);
    expect(check(PEOPLE, header)).toEqual([]);
  });

  it("refuses columns that the feed does not name, where it says unmapped: 'reject'", () => {
    const feed: FeedInput = { ...PEOPLE, unmapped: 'reject', columns: { name: {} }, requires: ['plan'] };
    expect(check(feed, ['email', 'Email', 'name', 'plan'])).toEqual([]);
    expect(refusal(feed, ['email', 'name', 'plan', 'age', 'city'])).toEqual([
      'unexpected_column',
      'The feed does not name the columns "age", "city", and refuses what it does not name. ' +
        'Name them in its columns, or state unmapped: "keep" or "drop".',
    ]);
  });

  it('knows every column that an events feed names, wherever it does', () => {
    const feed: FeedInput = {
      ...EVENTS,
      unmapped: 'reject',
      key: [['order', 'part']],
      groupBy: { column: 'order', headColumn: 'total', items: { as: 'items', columns: { sku: {} } } },
      also: [{ name: 'x', when: { column: 'gone' }, time: { column: 'gone' }, key: [['number']] }],
      templates: { title: '{first}' },
    };
    const header = ['id', 'event', 'at', 'order', 'part', 'total', 'sku', 'gone', 'number', 'first'];
    expect(check(feed, header)).toEqual([]);
  });

  it.each<[string, FeedInput, readonly string[], string]>([
    [
      'two columns renamed to one',
      { ...PEOPLE, columns: { a: { as: 'x' }, b: { as: 'x' } } },
      ['email', 'a', 'b'],
      '"a" and "b" would both be sent as "x"',
    ],
    [
      'a column renamed to what another is called',
      { ...PEOPLE, columns: { Plan: { as: 'plan' } } },
      ['email', 'Plan', 'plan'],
      '"Plan" and "plan" would both be sent as "plan"',
    ],
    [
      'a value where another nests',
      { ...PEOPLE, columns: { City: { as: 'address.city' } } },
      ['email', 'address', 'City'],
      '"address" and "City" would both be sent as "address"',
    ],
    [
      'a column renamed to an identifier',
      {
        kind: 'people',
        identifiers: [
          { as: 'id', columns: ['id'] },
          { as: 'email', columns: ['Mail'] },
        ],
        columns: { Work: { as: 'email' } },
      },
      ['id', 'Mail', 'Work'],
      '"Mail" and "Work" would both be sent as "email"',
    ],
    [
      'a column called as the items',
      { ...EVENTS, groupBy: { column: 'order', items: { as: 'items', columns: {} } } },
      ['id', 'event', 'at', 'order', 'items'],
      '"order" and "items" would both be sent as "items"',
    ],
    [
      'two columns of an item renamed to one',
      {
        ...EVENTS,
        groupBy: { column: 'order', items: { as: 'items', columns: { a: { as: 'x' }, b: { as: 'x' } } } },
      },
      ['id', 'event', 'at', 'order', 'a', 'b'],
      '"a" and "b" would both be sent as "x"',
    ],
  ])('refuses %s, for one would silently win', (_, feed, header, which) => {
    const [code, message] = refusal(feed, header);
    expect(code).toBe('colliding_columns');
    expect(message).toContain(`The columns ${which}.`);
  });

  it('asks nothing of columns that a deletion does not send', () => {
    const feed: FeedInput = { ...PEOPLE, action: 'suppress' };
    expect(check(feed, ['email', 'unsubscribed', '_x'])).toEqual([]);
  });
});
