import { describe, expect, it } from '@jest/globals';
import { FeedSchema, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';

const identifiers = [{ as: 'id', columns: ['id'] }];
const PEOPLE = { kind: 'people', identifiers };
const EVENTS = { kind: 'events', identifiers, event: { name: 'order_placed' }, time: { column: 'at' } };
const GROUP = { column: 'Name', headColumn: 'Total', items: { as: 'items', columns: {} } };

const accepts = (feed: object) => FeedSchema.safeParse(feed).success;

describe('FeedSchema', () => {
  it('fills in the defaults of a people feed', () => {
    expect(FeedSchema.parse(PEOPLE)).toMatchObject({
      columns: {},
      unmapped: 'keep',
      action: 'identify',
      limits: {
        maxRejectShare: 0.5,
        empty: 'refuse',
        volume: { spread: 3, otherwise: 'warn' },
      },
    });
  });

  it('fills in the defaults of an events feed', () => {
    expect(FeedSchema.parse(EVENTS)).toMatchObject({ key: [], also: [], allowFuture: false });
  });

  it.each([
    ['an event name from a column', { ...EVENTS, event: { column: 'name' } }],
    ['several names of one column', { ...EVENTS, time: { column: ['at', 'timestamp'] } }],
    ['several lists of key columns', { ...EVENTS, key: [['event_id'], ['order_id', 'status']] }],
    ['rows that form a group', { ...EVENTS, groupBy: GROUP }],
    ['an IANA time zone', { ...EVENTS, timezone: 'America/New_York' }],
    [
      'the options of a column',
      { ...PEOPLE, columns: { Zip: { as: 'address.zip', stripApostrophe: true } } },
    ],
    ['the deletion of people', { ...PEOPLE, action: 'delete' }],
    ['objects', { kind: 'objects', objectTypeId: '1', objectId: { column: 'id' } }],
    [
      'relationships',
      { kind: 'relationships', identifiers, objectTypeId: '1', objectId: { column: 'company' } },
    ],
  ])('accepts %s', (_, feed) => {
    expect(accepts(feed)).toBe(true);
  });

  it.each([
    ['an events feed without a time', { ...EVENTS, time: undefined }],
    ['an events feed without an event', { ...EVENTS, event: undefined }],
    ['an event without a name', { ...EVENTS, event: { name: '' } }],
    ['people without an identifier', { ...PEOPLE, identifiers: [] }],
    ['an identifier without a column', { ...PEOPLE, identifiers: [{ as: 'id', columns: [] }] }],
    [
      'an identifier that Customer.io does not have',
      { ...PEOPLE, identifiers: [{ as: 'name', columns: ['a'] }] },
    ],
    ['a key of no columns', { ...EVENTS, key: [[]] }],
    ['a misspelled option', { ...PEOPLE, unmaped: 'drop' }],
    ['a misspelled option of a column', { ...PEOPLE, columns: { Zip: { strip: true } } }],
    ['a type that does not exist', { ...PEOPLE, columns: { Zip: { type: 'zip' } } }],
    ['a group in a people feed', { ...PEOPLE, groupBy: GROUP }],
    ['a share of 50 instead of 0.5', { ...PEOPLE, limits: { maxRejectShare: 50 } }],
    ['a time zone that is an offset', { ...EVENTS, timezone: '+02:00' }],
    ['a template without a column', { ...PEOPLE, templates: { name: 'First Name' } }],
    ['an object type by name', { kind: 'objects', objectTypeId: 'companies', objectId: { column: 'id' } }],
    ['a kind that does not exist', { ...PEOPLE, kind: 'devices' }],
  ])('refuses %s', (_, feed) => {
    expect(accepts(feed)).toBe(false);
  });
});

describe('FeedsSchema', () => {
  const feedsWith = (name: string) =>
    FeedsSchema.safeParse({ workspace: 'main', feeds: { [name]: PEOPLE } }).success;

  it.each(['orders', 'shopify-orders', '2026', 'a'.repeat(40)])(
    'accepts %j as the name of a feed',
    (name) => {
      expect(feedsWith(name)).toBe(true);
    },
  );

  it.each(['Orders', 'my orders', 'a/b', '-orders', 'a'.repeat(41), '', '..', 'ordérs'])(
    'refuses %j, because names become folders and parts of ids',
    (name) => {
      expect(feedsWith(name)).toBe(false);
    },
  );

  it('needs the workspace, because the ids of events depend on it', () => {
    expect(FeedsSchema.safeParse({ workspace: '', feeds: {} }).success).toBe(false);
  });
});
