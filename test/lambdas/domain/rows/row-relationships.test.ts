// Relationships in the same row as a person or an object.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { arrange } from '../../../../lambdas/domain/delivery/arrange.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const PEOPLE: FeedInput = {
  kind: 'people',
  identifiers: [{ as: 'email', columns: ['email'] }],
  relationships: [
    { objectTypeId: '1', objectId: { column: 'company' }, columns: { seats: { type: 'integer' } } },
    { objectTypeId: '2', objectId: { column: 'course' } },
  ],
};
const OBJECTS: FeedInput = {
  kind: 'objects',
  objectTypeId: '1',
  objectId: { column: 'company' },
  relationships: [{ identifiers: [{ as: 'email', columns: ['owner'] }], columns: { role: {} } }],
};
const HEADER = ['email', 'plan', 'company', 'seats', 'course'];
const related = (type: string, id: string, attributes?: object) => ({
  type: 'person',
  action: 'add_relationships',
  identifiers: { email: 'ann@example.com' },
  cio_relationships: [
    {
      identifiers: { object_type_id: type, object_id: id },
      ...(attributes && { relationship_attributes: attributes }),
    },
  ],
});

describe('relationships in the row of a person', () => {
  it('are operations of the same person, which count no rows', () => {
    const file = csvOf(HEADER, ['ann@example.com', 'gold', 'acme', '12', 'sewing']);
    const { items, operations } = mapFile(PEOPLE, file);
    expect(items).toEqual([
      expect.objectContaining({ action: 'identify', attributes: { plan: 'gold' } }),
      related('1', 'acme', { seats: 12 }),
      related('2', 'sewing'),
    ]);
    expect(operations.map(({ meta }) => [meta.kind, meta.person, meta.countsRows])).toEqual([
      ['person', 'email:ann@example.com', true],
      ['relationship', 'email:ann@example.com', false],
      ['relationship', 'email:ann@example.com', false],
    ]);
  });

  it('need no value in the row', () => {
    const { items } = mapFile(PEOPLE, csvOf(HEADER, ['ann@example.com', 'gold', '', 'many', ' ']));
    expect(items).toHaveLength(1);
  });

  it('reject the whole row with a damaged id or attribute', () => {
    const rows = [
      ['ann@example.com', 'gold', '1.2E+11', '', ''],
      ['ann@example.com', 'gold', 'acme', 'many', ''],
      ['', 'gold', 'acme', '', ''],
    ];
    const { items, rejects } = mapFile(PEOPLE, csvOf(HEADER, ...rows));
    expect(items).toEqual([]);
    expect(rejects.map(({ code, column }) => [code, column])).toEqual([
      ['scientific_notation', 'company'],
      ['not_an_integer', 'seats'],
      ['no_identifier', 'email'],
    ]);
  });

  it('of several rows of a person are kept apart, and attributes are merged', () => {
    const rows = ['acme', 'bell', 'acme'].map((company) => ['ann@example.com', company, company, '', '']);
    const [person = []] = arrange(mapFile(PEOPLE, csvOf(HEADER, ...rows)).operations).persons;
    const sent = person.map(({ item }) => JSON.parse(item));
    expect(sent).toMatchObject([
      { action: 'identify', attributes: { plan: 'acme' } },
      related('1', 'acme'),
      related('1', 'bell'),
    ]);
    expect(sent).toHaveLength(3);
  });

  it('are not sent for a person who is deleted', () => {
    const file = csvOf(HEADER, ['ann@example.com', 'gold', 'acme', 'many', '']);
    expect(mapFile({ ...PEOPLE, action: 'delete' } as FeedInput, file).items).toMatchObject([
      { action: 'delete' },
    ]);
  });

  it('send a column as an attribute of the person only if the feed names it', () => {
    const file = csvOf(HEADER, ['ann@example.com', 'gold', 'acme', '', '']);
    const { items } = mapFile({ ...PEOPLE, columns: { company: { as: 'company_id' } } } as FeedInput, file);
    expect(items[0]).toMatchObject({ attributes: { plan: 'gold', company_id: 'acme' } });
  });

  it('refuse a file without the column of the object', () => {
    expect(() => mapFile(PEOPLE, csvOf(['email', 'company'], ['ann@example.com', 'acme']))).toThrow(
      'lacks the column "course"',
    );
  });

  it.each([{ action: 'update' }, { actionFrom: { column: 'op', values: { u: 'update' } } }])(
    'cannot be together with %j, which creates no person',
    (change) => {
      const feeds = { workspace: 'main', feeds: { people: { ...PEOPLE, ...change } } };
      expect(FeedsSchema.safeParse(feeds).error?.issues).toMatchObject([
        { path: ['feeds', 'people', 'relationships'] },
      ]);
    },
  );
});

describe('relationships in the row of an object', () => {
  const header = ['company', 'name', 'owner', 'role'];

  it('add the people of the row to the object', () => {
    const file = csvOf(header, ['acme', 'Acme', 'ann@example.com', 'boss'], ['bell', 'Bell', '', 'boss']);
    const { items } = mapFile(OBJECTS, file);
    expect(items).toMatchObject([
      { type: 'object', action: 'identify', attributes: { name: 'Acme' } },
      related('1', 'acme', { role: 'boss' }),
      { type: 'object', action: 'identify', attributes: { name: 'Bell' } },
    ]);
    expect(items[0]).not.toHaveProperty('attributes.owner');
  });

  it('reject a row with an identifier that is none', () => {
    const { rejects } = mapFile(OBJECTS, csvOf(header, ['acme', 'Acme', 'ann', 'boss']));
    expect(rejects).toMatchObject([{ code: 'invalid_email', column: 'owner' }]);
  });
});
