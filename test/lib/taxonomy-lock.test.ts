import { describe, expect, it } from '@jest/globals';
import { type FeedsInput, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { FeedsConfigError } from '../../lib/define-feeds.ts';
import { changedKeys, checkTaxonomyLock, lockOf } from '../../lib/taxonomy-lock.ts';

type TaxonomyInput = NonNullable<FeedsInput['taxonomy']>;

function feeds(shared: TaxonomyInput['events'] | undefined, own?: TaxonomyInput['events']) {
  return FeedsSchema.parse({
    workspace: 'main',
    ...(shared ? { taxonomy: { events: shared } } : {}),
    feeds: {
      shop: {
        kind: 'events',
        identifiers: [{ as: 'id', columns: ['id'] }],
        event: { column: 'event' },
        time: { column: 'at' },
        ...(own ? { taxonomy: { events: own } } : {}),
      },
    },
  });
}

const DEPLOYED = lockOf(feeds({ order_placed: {}, checkout_started: {} }, { lead_created: {} }));

describe('lockOf', () => {
  it('lists the names of every taxonomy, sorted so that a diff shows changes', () => {
    expect(DEPLOYED).toEqual({
      events: { shared: ['checkout_started', 'order_placed'], shop: ['lead_created'] },
      keys: { shop: [] },
    });
  });

  it('is empty without a taxonomy', () => {
    expect(lockOf(feeds(undefined))).toEqual({ events: {}, keys: { shop: [] } });
  });
});

describe('checkTaxonomyLock', () => {
  it('accepts new names, and a renamed event whose old name is an alias', () => {
    const renamed = { order_placed: {}, cart_begun: { aliases: ['checkout_started'] }, signed_up: {} };
    expect(() => checkTaxonomyLock(feeds(renamed, { lead_created: {} }), DEPLOYED)).not.toThrow();
  });

  it('fails a synth if a name is missing, and says how to fix it', () => {
    const check = () =>
      checkTaxonomyLock(feeds({ order_placed: {}, cart_begun: {} }, { lead: {} }), DEPLOYED);
    expect(check).toThrow(FeedsConfigError);
    expect(check).toThrow(
      'The taxonomy misses events of taxonomy.lock.json:\n' +
        '  shared: the event "checkout_started" was deployed, but is missing now. If you renamed it, add the old name to the aliases of the new one.\n' +
        '  shop: the event "lead_created" was deployed, but is missing now. If you renamed it, add the old name to the aliases of the new one.\n' +
        'If you removed them on purpose, update the lock: npm run taxonomy:lock',
    );
  });

  it('fails if a whole taxonomy is missing', () => {
    expect(() => checkTaxonomyLock(feeds({ order_placed: {}, checkout_started: {} }), DEPLOYED)).toThrow(
      'shop: the event "lead_created"',
    );
  });

  it('fails on an invalid lock', () => {
    expect(() => checkTaxonomyLock(feeds({}), ['order_placed'])).toThrow();
  });
});

describe('changedKeys', () => {
  const keyed = (key: string[][]) =>
    FeedsSchema.parse({
      workspace: 'main',
      feeds: {
        shop: {
          kind: 'events',
          identifiers: [{ as: 'id', columns: ['id'] }],
          event: { column: 'event' },
          time: { column: 'at' },
          key,
        },
      },
    });

  it.each<[string, string[][], string[][]]>([
    ['another column', [['order_id']], [['order_no']]],
    ['a further column', [['order_id']], [['order_id', 'line']]],
    ['a list before the others', [['order_id']], [['uuid'], ['order_id']]],
    ['no key', [['order_id']], []],
    ['a key where there was none', [], [['order_id']]],
    ['another order of columns', [['a', 'b']], [['b', 'a']]],
  ])('warns of %s', (_, before, after) => {
    const [message, ...others] = changedKeys(keyed(after), lockOf(keyed(before)));
    expect(message).toMatch(
      /^The key of the feed "shop" is another one .* All events of its files will be new/,
    );
    expect(others).toEqual([]);
  });

  it.each<[string, string[][], string[][]]>([
    ['the same key', [['order_id']], [['order_id']]],
    ['a list after the others', [['order_id']], [['order_id'], ['order_name']]],
    ['no key, as before', [], []],
  ])('does not warn of %s', (_, before, after) => {
    expect(changedKeys(keyed(after), lockOf(keyed(before)))).toEqual([]);
  });

  it('does not warn of new and removed feeds, or with a lock that has no keys', () => {
    expect(changedKeys(keyed([['a']]), { events: {}, keys: { gone: [['b']] } })).toEqual([]);
    expect(changedKeys(keyed([['a']]), { events: {} })).toEqual([]);
  });
});
