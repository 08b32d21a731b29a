import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const feedOf = (actionFrom: object, rest: object = {}): FeedInput =>
  ({ kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }], actionFrom, ...rest }) as FeedInput;

/** What a row with this cell in the column "op" becomes: its action and attributes, or the code of its reject. */
function done(actionFrom: object, cell: string, rest: object = {}) {
  const file = csvOf(['id', 'plan', 'op'], ['7', 'gold', cell]);
  const { items, rejects } = mapFile(feedOf(actionFrom, rest), file);
  const [item] = items;
  if (!item) return rejects.map(({ code, column }) => `${code} ${column}`).join();
  return 'attributes' in item ? [item.action, { ...item.attributes }] : item.action;
}

const cdc = { column: 'op', values: { I: 'identify', U: 'update', D: 'delete' } };
const flag = { column: 'op', values: { true: 'delete', false: 'identify' } };
const moment = { column: 'op', otherwise: 'delete' };

describe('actionFrom', () => {
  it.each<[object, string, unknown]>([
    [cdc, 'I', ['identify', { plan: 'gold' }]],
    [cdc, ' u ', ['identify', { plan: 'gold', _update: true }]],
    [cdc, 'd', 'delete'],
    [cdc, '', ['identify', { plan: 'gold' }]],
    [cdc, 'X', 'unknown_action op'],
    [flag, 'TRUE', 'delete'],
    [flag, 'False', ['identify', { plan: 'gold' }]],
    [moment, '2025-11-03', 'delete'],
    [moment, ' ', ['identify', { plan: 'gold' }]],
    [{ column: ['_op', 'op'], values: { out: 'suppress', in: 'unsuppress' } }, 'out', 'suppress'],
    [{ column: 'op', values: { out: 'suppress', in: 'unsuppress' } }, 'in', 'unsuppress'],
    [{ column: 'op', values: { keep: 'identify' }, otherwise: 'delete' }, 'constructor', 'delete'],
    [cdc, 'constructor', 'unknown_action op'],
  ])('with %j, "%s" is %j', (actionFrom, cell, result) => {
    expect(done(actionFrom, cell)).toEqual(result);
  });

  it('without a text, does what the feed does', () => {
    expect(done(cdc, '', { action: 'delete' })).toBe('delete');
    expect(done(cdc, 'I', { action: 'delete' })).toEqual(['identify', { plan: 'gold' }]);
  });

  it.each([
    ['true', { action: 'delete', others: ['email:ann@example.com'] }],
    ['false', undefined],
  ])('"%s" makes the removal %j, which no later import skips', (cell, removal) => {
    const identifiers = [
      { as: 'id', columns: ['id'] },
      { as: 'email', columns: ['email'] },
    ];
    const file = csvOf(['id', 'email', 'op'], ['7', 'ann@example.com', cell]);
    const { operations } = mapFile(feedOf(flag, { identifiers }), file);
    expect(operations[0]?.meta.removal).toEqual(removal);
  });

  it('does not read the attributes of a person who is deleted', () => {
    const columns = { plan: { type: 'integer' } };
    expect(done(flag, 'true', { columns })).toBe('delete');
    expect(done(flag, 'false', { columns })).toBe('not_an_integer plan');
  });

  it('sends the column only if the feed names it', () => {
    expect(done(flag, 'false', { columns: { op: { as: 'gone', type: 'boolean' } } })).toEqual([
      'identify',
      { plan: 'gold', gone: false },
    ]);
  });

  it('refuses a file without the column', () => {
    expect(() => mapFile(feedOf(cdc), 'id,plan\n7,gold\n')).toThrow(/lacks the column "op"/);
  });

  it.each<[object, object, RegExp]>([
    [{ column: 'op' }, {}, /Write what the texts of the column do/],
    [{ column: 'op', values: { a: 'identify', 'A ': 'delete' } }, {}, /has a text twice/],
    [{ column: 'op', values: { a: 'remove' } }, {}, /Invalid option/],
    [
      { column: 'op', values: { a: 'delete' } },
      { action: 'delete', columns: { m: { type: 'optIn' } } },
      /only in feeds of people/,
    ],
  ])('%j is not accepted at synth', (actionFrom, rest, message) => {
    const feeds = { feed: feedOf(actionFrom, rest) };
    expect(() => FeedsSchema.parse({ workspace: 'main', feeds })).toThrow(message);
  });
});
