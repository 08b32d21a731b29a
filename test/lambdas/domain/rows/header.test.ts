import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { RefusedError } from '../../../../lambdas/domain/errors.ts';
import { checkHeader, unnamedIdentifiers } from '../../../../lambdas/domain/rows/header.ts';

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
  throw new Error('the header was accepted');
}

describe('checkHeader', () => {
  it('accepts a file that has what the feed needs', () => {
    expect(check(PEOPLE, ['Email', 'First Name'])).toEqual([]);
    expect(check(EVENTS, ['event_name', 'at', 'id', 'price'])).toEqual([]);
  });

  it.each<[string, FeedInput, readonly string[], string]>([
    ['an identifier', PEOPLE, ['Handle', 'Title'], 'all of the columns "email", "Email"'],
    ['the time', EVENTS, ['id', 'event'], 'the column "at"'],
    ["the event's name", EVENTS, ['id', 'at'], 'all of the columns "event", "event_name"'],
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
  ])('refuses a file without %s, and names the column', (_, feed, header, lacks) => {
    const [code, message] = refusal(feed, header);
    expect(code).toBe('missing_column');
    const columns = header.length === 1 ? '1 column' : `${header.length} columns`;
    expect(message).toContain(`The file lacks ${lacks}. It has ${columns}: "`);
    expect(message).toContain('If it belongs to another feed, drop it into the folder of that feed.');
  });

  it('shows at most 12 of the columns of a wrong file', () => {
    const [, message] = refusal(
      PEOPLE,
      Array.from({ length: 46 }, (_, n) => `c${n}`),
    );
    expect(message).toContain('It has 46 columns: "a9 (column 1)", ');
    expect(message).toContain('"a99 (column 12)", …. ');
    expect(message).not.toContain('(column 13)');
  });

  it('refuses a file with a column that only another kind of file has', () => {
    expect(refusal({ ...PEOPLE, refuses: ['Payment ID'] }, ['Email', 'Payment ID'])).toEqual([
      'wrong_file',
      'The file has the column "Payment ID", which only files of another kind have. Drop it into the folder of its own feed.',
    ]);
  });

  it.each(['recipient', 'from_address', 'reply_to'])(
    'refuses an event column called %s, which would change the addresses of messages',
    (column) => {
      const header = ['id', 'event', 'at', column];
      expect(refusal(EVENTS, header)).toEqual([
        'redirecting_column',
        `The column "${column}" would make Customer.io send messages to or from another address. ` +
          `Drop or rename it in feeds.config.ts: columns: { "${column}": { drop: true } } or columns: { "${column}": { as: "other_name" } }.`,
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
    'refuses a column called %s that a people feed does not name, because it decides who gets messages',
    (column) => {
      const [code, message] = refusal(PEOPLE, ['email', column]);
      expect(code).toBe('consent_column');
      expect(message).toContain(
        `The column "${column}" decides who gets messages, and the feed does not name it.`,
      );
      expect(check({ ...PEOPLE, columns: { [column]: { as: 'unsubscribed' } } }, ['email', column])).toEqual(
        [],
      );
    },
  );

  it('reports columns that start with an underscore, which Customer.io would ignore', () => {
    const message = (column: string, as: string) =>
      'Customer.io ignores names that start with an underscore, so the column is not sent. ' +
      `To send it, set in feeds.config.ts: columns: { "${column}": { as: "${as}" } }.`;
    expect(check(PEOPLE, ['email', '_fivetran_synced', '_update'])).toEqual([
      { column: '_fivetran_synced', message: message('_fivetran_synced', 'fivetran_synced') },
      { column: '_update', message: message('_update', 'update') },
    ]);
    expect(check({ ...PEOPLE, columns: { _update: { as: 'update' } } }, ['email', '_update'])).toEqual([]);
    expect(check({ ...PEOPLE, unmapped: 'drop' }, ['email', '_update'])).toEqual([]);
  });

  it('ignores the columns of a reject file', () => {
    const header = ['email', '_reject_line', '_reject_code', '_reject_column', '_reject_reason'];
    expect(check({ ...PEOPLE, unmapped: 'reject' }, header)).toEqual([]);
    expect(check(PEOPLE, header)).toEqual([]);
  });

  it("refuses columns that the feed does not name, if it sets unmapped: 'reject'", () => {
    const feed: FeedInput = { ...PEOPLE, unmapped: 'reject', columns: { name: {} }, requires: ['plan'] };
    expect(check(feed, ['email', 'Email', 'name', 'plan'])).toEqual([]);
    expect(refusal(feed, ['email', 'name', 'plan', 'age', 'city'])).toEqual([
      'unexpected_column',
      'The feed does not name the columns "age", "city", and refuses such columns. ' +
        'Name each of them in feeds.config.ts: columns: { "age": {} }. Or set unmapped: "keep" or unmapped: "drop".',
    ]);
  });

  it('accepts every column that an events feed names in any option', () => {
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
      'a column renamed to the name of another column',
      { ...PEOPLE, columns: { Plan: { as: 'plan' } } },
      ['email', 'Plan', 'plan'],
      '"Plan" and "plan" would both be sent as "plan"',
    ],
    [
      'a value in the place of a nested one',
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
      'a column with the name of the items',
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
  ])('refuses %s, because one would silently replace the other', (_, feed, header, which) => {
    const [code, message] = refusal(feed, header);
    expect(code).toBe('colliding_columns');
    expect(message).toContain(`The columns ${which}.`);
  });

  it('accepts all columns if the feed sends no attributes', () => {
    const feed: FeedInput = { ...PEOPLE, action: 'suppress' };
    expect(check(feed, ['email', 'unsubscribed', '_x'])).toEqual([]);
  });
});

describe('a column id, cio_id or anonymous_id that the feed does not name', () => {
  const NAMES = ['id', 'cio_id', 'anonymous_id'] as const;

  it.each(NAMES)('refuses %s in a feed of people', (name) => {
    const [code, message] = refusal(PEOPLE, ['email', name]);
    expect(code).toBe('identifier_column');
    expect(message).toContain(`columns: { "${name}": { drop: true } }`);
    expect(message.includes('identifiers: { as: "id"')).toBe(name === 'id');
    expect(refusal({ ...PEOPLE, action: 'update' }, ['email', name])[0]).toBe('identifier_column');
  });

  it.each(NAMES)('accepts %s if the feed names it or does not send it', (name) => {
    const header = ['email', name];
    for (const columns of [{ [name]: {} }, { [name]: { as: 'lead_id' } }, { [name]: { drop: true } }])
      expect(check({ ...PEOPLE, columns }, header)).toEqual([]);
    const identifiers = [{ as: 'id' as const, columns: ['user_id', name] }];
    expect(check({ ...PEOPLE, identifiers }, ['user_id', name])).toEqual([]);
    expect(check({ ...PEOPLE, unmapped: 'drop' }, header)).toEqual([]);
    expect(check({ ...PEOPLE, action: 'delete' }, header)).toEqual([]);
  });

  it.each(NAMES)('accepts %s in feeds of events and relationships, and lists it', (name) => {
    const member = {
      kind: 'relationships',
      identifiers: [{ as: 'email', columns: ['email'] }],
      objectTypeId: '1',
      objectId: { column: 'team' },
    } as const satisfies FeedInput;
    const orders: FeedInput = { ...EVENTS, identifiers: [{ as: 'email', columns: ['email'] }] };
    const unnamed = (feed: FeedInput, header: readonly string[]) => {
      check(feed, header);
      return unnamedIdentifiers(FeedSchema.parse(feed), header);
    };
    expect(unnamed(member, ['email', 'team', name])).toEqual([name]);
    expect(unnamed(orders, ['email', 'event', 'at', name])).toEqual([name]);
    expect(unnamed({ ...orders, key: [[name]] }, ['email', 'event', 'at', name])).toEqual([]);
    expect(unnamed({ ...orders, columns: { [name]: {} } }, ['email', 'event', 'at', name])).toEqual([]);
    expect(unnamed({ ...member, action: 'remove' }, ['email', 'team', name])).toEqual([]);
  });
});
