import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { EVENTS_HEADER, eventRows } from '../../bench/files/events-file.ts';
import { ORDERS_HEADER, orderRows } from '../../bench/files/orders-file.ts';

const ROWS = 2_000;

describe.each([
  ['events', EVENTS_HEADER, () => [...eventRows(0, ROWS)], 10, 160],
  ['orders', ORDERS_HEADER, () => [...orderRows(ROWS)].slice(0, ROWS), 79, 700],
])('the file of %s', (_, header, rows, columns, bytes) => {
  it('is always the same, with the columns and the size that docs/performance.md states', () => {
    const lines = rows();
    const text = header + lines.join('');
    const read = parse(text, { columns: true }) as Record<string, string>[];
    expect(lines).toEqual(rows());
    expect(read).toHaveLength(ROWS);
    expect(Object.keys(read[0] ?? {})).toHaveLength(columns);
    expect(Math.abs(lines.join('').length / ROWS / bytes - 1)).toBeLessThan(0.05);
  });
});

describe('the nightly file', () => {
  it('has the rows of the night before, except for the oldest and the newest', () => {
    const before = [...eventRows(0, 1_000)];
    expect([...eventRows(17, 1_017)].filter((row) => before.includes(row))).toHaveLength(983);
  });
});
