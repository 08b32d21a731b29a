import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const TOPIC = 'cio_subscription_preferences.topics.topic_1';
type Rule = NonNullable<FeedInput['columns']>[string];
const feedOf = (columns: Readonly<Record<string, Rule>>, rest: object = {}): FeedInput =>
  ({ kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }], columns, ...rest }) as FeedInput;

/** The attributes that a cell of the column "mail" becomes, or the code of its reject. */
function said(rule: Rule, cell: string): unknown {
  const { items, rejects } = mapFile(feedOf({ mail: rule }), csvOf(['id', 'mail'], ['7', cell]));
  const [item] = items;
  return rejects[0]?.code ?? (item && 'attributes' in item ? { ...item.attributes } : undefined);
}

describe('a column of consent', () => {
  it.each<[Rule, string, object | string]>([
    [{ type: 'optIn' }, 'yes', { mail: true }],
    [{ type: 'optIn' }, ' No ', { mail: false, unsubscribed: true }],
    [{ type: 'optIn' }, '', {}],
    [{ type: 'optIn' }, 'maybe', 'unclear_consent'],
    [{ type: 'optIn' }, '2', 'unclear_consent'],
    [{ type: 'optOut' }, 'TRUE', { mail: true, unsubscribed: true }],
    [{ type: 'optOut' }, 'f', { mail: false }],
    [{ type: 'optOut' }, 'opted out', 'unclear_consent'],
    [{ type: 'optIn', as: 'unsubscribed' }, '1', {}],
    [{ type: 'optIn', as: 'unsubscribed' }, '0', { unsubscribed: true }],
    [{ type: 'optOut', as: 'unsubscribed' }, 'y', { unsubscribed: true }],
    [{ type: 'optIn', as: TOPIC }, 'yes', {}],
    [{ type: 'optIn', as: TOPIC }, 'no', { [TOPIC]: false }],
    [{ type: 'optOut', as: TOPIC }, 'yes', { [TOPIC]: false }],
    [{ type: 'optIn', as: TOPIC, send: 'both' }, 'yes', { [TOPIC]: true }],
    [{ type: 'optIn', send: 'both' }, 'yes', { mail: true, unsubscribed: false }],
    [{ type: 'optIn', send: 'both' }, 'no', { mail: false, unsubscribed: true }],
    [{ type: 'optIn', send: 'subscribe' }, 'yes', { mail: true, unsubscribed: false }],
    [{ type: 'optIn', send: 'subscribe' }, 'no', { mail: false }],
    [{ type: 'optOut', send: 'subscribe' }, 'no', { mail: false, unsubscribed: false }],
  ])('%j reads "%s" as %j', (rule, cell, attributes) => {
    expect(said(rule, cell)).toEqual(attributes);
  });

  it.each<[string, object | string]>([
    ['ja', { mail: true }],
    ['NEIN ', { mail: false, unsubscribed: true }],
    ['no', { mail: false, unsubscribed: true }],
    ['vielleicht', 'unclear_consent'],
  ])('with words of its own, reads "%s" as %j', (cell, attributes) => {
    expect(said({ type: 'optIn', values: { Ja: true, Nein: false } }, cell)).toEqual(attributes);
  });

  it.each<[Rule, string, readonly string[] | undefined]>([
    [{ type: 'optIn' }, 'yes', ['unsubscribed']],
    [{ type: 'optIn', as: 'unsubscribed' }, 'yes', ['unsubscribed']],
    [{ type: 'optOut', as: TOPIC }, 'no', [TOPIC]],
    [{ type: 'optIn', send: 'subscribe' }, 'no', ['unsubscribed']],
    [{ type: 'optIn' }, 'no', undefined],
    [{ type: 'optIn', send: 'both' }, 'yes', undefined],
    [{ type: 'optIn' }, '', undefined],
  ])('%j notes of "%s" that %j was answered without sending', (rule, cell, unsaid) => {
    const { operations } = mapFile(feedOf({ mail: rule }), csvOf(['id', 'mail'], ['7', cell]));
    expect(operations[0]?.meta.unsaid).toEqual(unsaid);
  });

  it('notes no answer of a row in which another column says no', () => {
    const feed = feedOf({ mail: { type: 'optIn' }, stop: { type: 'optOut' } });
    const { operations } = mapFile(feed, csvOf(['id', 'mail', 'stop'], ['7', 'yes', 'yes']));
    expect(operations[0]?.meta.unsaid).toBeUndefined();
  });

  it('reads words of its own in a column that is sent as unsubscribed', () => {
    const rule: Rule = { as: 'unsubscribed', type: 'boolean', values: { abgemeldet: true, aktiv: false } };
    expect(said(rule, 'Abgemeldet')).toEqual({ unsubscribed: true });
    expect(said(rule, 'aktiv')).toEqual({ unsubscribed: false });
    expect(said(rule, 'weg')).toBe('unclear_consent');
  });

  it.each<[string, string[]]>([
    ['no before yes', ['no', 'yes']],
    ['yes before no', ['yes', 'no']],
  ])('of two columns, one no is a no: %s', (_, cells) => {
    const feed = feedOf({
      a: { type: 'optIn', send: 'both' },
      b: { as: 'unsubscribed', type: 'optIn', send: 'both' },
    });
    const { items } = mapFile(feed, csvOf(['id', 'a', 'b'], ['7', ...cells]));
    expect(items).toMatchObject([{ attributes: { unsubscribed: true } }]);
  });

  it('a constant does not subscribe a person who said no', () => {
    const feed = feedOf({ a: { type: 'optIn' } }, { constants: { unsubscribed: false } });
    const { items } = mapFile(feed, csvOf(['id', 'a'], ['7', 'no'], ['8', 'yes']));
    expect(items).toMatchObject([
      { attributes: { unsubscribed: true } },
      { attributes: { unsubscribed: false } },
    ]);
  });

  it.each<[string, object, RegExp]>([
    [
      'in a feed of events',
      { kind: 'events', event: { name: 'x' }, time: { column: 'at' } },
      /only in feeds of people/,
    ],
    ['in a feed that deletes people', { action: 'delete' }, /only in feeds of people/],
    [
      'with otherwise',
      { columns: { mail: { type: 'optIn', values: { ja: true }, otherwise: 'keep' } } },
      /not possible for a consent/,
    ],
    [
      'with a word that is not an answer',
      { columns: { mail: { type: 'optIn', values: { ja: 'yes' } } } },
      /Set it to true or false/,
    ],
    [
      'of all topics',
      { columns: { mail: { as: 'cio_subscription_preferences', type: 'optIn' } } },
      /has all topics as JSON/,
    ],
    [
      'with an empty cell that clears',
      { columns: { mail: { as: 'unsubscribed', type: 'optIn', blank: 'clear' } } },
      /would subscribe everyone/,
    ],
    ['send without a type', { columns: { mail: { send: 'both' } } }, /has an effect only with type/],
  ])('is not accepted at synth %s', (_, change, message) => {
    const feed = feedOf({ mail: { type: 'optIn' } }, change);
    expect(() => FeedsSchema.parse({ workspace: 'main', feeds: { feed } })).toThrow(message);
  });
});

describe('values', () => {
  const of = (rule: Rule) => ({ values: { Gold: 'g', silver: 2, Bronze: false }, ...rule });

  it.each<[Rule, string, object | string]>([
    [of({}), 'gold', { mail: 'g' }],
    [of({}), ' SILVER', { mail: 2 }],
    [of({}), 'bronze', { mail: false }],
    [of({}), '', {}],
    [of({}), 'tin', 'unknown_value'],
    [of({ otherwise: 'ignore' }), 'tin', {}],
    [of({ otherwise: 'ignore', blank: 'clear' }), 'tin', { mail: '' }],
    [of({ otherwise: 'ignore', required: true }), 'tin', 'required_column_blank'],
    [of({ otherwise: 'keep' }), 'tin', { mail: 'tin' }],
    [of({ otherwise: 'keep', type: 'integer' }), '7', { mail: 7 }],
    [of({ otherwise: 'keep', type: 'integer' }), 'tin', 'not_an_integer'],
    [of({ as: 'tier.name' }), 'gold', { tier: { name: 'g' } }],
    [{ values: { __proto__x: 1, constructor: 2 } }, 'constructor', { mail: 2 }],
    [{ values: { a: 1 } }, 'constructor', 'unknown_value'],
  ])('%j reads "%s" as %j', (rule, cell, attributes) => {
    expect(said(rule, cell)).toEqual(attributes);
  });

  it.each<[Rule, RegExp]>([
    [{ values: { Ja: 1, 'ja ': 2 } }, /twice: case and spaces/],
    [{ otherwise: 'keep' }, /only with values/],
    [{ as: 'unsubscribed', values: { weg: 'yes' } }, /Set it to true or false/],
    [{ as: TOPIC, values: { weg: true }, otherwise: 'ignore' }, /not possible for a consent/],
  ])('%j is not accepted at synth', (rule, message) => {
    const feeds = { feed: feedOf({ mail: rule }) };
    expect(() => FeedsSchema.parse({ workspace: 'main', feeds })).toThrow(message);
  });
});
