// The feeds of the integration tests, on one engine: those of feeds.config.ts, and further ones by what their tests are about.
import { feeds as configured } from '../../feeds.config.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { orderFulfilled, orderPaid, shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { withoutPrefix } from './without-prefix.ts';

const carts = { event: 'checkout_started', without: 'order_placed', ages: ['24h'] };
const boughtSince = { event: 'checkout_started', by: 'order_placed', within: '30d' };
const rowsOfOrders = { event: 'order_placed', within: '365d', of: 'rows' } as const;
const summed = { ...shopifyOrders, rollUp: { event: 'order_placed', value: 'total' } };
const company = { objectTypeId: '1', objectId: { column: 'company_id' } } as const;

export const feeds = defineFeeds(
  {
    workspace: 'main',
    feeds: {
      ...configured.feeds,
      // Their tests drop files with different columns, which otherwise hold the import.
      people: { ...people, limits: { drift: 'warn' } },
      events: { ...events, limits: { drift: 'warn' } },
      // canary
      canary: { ...events, canary: 3 },
      hasty: { ...events, canary: 1, approvalTimeout: 1 },
      plain: events,
      looked: { ...people, canary: { size: 2, readBack: true } },
      // companions
      customers: people,
      'carts-us': { ...events, after: ['customers', 'orders'], suppress: [boughtSince] },
      'customers-eu': people,
      'carts-eu': { ...events, after: ['customers-eu'] },
      'customers-uk': people,
      'carts-uk': { ...events, after: ['customers-uk'], waitAtMost: 1 },
      // flows
      orders: { ...events, remembers: ['order_placed'] },
      carts: { ...events, flows: { recovery: { ...carts, expect: { '24h': [1, 100] }, otherwise: 'hold' } } },
      learned: { ...events, flows: { recovery: carts } },
      few: { ...events, limits: { maxPerPerson: 3 } },
      fresh: { ...events, limits: { maxDuplicateShare: 0.5 } },
      // hold
      strict: { ...events, limits: { maxRejectShare: 0.25 } },
      lenient: { ...events, limits: { maxRejectShare: 1 } },
      // limits
      nightly: { ...events, limits: { volume: { otherwise: 'hold' }, drift: 'hold' } },
      unlimited: events,
      'maybe-empty': { ...people, limits: { empty: 'accept' } },
      capped: { ...events, limits: { maxRejects: 1, volume: { max: 5, otherwise: 'hold' } } },
      // live-window
      'orders-backfill': { ...shopifyOrders, mode: 'backfill' },
      'orders-live': { ...shopifyOrders, mode: 'backfill', live: 'send' },
      recent: { ...events, maxAge: '90d' },
      'recent-orders': { ...shopifyOrders, maxAge: '90d' },
      'fresh-events': { ...events, freshWithin: '24h' },
      // privacy
      objects: { kind: 'objects', ...company },
      relationships: { kind: 'relationships', identifiers: people.identifiers, ...company },
      // roll-up
      'summed-orders': summed,
      'summed-backfill': { ...summed, mode: 'backfill' },
      // stale
      'dated-people': { ...people, updatedAt: { column: 'updated_at' } },
      // suppression
      'shopify-checkouts': shopifyCheckouts,
      shop: { ...events, suppress: [boughtSince] },
      'post-purchase': {
        ...shopifyOrders,
        suppress: [
          { ...rowsOfOrders, by: 'order_cancelled' },
          { ...rowsOfOrders, by: 'order_refunded' },
        ],
      },
      suppressed: { ...people, action: 'suppress' },
      unsuppressed: { ...people, action: 'unsuppress' },
      // unload
      unloaded: {
        kind: 'people',
        identifiers: [{ as: 'id', columns: ['id'] }],
        file: { trigger: 'manifest', columns: ['id', 'city', 'note'], quoting: 'none' },
        limits: { maxRejectShare: 1 },
      },
      // shopify-orders
      'paid-orders': { ...shopifyOrders, also: [...shopifyOrders.also, orderPaid, orderFulfilled] },
      // files
      titled: { ...people, file: { skipLines: 2 } },
      // times
      'two-columns': {
        ...events,
        time: { columns: ['Date', 'Time'], format: 'us' },
        timezone: 'America/New_York',
      },
      // actions
      'by-cio-id': { ...people, identifiers: [{ as: 'cio_id', columns: ['cio_id'] }, ...people.identifiers] },
      merged: {
        ...people,
        action: 'merge',
        identifiers: [{ as: 'id', columns: ['to'] }],
        from: [
          { as: 'id', columns: ['from'] },
          { as: 'email', columns: ['from_email'] },
        ],
        limits: { maxMerges: 2, drift: 'warn' },
      },
      'changed-objects': {
        kind: 'objects',
        ...company,
        actionFrom: { column: 'deleted', values: { true: 'delete', false: 'identify' } },
      },
      // relationships
      'people-of-companies': { ...people, relationships: [company] },
      // values
      'wordy-people': { ...people, tooLong: 'truncate', columns: { note: { tooLong: 'drop' } } },
      'changed-people': { ...people, actionFrom: { column: 'op', values: { u: 'identify', d: 'delete' } } },
      'dated-attributes': {
        ...people,
        columns: { born: { type: 'date', send: 'iso', format: 'eu' }, seen: { type: 'datetime' } },
      },
      'consenting-people': {
        ...people,
        columns: { mails: { type: 'optIn', values: { ja: true, nein: false } } },
      },
      'resent-people': {
        ...people,
        columns: { out: { as: 'unsubscribed', type: 'optOut' } },
        resend: 'always',
      },
      'web-people': { ...people, where: { source: { not: ['pos', 'test'] } } },
      'web-orders': {
        ...shopifyOrders,
        where: { Source: { not: 'pos' } },
        groupBy: {
          ...shopifyOrders.groupBy,
          items: { ...shopifyOrders.groupBy.items, where: { 'Lineitem name': { not: 'Tip' } } },
        },
      },
      // transform
      'transformed-people': {
        ...people,
        transform: {
          adds: ['first', 'last'],
          run: ({ name = '', ...row }) => {
            if (name === 'test') return null;
            const [first = '', ...others] = withoutPrefix(name).split(' ');
            if (first === '') throw new Error(`no name in ${row.id}`);
            return { ...row, name, first, last: others.join(' ') };
          },
        },
        where: { first: { not: 'nobody' } },
        columns: { name: { drop: true } },
      },
      'transformed-orders': {
        ...shopifyOrders,
        transform: {
          adds: ['Net'],
          run: (row) => {
            if (row.Source === 'pos' || row['Lineitem name'] === 'Tip') return null;
            return {
              ...row,
              Net: row.Total === '' ? '' : String((Math.round(Number(row.Total) * 100) - 500) / 100),
            };
          },
        },
        columns: { ...shopifyOrders.columns, Net: { as: 'net', type: 'number' } },
      },
      'leaky-people': {
        ...people,
        transform: {
          run: (row) => {
            console.log(row.note);
            if (row.plan === 'throws') throw new Error(row.note);
            if (row.plan === 'promises') return Promise.reject(new Error(row.note)) as never;
            return { ...row, ...(row.plan === 'names' && { [`${row.note}`]: '' }) };
          },
        },
        limits: { maxRejectShare: 1 },
      },
      // test/cli/operator.test.ts
      careful: { ...people, canary: 1 },
    },
  },
  import.meta.url,
);
