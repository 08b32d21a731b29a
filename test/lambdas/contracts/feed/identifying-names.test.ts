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

  it.each(['id.shop', 'cio_id.no', 'email.work'])('cannot be an object made by dots: %s', (name) => {
    const root = name.split('.')[0];
    expect(mistakesIn({ ...BY_EMAIL, constants: { [name]: 'x1' } })).toEqual([
      expect.stringContaining(`as: '${root}'`),
    ]);
    expect(mistakesIn({ ...BY_EMAIL, columns: { No: { as: name } } })).toEqual([
      expect.stringContaining('columns.No.as '),
    ]);
  });

  it.each([
    ['email', 'New address'],
    ['phone', 'Mobile'],
    ['id', 'Old No'],
  ] as const)('is not that of two columns: %s', (as, column) => {
    const feed: PeopleInput = {
      kind: 'people',
      identifiers: [
        { as: 'cio_id', columns: ['CIO'] },
        { as, columns: ['First'] },
      ],
    };
    expect(mistakesIn({ ...feed, columns: { [column]: { as } } })).toEqual([
      expect.stringContaining(`Add "${column}" to the columns of { as: '${as}' }`),
    ]);
    expect(mistakesIn({ ...feed, constants: { [as]: '+15550100123' } })).toHaveLength(1);
    expect(mistakesIn({ ...feed, templates: { [as]: '{a}{b}' } })).toHaveLength(1);
  });

  it('can be in identifiers, dropped, under another name, or an address next to an id', () => {
    const byId: PeopleInput = { kind: 'people', identifiers: [{ as: 'id', columns: ['No'] }] };
    for (const feed of [
      { ...BY_EMAIL, identifiers: [{ as: 'id', columns: ['No'] }, EMAIL] },
      { ...BY_EMAIL, columns: { id: { drop: true } } },
      { ...BY_EMAIL, columns: { id: { as: 'shop_id' } } },
      { ...byId, columns: { Mail: { as: 'email' } } },
      { ...BY_EMAIL, columns: { Email: { as: 'email', required: true } }, constants: { phone: '112' } },
      { ...byId, columns: { Mobile: { as: 'phone', type: 'phone' } } },
      { ...BY_EMAIL, columns: { Mail: { as: 'e-mail.work' }, No: { as: 'ids.shop' } } },
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
