import { describe, expect, it } from '@jest/globals';
import type { FeedsInput } from '../../lambdas/contracts/feed/feed.ts';
import { defineFeeds, FeedsConfigError } from '../../lib/define-feeds.ts';

const PEOPLE = { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }] };
const EVENTS = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['id'] }],
  event: { name: 'order_placed' },
  time: { column: 'at' },
};

/** The lines of the error, without its heading. The cast is needed because TypeScript refuses these mistakes, too. */
function mistakes(feeds: unknown, rest: object = {}): readonly string[] {
  try {
    defineFeeds({ workspace: 'main', feeds, ...rest } as FeedsInput);
  } catch (error) {
    expect(error).toBeInstanceOf(FeedsConfigError);
    const [heading, ...lines] = (error as Error).message.split('\n');
    expect(heading).toBe('feeds.config.ts is not valid. Correct these options:');
    return lines.map((line) => line.trim());
  }
  return [];
}

const inFeed = (change: object, base: object = PEOPLE) => mistakes({ shop: { ...base, ...change } });

describe('defineFeeds', () => {
  it('fills in the defaults of a feed', () => {
    const { feeds } = defineFeeds({ workspace: 'main', feeds: { people: PEOPLE } } as unknown as FeedsInput);
    expect(feeds.people).toMatchObject({
      unmapped: 'keep',
      action: 'identify',
      columns: {},
      limits: {
        maxRejectShare: 0.5,
        empty: 'refuse',
        volume: { spread: 3, otherwise: 'warn' },
      },
    });
  });

  it.each<[string, readonly string[], string]>([
    [
      'a canary of objects with readBack',
      inFeed(
        {
          kind: 'objects',
          objectTypeId: '1',
          objectId: { column: 'id' },
          canary: { size: 5, readBack: true },
        },
        {},
      ),
      'feed "shop", canary: readBack works only for people. Write the number of operations instead, such as 50',
    ],
    [
      'a canary without a size',
      // A clone, because zod, which the files of a worker share, knows a plain object by its prototype.
      inFeed(structuredClone({ canary: { readBack: true } })),
      'feed "shop", canary: expected number, received object; or size is missing',
    ],
    [
      'a name that cannot be a folder',
      mistakes({ 'Shop Orders': PEOPLE }),
      'feed "Shop Orders": must be a name of at most 40 lowercase letters, digits and dashes, such as shopify-orders',
    ],
    [
      'a kind that does not exist',
      inFeed({ kind: 'peple' }),
      'feed "shop", kind: expected "people", "events", "objects" or "relationships"',
    ],
    [
      'a kind that is missing',
      inFeed({ kind: undefined }),
      'feed "shop", kind: expected "people", "events", "objects" or "relationships"',
    ],
    [
      'an option that is missing',
      mistakes({ shop: { kind: 'people' } }),
      'feed "shop", identifiers: is missing',
    ],
    [
      'a misspelled option',
      inFeed({ colums: {} }),
      'feed "shop": there is no option "colums"; did you mean "columns"?',
    ],
    ['an option that does not exist', inFeed({ dedupe: true }), 'feed "shop": there is no option "dedupe"'],
    [
      'an option of another place',
      inFeed({ column: {} }),
      'feed "shop": there is no option "column"; did you mean "columns"?',
    ],
    [
      'a misspelled option of a column',
      inFeed({ columns: { 'First Name': { typ: 'number' } } }),
      'feed "shop", columns.First Name: there is no option "typ"; did you mean "type"?',
    ],
    [
      'a type that does not exist',
      inFeed({ columns: { n: { type: 'nmber' } } }),
      'feed "shop", columns.n.type: expected "string", "number", "integer", "boolean", "date", "datetime", "money", "phone", "json", "list", "optIn" or "optOut"; did you mean "number"?',
    ],
    [
      'text instead of a list',
      inFeed({ key: ['event_id'] }, EVENTS),
      'feed "shop", key.0: expected array, received string',
    ],
    [
      'an event without name and column',
      inFeed({ event: {} }, EVENTS),
      'feed "shop", event: name is missing; or column is missing',
    ],
    [
      'a time format that does not exist',
      inFeed({ time: { column: 'at', format: 'iso' } }, EVENTS),
      'feed "shop", time.format: expected "auto", "epoch_seconds", "epoch_milliseconds", "epoch_microseconds", "us" or "eu"',
    ],
    [
      'an offset instead of a zone',
      inFeed({ timezone: '+02:00' }),
      'feed "shop", timezone: there is no time zone "+02:00". Write an IANA name, such as Africa/Johannesburg if it has this offset all year, or else that of your city',
    ],
    [
      'an object type that is not a number',
      mistakes({ shop: { kind: 'objects', objectTypeId: 'company', objectId: { column: 'id' } } }),
      'feed "shop", objectTypeId: must be the number of an object type, such as "1"',
    ],
    ['no workspace', mistakes({}, { workspace: undefined }), 'workspace: is missing'],
    [
      'an option next to the feeds',
      mistakes({}, { feed: {} }),
      'the whole file: there is no option "feed"; did you mean "feeds"?',
    ],
  ])('reports %s with its feed and field', (_, lines, mistake) => {
    expect(lines).toContain(mistake);
  });

  it('reports all mistakes together', () => {
    expect(inFeed({ colums: {}, unmapped: 'kep', limits: { maxRejectShare: 2 } })).toEqual([
      'feed "shop", unmapped: expected "keep", "drop" or "reject"; did you mean "keep"?',
      'feed "shop", limits.maxRejectShare: expected number to be <=1',
      'feed "shop": there is no option "colums"; did you mean "columns"?',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'an option without an effect on the type',
      { columns: { at: { format: 'us' } } },
      'columns.at.format: has an effect only with type: "date" or "datetime". Add the type, or remove format',
    ],
    [
      'the same for money',
      { columns: { at: { type: 'number', decimal: ',' } } },
      'columns.at.decimal: has an effect only with type: "money". Add the type, or remove decimal',
    ],
    [
      'a name that Customer.io ignores',
      { columns: { _update: {} } },
      'columns._update: starts with an underscore, and Customer.io ignores such names. Set another name with as, or set drop: true',
    ],
    [
      'the same in as',
      { columns: { x: { as: '_x' } } },
      'columns.x.as: starts with an underscore, and Customer.io ignores such names. Use a name without it',
    ],
    [
      'the same for a constant',
      { constants: { _x: 1 } },
      'constants._x: starts with an underscore, and Customer.io ignores such names. Use a name without it',
    ],
    [
      'a name with an empty part',
      { columns: { x: { as: 'a..b' } } },
      'columns.x.as: has an empty part. Write a name between all dots',
    ],
    [
      'a name of 151 bytes',
      { columns: { x: { as: `${'é'.repeat(75)}x` } } },
      'columns.x.as: is longer than 150 bytes. Use a shorter name',
    ],
    [
      'a template without a column',
      { templates: { name: 'First Last' } },
      'templates.name: has no column. Write its name in braces, such as "{First Name}"',
    ],
    [
      'a consent that would be cleared',
      { columns: { Optout: { as: 'unsubscribed', blank: 'clear' } } },
      'columns.Optout.blank: cannot be "clear", because Customer.io would subscribe everyone with an empty cell. Remove blank',
    ],
    [
      'a consent that is text',
      { constants: { unsubscribed: 'no' } },
      'constants.unsubscribed: is a consent. Set it to true or false',
    ],
    [
      'a consent from a template',
      { templates: { 'cio_subscription_preferences.topics.topic_1': '{a}' } },
      'templates.cio_subscription_preferences.topics.topic_1: is a consent, which cannot be text. Send a column under this name in columns',
    ],
  ])('refuses %s', (_, change, mistake) => {
    expect(inFeed(change)).toContain(`feed "shop", ${mistake}`);
  });

  it.each(['unmapped', 'identifiers', 'blank'])(
    'names the field %s as it is written in the config',
    (field) => {
      const change = field === 'blank' ? { columns: { x: { blank: 'no' } } } : { [field]: 'no' };
      expect(inFeed(change).join()).toContain(field);
    },
  );

  it('refuses an event that is not in the closed taxonomy, because every row would be rejected', () => {
    const also = [{ name: 'order_gone', when: { column: 'x' }, time: 'file', key: [['id']] }];
    const feeds = { shop: { ...EVENTS, also } };
    expect(mistakes(feeds, { taxonomy: { events: { signed_up: {} } } })).toEqual([
      'feed "shop", event.name: the taxonomy has no event "order_placed", so every row would be rejected. Add it to taxonomy.events, or set names: "open"',
      'feed "shop", also.0.name: the taxonomy has no event "order_gone", so every row would be rejected. Add it to taxonomy.events, or set names: "open"',
    ]);
    const taxonomy = { events: { order_placed: {}, order_cancelled: { aliases: ['order_gone'] } } };
    expect(mistakes(feeds, { taxonomy })).toEqual([]);
    expect(mistakes(feeds, { taxonomy: { names: 'open', events: {} } })).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, object>>, readonly string[]]>([
    [
      'a feed that does not exist',
      { carts: { ...EVENTS, after: ['order'] }, orders: EVENTS },
      ['feed "carts", after.0: there is no feed "order". The feeds are: carts, orders'],
    ],
    [
      'the feed itself',
      { carts: { ...EVENTS, after: ['carts'] } },
      ['feed "carts", after.0: a feed cannot wait for itself. Remove it from the list'],
    ],
    [
      'feeds that come after each other',
      {
        carts: { ...EVENTS, after: ['orders'] },
        orders: { ...EVENTS, after: ['refunds'] },
        refunds: { ...EVENTS, after: ['carts'] },
        mails: { ...EVENTS, after: ['carts'] },
      },
      [
        'feed "carts", after.0: these feeds wait for each other: carts → orders → refunds → carts. Remove one of them from after',
        'feed "orders", after.0: these feeds wait for each other: orders → refunds → carts → orders. Remove one of them from after',
        'feed "refunds", after.0: these feeds wait for each other: refunds → carts → orders → refunds. Remove one of them from after',
      ],
    ],
    [
      'events, if the feed has people, for which events wait',
      { orders: EVENTS, people: { ...PEOPLE, after: ['orders'] } },
      [
        'feed "people", after.0: events wait for people, so people cannot wait for events. Remove it from the list',
      ],
    ],
  ])('refuses to come after %s', (_, feeds, lines) => {
    expect(mistakes(feeds)).toEqual(lines);
  });

  it('accepts feeds that come after others, and waits of up to a day', () => {
    const feeds = { people: PEOPLE, orders: { ...EVENTS, after: ['people'] } };
    expect(
      mistakes({ ...feeds, carts: { ...EVENTS, after: ['people', 'orders'], waitAtMost: '24h' } }),
    ).toEqual([]);
    expect(inFeed({ waitAtMost: '2d' })).toEqual(['feed "shop", waitAtMost: must be at most "24h"']);
  });

  it('refuses a spelling that means two events', () => {
    const taxonomy = { events: { a: { aliases: ['x'] }, b: { aliases: ['x', 'a', 'b'] } } };
    expect(mistakes({}, { taxonomy })).toEqual([
      'taxonomy.events.b.aliases.0: "x" already means the event "a". Remove one of the two',
      'taxonomy.events.b.aliases.1: "a" already means the event "a". Remove one of the two',
    ]);
  });

  it.each([`${'é'.repeat(50)}x`, ' order_placed'])('refuses the event name "%s"', (name) => {
    expect(inFeed({ event: { name } }, EVENTS).join()).toMatch(/longer than 100 bytes|space/);
  });
});
