import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';
import { NEW_YEAR } from '../../../builders/operation.ts';

type PeopleInput = Extract<FeedInput, { kind: 'people' }>;

const PEOPLE: PeopleInput = {
  kind: 'people',
  identifiers: [
    { as: 'id', columns: ['id', 'user_id'] },
    { as: 'email', columns: ['email'] },
  ],
};

/** Maps one row. Returns its attributes. */
function attributes(change: Partial<PeopleInput>, row: Readonly<Record<string, string>>): unknown {
  const { items, rejects } = map(change, row);
  expect(rejects).toEqual([]);
  const [item] = items;
  return item && 'attributes' in item ? item.attributes : undefined;
}

/** The reject of a row, as in rejects.csv. */
function rejected(change: Partial<PeopleInput>, row: Readonly<Record<string, string>>): unknown {
  const [reject] = map(change, row).rejects;
  return reject && [reject.code, reject.column];
}

function map(change: Partial<PeopleInput>, row: Readonly<Record<string, string>>) {
  const cells = { id: '7', ...row };
  return mapFile({ ...PEOPLE, ...change }, csvOf(Object.keys(cells), Object.values(cells)));
}

describe('a row of a people feed', () => {
  it('becomes an identify with one identifier and the time of the file', () => {
    expect(mapFile(PEOPLE, csvOf(['id', 'email', 'plan'], ['7', 'Ann@example.com', 'gold'])).items).toEqual([
      {
        type: 'person',
        action: 'identify',
        identifiers: { id: '7' },
        timestamp: NEW_YEAR,
        attributes: { email: 'Ann@example.com', plan: 'gold' },
      },
    ]);
  });

  it('sends a column that the feed does not name as text, under its own name', () => {
    expect(attributes({}, { 'First Name': ' Ann ', zip: '00123', ref: '9007199254740993' })).toEqual({
      'First Name': ' Ann ',
      zip: '00123',
      ref: '9007199254740993',
    });
  });

  it('leaves out a dropped column, or all columns that the feed does not name', () => {
    expect(attributes({ columns: { note: { drop: true } } }, { note: 'x', plan: 'gold' })).toEqual({
      plan: 'gold',
    });
    expect(attributes({ columns: { plan: {} }, unmapped: 'drop' }, { note: 'x', plan: 'gold' })).toEqual({
      plan: 'gold',
    });
  });

  it('renames and nests columns', () => {
    const columns = {
      'First Name': { as: 'first_name' },
      City: { as: 'address.city' },
      Zip: { as: 'address.zip', stripApostrophe: true },
    };
    expect(attributes({ columns }, { 'First Name': 'Ann', City: 'Bern', Zip: "'03000" })).toEqual({
      first_name: 'Ann',
      address: { city: 'Bern', zip: '03000' },
    });
  });

  it('keeps a dot in a column name that the feed does not name', () => {
    expect(attributes({}, { 'Size (customer.metafields.custom.size)': 'M' })).toEqual({
      'Size (customer.metafields.custom.size)': 'M',
    });
  });

  it('adds constants, and templates whose columns all have values', () => {
    const change: Partial<PeopleInput> = {
      constants: { source: 'shop', 'meta.version': 2, imported: true },
      templates: { name: '{First} {Last}', 'address.line': '{Zip} {City}!' },
    };
    const row = { First: ' Ann ', Last: 'Bee', Zip: '', City: 'Bern' };
    expect(attributes(change, row)).toMatchObject({
      name: 'Ann Bee',
      source: 'shop',
      meta: { version: 2 },
      imported: true,
    });
    expect(attributes(change, row)).not.toHaveProperty('address');
  });

  it('makes templates from cells without null tokens and apostrophes', () => {
    const change: Partial<PeopleInput> = {
      nullTokens: ['N/A'],
      columns: { Zip: { stripApostrophe: true } },
      templates: { place: '{Zip} {City}', full: '{Zip} {Street}' },
    };
    expect(attributes(change, { Zip: "'03000", City: 'Bern', Street: 'N/A' })).toEqual({
      Zip: '03000',
      City: 'Bern',
      place: '03000 Bern',
    });
  });

  it('sends a second column of an identifier as an attribute, because it can differ', () => {
    expect(attributes({}, { user_id: 'u-1' })).toEqual({ user_id: 'u-1' });
  });

  it('sends a column of an identifier as an attribute, too, if the feed names it in columns', () => {
    expect(attributes({ columns: { id: { as: 'customer_number' } } }, {})).toEqual({ customer_number: '7' });
  });
});

describe('a blank cell', () => {
  it('is not sent', () => {
    expect(attributes({}, { plan: '', note: '  ' })).toEqual({});
  });

  it('removes the attribute with blank: clear', () => {
    expect(attributes({ columns: { plan: { blank: 'clear' } } }, { plan: '' })).toEqual({ plan: '' });
    expect(attributes({ columns: { n: { blank: 'clear', type: 'number' } } }, { n: ' ' })).toEqual({ n: '' });
  });

  it('is a null token of the feed or of the column; other words stay', () => {
    const columns = { plan: { nullTokens: ['N/A'], blank: 'clear' as const } };
    expect(
      attributes(
        { nullTokens: ['\\N', 'NULL'], columns },
        { a: '\\N', b: 'NULL ', c: 'Null', d: 'N/A', plan: 'N/A' },
      ),
    ).toEqual({ c: 'Null', d: 'N/A', plan: '' });
    expect(attributes({}, { a: '\\N', b: 'NULL' })).toEqual({ a: '\\N', b: 'NULL' });
  });

  it('is an identifier with a null token', () => {
    const feed = { ...PEOPLE, nullTokens: ['\\N'] };
    const { items, rejects } = mapFile(
      feed,
      csvOf(['id', 'email'], ['\\N', 'ann@example.com'], ['\\N', '\\N']),
    );
    expect(items).toMatchObject([{ identifiers: { email: 'ann@example.com' } }]);
    expect(rejects).toMatchObject([{ line: 3, code: 'no_identifier' }]);
  });

  it('rejects the row if the feed requires a value', () => {
    const columns = { plan: { required: true } };
    expect(rejected({ columns }, { plan: ' ' })).toEqual(['required_column_blank', 'plan']);
    expect(attributes({ columns }, { plan: 'gold' })).toEqual({ plan: 'gold' });
  });

  it('is the JSON null', () => {
    expect(attributes({ columns: { data: { type: 'json' } } }, { data: 'null' })).toEqual({});
    expect(rejected({ columns: { data: { type: 'json', required: true } } }, { data: 'null' })).toEqual([
      'required_column_blank',
      'data',
    ]);
  });
});

describe('consent', () => {
  const columns = { unsubscribed: {} };

  it.each([
    ['yes', true],
    ['0', false],
  ])('is read from %s', (unsubscribed, value) => {
    expect(attributes({ columns }, { unsubscribed })).toEqual({ unsubscribed: value });
  });

  it('rejects the row if it is neither true nor false, for any type of the column', () => {
    expect(rejected({ columns }, { unsubscribed: 'opted out' })).toEqual(['unclear_consent', 'unsubscribed']);
    expect(
      rejected({ columns: { Optout: { as: 'unsubscribed', type: 'string' } } }, { Optout: 'x' }),
    ).toEqual(['unclear_consent', 'Optout']);
  });

  it('updates a single topic with a flat name', () => {
    const topic = 'cio_subscription_preferences.topics.topic_1';
    expect(attributes({ columns: { News: { as: topic } } }, { News: 'no' })).toEqual({ [topic]: false });
  });
});

describe("Customer.io's limits", () => {
  const long = `${'é'.repeat(500)}x`;

  it('are counted in bytes, and the reject names the column of the file', () => {
    expect(attributes({}, { note: 'é'.repeat(500) })).toEqual({ note: 'é'.repeat(500) });
    expect(rejected({ columns: { Note: { as: 'note' } } }, { Note: long })).toEqual([
      'value_too_long',
      'Note',
    ]);
    expect(rejected({ columns: { Note: { as: 'meta.note' } } }, { Note: long })).toEqual([
      'value_too_long',
      'Note',
    ]);
    expect(rejected({ templates: { twice: '{a}{a}' } }, { a: 'x'.repeat(501) })).toEqual([
      'value_too_long',
      'twice',
    ]);
    const name = `${'é'.repeat(75)}x`;
    expect(rejected({}, { [name]: '1' })).toEqual(['name_too_long', name]);
    expect(attributes({ columns: { [name]: { as: 'short' } } }, { [name]: '1' })).toEqual({ short: '1' });
  });

  it('allow 300 attributes', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, '1']));
    expect(Object.keys(attributes({}, many(300)) as object)).toHaveLength(300);
    expect(rejected({}, many(301))).toEqual(['too_many_attributes', undefined]);
  });

  it.each(['x'.repeat(900), 'ж'.repeat(450)])('allow no item over 31,000 bytes', (cell) => {
    const wide = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, cell]));
    expect(rejected({}, wide)).toEqual(['item_too_large', undefined]);
  });
});

describe('the action of a people feed', () => {
  const file = csvOf(['id', 'email', 'unsubscribed', 'seats'], ['7', 'ann@example.com', 'maybe', 'many']);

  it.each(['delete', 'suppress', 'unsuppress'] as const)(
    '%s sends the identifier and nothing else, and reads nothing else',
    (action) => {
      const feed: FeedInput = { ...PEOPLE, action, columns: { seats: { type: 'number', required: true } } };
      const { items, rejects } = mapFile(feed, file);
      expect(rejects).toEqual([]);
      expect(items).toEqual([{ type: 'person', action, identifiers: { id: '7' } }]);
    },
  );

  it('update does not create people', () => {
    expect(attributes({ action: 'update' }, { plan: 'gold' })).toEqual({ plan: 'gold', _update: true });
  });

  it('never comes from a column', () => {
    const [item] = mapFile(PEOPLE, csvOf(['id', 'action', '_update'], ['7', 'delete', 'true'])).items;
    expect(item).toMatchObject({ action: 'identify', attributes: { action: 'delete' } });
    expect(item).not.toHaveProperty('attributes._update');
  });
});

describe('a line that is not data', () => {
  it('is rejected with its own code, and the rows around it are sent', () => {
    const { items, rejects } = mapFile(PEOPLE, 'id,plan\n1,gold\nid,plan\n2\n3,a,b\n4,silver\n');
    expect(items).toMatchObject([{ identifiers: { id: '1' } }, { identifiers: { id: '4' } }]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'repeated_header'],
      [4, 'column_count'],
      [5, 'column_count'],
    ]);
  });
});

describe('a feed with updatedAt', () => {
  const updatedAt = { column: ['updated_at', 'UPDATED_AT'] };

  it('sends that time as the timestamp, and the column as no attribute', () => {
    const { items, operations } = map(
      { updatedAt },
      { plan: 'gold', updated_at: '2025-11-03T14:05:09-05:00' },
    );
    expect(items).toEqual([
      expect.objectContaining({ timestamp: 1_762_196_709, attributes: { plan: 'gold' } }),
    ]);
    expect(operations[0]?.meta.at).toBe(1_762_196_709);
  });

  it('sends the column, too, if the feed names it in columns', () => {
    const columns = { updated_at: { as: 'changed_at', type: 'datetime' as const } };
    expect(attributes({ updatedAt, columns }, { updated_at: '1762196709' })).toEqual({
      changed_at: 1_762_196_709,
    });
  });

  it('reads it in the format and the time zone of the feed', () => {
    const feed = { updatedAt: { column: 'at', format: 'us' as const }, timezone: 'America/New_York' };
    expect(map(feed, { at: '11/3/2025 2:05 PM' }).operations[0]?.meta.at).toBe(1_762_196_700);
  });

  it.each([
    ['', 'missing_time'],
    ['yesterday', 'invalid_time'],
    ['2025-11-03 14:05:09', 'time_without_zone'],
    ['2026-01-03T00:00:00Z', 'future_time'],
  ])('rejects a row with "%s", which could count as the newest', (updated_at, code) => {
    expect(rejected({ updatedAt }, { updated_at })).toEqual([code, 'updated_at']);
  });

  it('refuses a file without the column', () => {
    expect(() => map({ updatedAt }, { plan: 'gold' })).toThrow(
      expect.objectContaining({ code: 'missing_column' }),
    );
  });
});
