import { describe, expect, it } from '@jest/globals';
import { type FeedInput, type FeedsInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { additionLine } from '../../../../lambdas/domain/journeys/addition.ts';
import { JOURNEYS } from '../../../../lambdas/domain/journeys/all.ts';
import type { Evidence } from '../../../../lambdas/domain/journeys/event-source.ts';
import {
  examineJourney,
  examineJourneys,
  journeysOfFile,
  openNeeds,
} from '../../../../lambdas/domain/journeys/examine-journey.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../../../../lambdas/domain/presets/shopify-customers.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../../../lambdas/domain/presets/warehouse-events.ts';
import { applyAdditions } from './apply-additions.ts';
import { type AllFeeds, LACKING, shop, warehouse } from './lacking-feeds.ts';

const input = (feeds: AllFeeds): FeedsInput => ({ workspace: 'test', feeds });
const parsed = (feeds: AllFeeds) => FeedsSchema.parse(input(feeds));
const journey = (name: string) => {
  const found = JOURNEYS.find((one) => one.name === name);
  if (!found) throw new Error(`There is no journey ${name}.`);
  return found;
};
const states = (feeds: AllFeeds) =>
  Object.fromEntries(examineJourneys(parsed(feeds)).map(({ journey: { name }, state }) => [name, state]));

describe('feeds that suffice', () => {
  it.each([
    ['the exports of a Shopify store', shop],
    [
      'one feed of a warehouse, and leads',
      { warehouse, leads: { ...leads, identifiers: people.identifiers } },
    ],
  ])('%s: every journey can run, and nothing is to add', (_, feeds) => {
    const found = examineJourneys(parsed(feeds));
    expect(found.map(({ journey: { name }, state }) => [name, state])).toEqual(
      JOURNEYS.map(({ name }) => [name, 'has']),
    );
    expect(found.flatMap(openNeeds)).toEqual([]);
  });
});

describe('feeds that lack one thing', () => {
  it('are there for each required need of each journey', () => {
    const needed = JOURNEYS.flatMap(({ name, needs }) =>
      needs.filter(({ isOptional }) => !isOptional).map(({ kind }) => `${name}: ${kind}`),
    );
    const lacking = new Set(LACKING.map(([name, , , kind]) => `${name}: ${kind}`));
    // Times without a time of day are seen in files only: see the tests below.
    expect(needed.filter((need) => !lacking.has(need))).toEqual(['cart-recovery: minutes']);
  });

  it.each(LACKING)('%s without %s: says so', (name, _, feeds, kind, state, text) => {
    const found = examineJourney(journey(name), parsed(feeds));
    const open = openNeeds(found);
    expect(found.state).toBe(state);
    expect(open.map(({ need }) => need.kind)).toContain(kind);
    expect(open.find(({ need, text: said }) => need.kind === kind && text.test(said))).toBeDefined();
  });

  it.each(LACKING)('%s without %s: what it says to add is enough', (name, _, feeds) => {
    let config = input(feeds);
    for (let round = 0; round < 3; round += 1) {
      const found = examineJourney(journey(name), FeedsSchema.parse(config));
      config = applyAdditions(
        config,
        openNeeds(found).flatMap(({ add }) => add),
      );
    }
    expect(openNeeds(examineJourney(journey(name), FeedsSchema.parse(config)))).toEqual([]);
  });
});

describe('each preset alone', () => {
  it.each<[string, FeedInput, Record<string, string>]>([
    [
      'events',
      events,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'lacks',
        winback: 'files',
        replenishment: 'files',
        'first-purchase': 'lacks',
      },
    ],
    [
      'warehouseEvents',
      warehouseEvents,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'lacks',
        winback: 'files',
        replenishment: 'files',
        'first-purchase': 'lacks',
      },
    ],
    [
      'people',
      people,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'lacks',
        winback: 'lacks',
        replenishment: 'lacks',
        'first-purchase': 'lacks',
      },
    ],
    [
      'leads',
      leads,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'lacks',
        winback: 'lacks',
        replenishment: 'lacks',
        'first-purchase': 'lacks',
      },
    ],
    [
      'shopifyCustomers',
      shopifyCustomers,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'lacks',
        winback: 'lacks',
        replenishment: 'lacks',
        'first-purchase': 'lacks',
      },
    ],
    [
      'shopifyOrders',
      shopifyOrders,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'files',
        winback: 'files',
        replenishment: 'files',
        'first-purchase': 'lacks',
      },
    ],
    [
      'shopifyCheckouts',
      shopifyCheckouts,
      {
        'cart-recovery': 'lacks',
        'post-purchase': 'lacks',
        winback: 'lacks',
        replenishment: 'lacks',
        'first-purchase': 'lacks',
      },
    ],
  ])('%s', (name, preset, expected) => {
    expect(states({ [name.toLowerCase()]: preset })).toEqual(expected);
  });
});

describe('what a file shows', () => {
  const header = ['event_id', 'user_id', 'event_name', 'event_time', 'value', 'products'];
  const file = (evidence: Partial<Evidence> = {}): Evidence => ({
    ...{ feed: 'web', header, events: ['begin_checkout', 'purchase'], hasOnlyDays: false },
    ...evidence,
  });
  const web = parsed({ web: { ...warehouseEvents, columns: { value: { type: 'number' } } } });
  const cartRecovery = (evidence: Evidence) => examineJourney(journey('cart-recovery'), web, evidence);
  const open = (evidence: Evidence) => openNeeds(cartRecovery(evidence)).map(({ need: { kind } }) => kind);

  it('names of events decide what a column of names leaves open', () => {
    expect(open(file())).not.toContain('event');
    expect(open(file({ events: ['page_viewed'] }))).toContain('event');
  });

  it('columns decide what is sent without a rule, and text is not a number', () => {
    const feeds = parsed({ web: warehouseEvents });
    const [need] = openNeeds(examineJourney(journey('cart-recovery'), feeds, file())).filter(
      ({ need: { kind } }) => kind === 'property',
    );
    expect(need?.text).toMatch(/begin_checkout has value, but as text/);
    expect(need?.add.map(additionLine)).toEqual(["columns: { value: { type: 'number' } },"]);
  });

  it('a column that the feed names and the file lacks is missing', () => {
    expect(open(file({ header: ['event_id', 'user_id', 'event_name', 'event_time'] }))).toContain('property');
  });

  it('times that are days are too coarse for a delay of minutes', () => {
    expect(open(file({ hasOnlyDays: true }))).toContain('minutes');
  });

  it('events that are hours old come too late', () => {
    const late = openNeeds(cartRecovery(file({ newestAge: 9 * 3600 })));
    expect(late.map(({ text }) => text).join()).toMatch(/newest event of the file was 9 h old/);
  });

  it('a file of old events does not show how often files come', () => {
    const texts = openNeeds(cartRecovery(file({ newestAge: 90 * 86_400 }))).map(({ text }) => text);
    expect(texts.join()).not.toMatch(/newest event/);
  });

  it('is said for the journeys of its feed only', () => {
    const names = (feed: string, events: string[]) =>
      journeysOfFile(parsed(shop), file({ feed, events })).map(({ journey: { name } }) => name);
    expect(names('leads', [])).toEqual(['first-purchase']);
    expect(names('carts', ['checkout_started'])).toEqual(['cart-recovery']);
    expect(names('orders', ['order_placed'])).toEqual(JOURNEYS.map(({ name }) => name));
  });
});
