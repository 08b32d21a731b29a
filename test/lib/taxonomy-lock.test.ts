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
  it('remembers the names of every taxonomy, sorted so that a diff shows what changed', () => {
    expect(DEPLOYED).toEqual({
      events: { shared: ['checkout_started', 'order_placed'], shop: ['lead_created'] },
    });
  });

  it('remembers nothing where there is no taxonomy', () => {
    expect(lockOf(feeds(undefined))).toEqual({ events: {} });
  });
});

describe('checkTaxonomyLock', () => {
  it('lets new names pass, and a renamed event whose former name is an alias', () => {
    const renamed = { order_placed: {}, cart_begun: { aliases: ['checkout_started'] }, signed_up: {} };
    expect(() => checkTaxonomyLock(feeds(renamed, { lead_created: {} }), DEPLOYED)).not.toThrow();
  });

  it('fails a synth where a name is gone, naming it and the mend', () => {
    const check = () =>
      checkTaxonomyLock(feeds({ order_placed: {}, cart_begun: {} }, { lead: {} }), DEPLOYED);
    expect(check).toThrow(FeedsConfigError);
    expect(check).toThrow(
      'The taxonomy no longer knows events that taxonomy.lock.json knows:\n' +
        '  shared: "checkout_started" was deployed and is gone. Renamed? Add it to the new name\'s aliases.\n' +
        '  shop: "lead_created" was deployed and is gone. Renamed? Add it to the new name\'s aliases.\n' +
        'If it is meant so, write the lock again: npm run taxonomy:lock',
    );
  });

  it('fails where a whole taxonomy is gone', () => {
    expect(() => checkTaxonomyLock(feeds({ order_placed: {}, checkout_started: {} }), DEPLOYED)).toThrow(
      'shop: "lead_created"',
    );
  });

  it('fails on a lock that is none', () => {
    expect(() => checkTaxonomyLock(feeds({}), ['order_placed'])).toThrow();
  });
});
