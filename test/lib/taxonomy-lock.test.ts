import { describe, expect, it } from '@jest/globals';
import { type FeedsInput, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { FeedsConfigError } from '../../lib/define-feeds.ts';
import { checkTaxonomyLock, lockOf } from '../../lib/taxonomy-lock.ts';

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
    });
  });

  it('is empty without a taxonomy', () => {
    expect(lockOf(feeds(undefined))).toEqual({ events: {} });
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
