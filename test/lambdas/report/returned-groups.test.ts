// Rejected groups that are fixed and dropped again arrive whole and once.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { BOOKINGS, dropFile, room, world } from '../../builders/group-files.ts';
import { csv } from '../../integration/csv.ts';

describe('rejects.csv, dropped again', () => {
  const damaged = csv(
    BOOKINGS,
    room('b0', 'Attic'),
    room('b1', 'Sea'),
    '"Ro"of,b1,g-b1,2025-12-30T10:00:00Z,1,',
    room('b1', 'Garden'),
  );
  const fix = (rejects: string) => rejects.replace('"""Ro""of"', 'Roof');

  it('delivers the repaired group whole and once, also with the whole export', async () => {
    const own = world();
    const first = await dropFile(own, 'bookings', damaged);
    expect(first.rejects.split('\n')[0]).toBe(
      `${BOOKINGS},_reject_line,_reject_code,_reject_column,_reject_reason,_reject_group,_reject_group_rows,_reject_hash`,
    );
    const second = await dropFile(own, 'bookings', fix(first.rejects));
    expect(second.sent).toEqual({ 'booking_made g-b1': ['Sea', 'Roof', 'Garden'] });
    const third = await dropFile(own, 'bookings', damaged.replace('"Ro"of', 'Roof'));
    expect(third.file.report).toMatchObject({ outcomes: { delivered: 0, duplicate: 4 }, conflicts: 0 });
  });

  it('rejects a part of a group, until the cells of its group are empty', async () => {
    const own = world();
    const { rejects } = await dropFile(own, 'bookings', damaged);
    const lines = fix(rejects).split('\n');
    const part = [lines[0], lines[1], lines[3], ''].join('\n');
    expect((await dropFile(own, 'bookings', part)).rejected).toEqual([
      '2 group_incomplete',
      '3 group_incomplete',
    ]);
    const cleared = part.replaceAll(/,\d+,group_broken.*$/gm, ',,,,,,,');
    expect((await dropFile(own, 'bookings', cleared)).sent).toEqual({
      'booking_made g-b1': ['Sea', 'Garden'],
    });
  });

  it('rejects a damaged row of an earlier version, which has no cells of its group', async () => {
    const old = csv(
      `${BOOKINGS},_reject_line,_reject_code,_reject_column,_reject_reason`,
      `${room('b1', 'Roof')},4,broken_quotes,,x`,
      `${room('b2', 'Attic')},5,missing_time,booked_at,x`,
    );
    const { sent, rejected } = await dropFile(world(), 'bookings', old);
    expect(sent).toEqual({ 'booking_made g-b2': ['Attic'] });
    expect(rejected).toEqual(['2 group_incomplete']);
  });

  it('never joins two versions of a group', async () => {
    const own = world();
    const one = fix((await dropFile(own, 'bookings', damaged)).rejects);
    const other = fix((await dropFile(own, 'bookings', damaged)).rejects);
    const [header, ...rows] = one.trimEnd().split('\n');
    for (const more of [rows, other.trimEnd().split('\n').slice(1)]) {
      const { sent, rejected } = await dropFile(own, 'bookings', csv(header ?? '', ...rows, ...more));
      expect(sent).toEqual({});
      expect(new Set(rejected.map((row) => row.split(' ')[1]))).toEqual(new Set(['group_apart']));
    }
  });

  it('has the rows in the order of the file, with the number of rows of each group', async () => {
    const rows = [
      room('b1', 'a'),
      room('b2', 'b', { nights: 'x' }),
      room('b1', 'c'),
      ',,,,,',
      room('b3', 'd'),
    ];
    const { rejects } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows));
    const cells = parse(rejects, { columns: true }) as Record<string, string>[];
    expect(cells.slice(0, 3).map((row) => [row._reject_line, row._reject_group_rows])).toEqual([
      ['2', '2'],
      ['3', '1'],
      ['4', '2'],
    ]);
    expect(cells[0]?._reject_group).toMatch(/^g[0-9a-f]{16}$/);
    expect(cells[0]?._reject_group).toBe(cells[2]?._reject_group);
  });
});
