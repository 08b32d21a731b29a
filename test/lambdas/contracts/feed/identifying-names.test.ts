// A feed of people cannot set an identifier in a way that nothing checks, or that is the same for every row.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';

type PeopleInput = Extract<FeedInput, { readonly kind: 'people' }>;
const EMAIL = { as: 'email' as const, columns: ['Email'] };
const BY_EMAIL: PeopleInput = { kind: 'people', identifiers: [EMAIL] };

const parse = (feed: FeedInput) => FeedsSchema.safeParse({ workspace: 'test', feeds: { feed } });

function mistakesIn(feed: FeedInput): string[] {
  const { error } = parse(feed);
  return (error?.issues ?? []).map(({ path, message }) => `${path.slice(2).join('.')} ${message}`);
}

describe('an identifier of a person', () => {
  it.each(['id', 'email', 'cio_id'])('cannot be a constant: %s', (name) => {
    expect(mistakesIn({ ...BY_EMAIL, constants: { [name]: 'x1' } })).toEqual([
      expect.stringMatching(`^constants.${name} says who a person is, .*identifiers: \\{ as: '${name}'`),
    ]);
  });

  it.each(['id', 'email', 'cio_id', 'anonymous_id'])('cannot be a template: %s', (name) => {
    expect(mistakesIn({ ...BY_EMAIL, templates: { [name]: '{Shop}-{Number}' } })).toEqual([
      expect.stringContaining(`templates.${name} says who a person is`),
    ]);
  });

  it.each([
    ['Customer No', 'id'],
    ['id', undefined],
    ['CIO', 'cio_id'],
    ['Visitor', 'anonymous_id'],
  ])('cannot be a column without a check: %s as %s', (column, as) => {
    const name = as ?? column;
    const [mistake, ...others] = mistakesIn({
      ...BY_EMAIL,
      columns: { [column]: { ...(as && { as }) } },
    });
    expect(others).toEqual([]);
    expect(mistake).toContain(`columns.${column}.as `);
    expect(mistake).toContain(
      name === 'anonymous_id'
        ? 'join the person'
        : `identifiers: [{ as: '${name}', columns: ['${column}'] }, { as: 'email', … }]`,
    );
  });

  it('can be in identifiers, dropped, under another name, or an address next to an id', () => {
    const byId: PeopleInput = { kind: 'people', identifiers: [{ as: 'id', columns: ['No'] }] };
    for (const feed of [
      { ...BY_EMAIL, identifiers: [{ as: 'id', columns: ['No'] }, EMAIL] },
      { ...BY_EMAIL, columns: { id: { drop: true } } },
      { ...BY_EMAIL, columns: { id: { as: 'shop_id' } } },
      { ...byId, columns: { Mail: { as: 'email' } } },
      { ...BY_EMAIL, constants: { shop: 'berlin' }, templates: { name: '{First} {Last}' } },
    ] satisfies PeopleInput[])
      expect(mistakesIn(feed)).toEqual([]);
  });

  it('is a plain property in feeds of events, and of no effect where no attributes are sent', () => {
    expect(mistakesIn({ ...BY_EMAIL, action: 'delete', constants: { id: 'x1' } })).toEqual([]);
    expect(
      mistakesIn({
        kind: 'events',
        identifiers: [EMAIL],
        event: { name: 'order_placed' },
        time: { column: 'At' },
        columns: { Number: { as: 'id' } },
      }),
    ).toEqual([]);
  });
});
