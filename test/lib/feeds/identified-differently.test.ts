// Synth warns about feeds that identify people differently and share what is remembered of a person.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { identifiedDifferently } from '../../../lib/feeds/identified-differently.ts';

const ID = { as: 'id' as const, columns: ['id'] };
const EMAIL = { as: 'email' as const, columns: ['email'] };
type PeopleInput = Extract<FeedInput, { readonly kind: 'people' }>;
type EventsInput = Extract<FeedInput, { readonly kind: 'events' }>;

const people = (...identifiers: PeopleInput['identifiers']): PeopleInput => ({ kind: 'people', identifiers });
const events = (name: string, identifiers: EventsInput['identifiers'], more?: Partial<EventsInput>) =>
  ({ kind: 'events', identifiers, event: { name }, time: { column: 'at' }, ...more }) satisfies FeedInput;

const warningsOf = (feeds: Readonly<Record<string, FeedInput>>) =>
  identifiedDifferently(FeedsSchema.parse({ workspace: 'test', feeds }));

describe('feeds that identify people differently', () => {
  it('send unchanged attributes of people again', () => {
    expect(warningsOf({ crm: people(ID, EMAIL), leads: people(EMAIL) })).toEqual([
      expect.stringMatching(
        /"crm" by id, "leads" by email\. An attribute that one .* Put the same identifier/,
      ),
    ]);
  });

  it('do not suppress each other', () => {
    const carts = events('checkout_started', [ID], {
      suppress: [{ event: 'checkout_started', by: 'order_placed', within: '30d' }],
    });
    expect(
      warningsOf({ carts, orders: events('order_placed', [EMAIL]), visits: events('visit', [EMAIL]) }),
    ).toEqual([
      expect.stringMatching(
        /"carts" by id, "orders" by email\. A "order_placed" of one feed does not suppress/,
      ),
    ]);
  });

  it('have totals of their own', () => {
    const rollUp = { event: 'order_placed', value: 'total' };
    expect(
      warningsOf({
        shop: events('order_placed', [EMAIL], { rollUp }),
        store: events('order_placed', [ID], { rollUp }),
      }),
    ).toEqual([expect.stringContaining('Each kind has its own totals of "order_placed"')]);
  });

  it.each<[string, Readonly<Record<string, FeedInput>>]>([
    ['identify in the same way', { crm: people(ID, EMAIL), leads: people(ID) }],
    ['only one of them sends attributes', { crm: people(ID), gone: { ...people(EMAIL), action: 'delete' } }],
    ['share nothing that is remembered', { crm: people(ID), visits: events('visit', [EMAIL]) }],
    [
      'the rule is about rows of one file',
      {
        carts: events('checkout_started', [ID], {
          also: [{ name: 'order_placed', when: { column: 'paid' }, time: { column: 'paid' }, key: [['id']] }],
          suppress: [{ event: 'checkout_started', by: 'order_placed', within: '30d', of: 'rows' }],
        }),
        orders: events('order_placed', [EMAIL]),
      },
    ],
  ])('cause no warning if they %s', (_, feeds) => {
    expect(warningsOf(feeds)).toEqual([]);
  });
});
