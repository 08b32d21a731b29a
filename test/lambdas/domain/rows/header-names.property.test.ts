// With any names of columns, each cell is sent under its own name, and nothing else changes.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const FEED = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['who'] }],
  event: { name: 'x' },
  time: { column: 'when' },
} as const satisfies FeedInput;
const TAKEN = ['who', 'when', 'recipient', 'from_address', 'reply_to'];

const name = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__proto__.polluted',
    'constructor.prototype.polluted',
    'length',
    '0',
    'a.b',
    'é 😀',
    'id',
    'email',
    'name',
    'timestamp',
  ),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text === text.trim() && !text.includes('\0')),
);
const columns = fc.uniqueArray(
  fc.tuple(
    name.filter((column) => !TAKEN.includes(column)),
    fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0') && text.isWellFormed()),
  ),
  { selector: ([column]) => column, minLength: 1, maxLength: 30 },
);

describe('any header', () => {
  it('sends every column under its own name, except for those that Customer.io ignores', () => {
    fc.assert(
      fc.property(columns, (cells) => {
        const { items, notes, rejects } = mapFile(
          FEED,
          csvOf(
            ['who', 'when', ...cells.map(([column]) => column)],
            ['7', '1762196709', ...cells.map(([, cell]) => cell)],
          ),
        );
        expect(rejects).toEqual([]);
        const sent = Object.entries(items[0] && 'attributes' in items[0] ? items[0].attributes : {});
        const filled = cells.filter(([, cell]) => cell.trim() !== '');
        expect(new Map(sent)).toEqual(new Map(filled.filter(([column]) => !column.startsWith('_'))));
        // If a name looks like data, all are masked, with their places: "_" stays.
        const ignored = cells.flatMap(([column], index) =>
          column.startsWith('_') ? [{ column, index }] : [],
        );
        expect(notes).toHaveLength(ignored.length);
        for (const [at, { column, index }] of ignored.entries()) {
          const shown = notes[at]?.column ?? '';
          expect(shown === column || shown.endsWith(` (column ${index + 3})`)).toBe(true);
          expect(shown).toMatch(/^_/);
        }
      }),
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('sends those, too, if the feed gives them a name', () => {
    const { items } = mapFile(
      { ...FEED, columns: { _x: { as: 'constructor.prototype' }, constructor: { as: '0.__proto__' } } },
      csvOf(['who', 'when', '_x', 'constructor'], ['7', '1762196709', 'a', 'b']),
    );
    expect(JSON.stringify(items)).toContain(
      '"attributes":{"0":{"__proto__":"b"},"constructor":{"prototype":"a"}}',
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
