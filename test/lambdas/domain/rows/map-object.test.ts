import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const COMPANIES: FeedInput = {
  kind: 'objects',
  objectTypeId: '1',
  objectId: { column: 'company_id' },
  columns: { seats: { type: 'integer' } },
};
const EMPLOYEES: FeedInput = {
  kind: 'relationships',
  identifiers: [{ as: 'email', columns: ['email'] }],
  objectTypeId: '1',
  objectId: { column: 'company_id' },
};

describe('a row of an objects feed', () => {
  it('creates or updates the object', () => {
    const { items, operations } = mapFile(
      COMPANIES,
      csvOf(['company_id', 'name', 'seats'], ['00123', 'Acme', '12']),
    );
    expect(items).toEqual([
      {
        type: 'object',
        action: 'identify',
        identifiers: { object_type_id: '1', object_id: '00123' },
        attributes: { name: 'Acme', seats: 12 },
      },
    ]);
    expect(operations).toMatchObject([
      { meta: { kind: 'object', madeFrom: [{ line: 2, rows: 1 }], countsRows: true, key: 'object:1:00123' } },
    ]);
  });

  it.each([
    ['a blank id', '', 'missing_object_id'],
    ['an id that a spreadsheet shortened', '1.23E+11', 'scientific_notation'],
    ['an id of 151 bytes', 'x'.repeat(151), 'identifier_too_long'],
  ])('rejects %s', (_, id, code) => {
    const { rejects } = mapFile(COMPANIES, csvOf(['company_id', 'name'], [id, 'Acme']));
    expect(rejects).toMatchObject([{ line: 2, code, column: 'company_id' }]);
  });

  it.each([
    ['true', {}, { action: 'delete' }],
    ['', { action: 'delete' }, { action: 'delete' }],
    ['false', {}, { action: 'identify', attributes: { seats: 12 } }],
    ['', {}, { action: 'identify', attributes: { seats: 12 } }],
  ])('with "%s" in the column of the action, and %j, does %j', (cell, rest, item) => {
    const actionFrom = { column: 'gone', values: { true: 'delete', false: 'identify' } } as const;
    const file = csvOf(['company_id', 'seats', 'gone'], ['acme', '12', cell]);
    const { items, operations } = mapFile({ ...COMPANIES, actionFrom, ...rest } as FeedInput, file);
    const { action } = item;
    const identifiers = { object_type_id: '1', object_id: 'acme' };
    expect(items).toEqual([{ type: 'object', identifiers, ...item }]);
    const removal = action === 'delete' ? { action, others: [] } : undefined;
    expect(operations[0]?.meta.removal).toEqual(removal);
  });

  it('is not checked further if the object is deleted', () => {
    const file = csvOf(['company_id', 'seats'], ['acme', 'twelve'], ['', '12']);
    const { items, rejects } = mapFile({ ...COMPANIES, action: 'delete' } as FeedInput, file);
    expect(items).toMatchObject([{ action: 'delete' }]);
    expect(rejects).toMatchObject([{ line: 3, code: 'missing_object_id' }]);
  });

  it('can only identify or delete', () => {
    for (const action of ['suppress', 'update'])
      expect(FeedSchema.safeParse({ ...COMPANIES, action }).success).toBe(false);
  });

  it('names the column of a bad value', () => {
    const { rejects } = mapFile(COMPANIES, csvOf(['company_id', 'seats'], ['1', 'twelve']));
    expect(rejects).toMatchObject([{ code: 'not_an_integer', column: 'seats' }]);
  });
});

describe('a row of a relationships feed', () => {
  const file = csvOf(
    ['email', 'company_id', 'role'],
    ['ann@example.com', 'acme', 'owner'],
    ['bob@example.com', 'acme', ''],
  );

  it('adds a person to an object, with attributes of the relationship', () => {
    const { items, operations } = mapFile(EMPLOYEES, file);
    expect(items).toEqual([
      {
        type: 'person',
        action: 'add_relationships',
        identifiers: { email: 'ann@example.com' },
        cio_relationships: [
          {
            identifiers: { object_type_id: '1', object_id: 'acme' },
            relationship_attributes: { role: 'owner' },
          },
        ],
      },
      {
        type: 'person',
        action: 'add_relationships',
        identifiers: { email: 'bob@example.com' },
        cio_relationships: [{ identifiers: { object_type_id: '1', object_id: 'acme' } }],
      },
    ]);
    expect(operations[0]?.meta).toMatchObject({ kind: 'relationship', person: 'email:ann@example.com' });
    expect(operations[0]?.meta.key).not.toBe(operations[1]?.meta.key);
  });

  it('removes the person with action: remove, without attributes', () => {
    const { items } = mapFile({ ...EMPLOYEES, action: 'remove' }, file);
    expect(items[0]).toEqual({
      type: 'person',
      action: 'delete_relationships',
      identifiers: { email: 'ann@example.com' },
      cio_relationships: [{ identifiers: { object_type_id: '1', object_id: 'acme' } }],
    });
  });

  it('needs the person and the object', () => {
    const { rejects } = mapFile(
      EMPLOYEES,
      csvOf(['email', 'company_id'], ['', 'acme'], ['ann@example.com', '']),
    );
    expect(rejects.map(({ code, column }) => [code, column])).toEqual([
      ['no_identifier', 'email'],
      ['missing_object_id', 'company_id'],
    ]);
  });

  it('checks the limits of attributes of the relationship', () => {
    const feed: FeedInput = { ...EMPLOYEES, columns: { Role: { as: 'role' } } };
    const { rejects } = mapFile(
      feed,
      csvOf(['email', 'company_id', 'Role'], ['ann@example.com', 'acme', 'x'.repeat(1001)]),
    );
    expect(rejects).toMatchObject([{ code: 'value_too_long', column: 'Role' }]);
  });
});
