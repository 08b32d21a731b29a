import { describe, expect, it } from '@jest/globals';
import { ChunkProfileSchema } from '../../../../lambdas/domain/profile/chunk-profile.ts';
import { eventsYoungerThan } from '../../../../lambdas/domain/profile/event-ages.ts';
import { EVENT_NAMES_KEPT } from '../../../../lambdas/domain/profile/event-names.ts';
import {
  collectIdentityPairs,
  PAIR_BYTES,
  PAIRS_KEPT,
} from '../../../../lambdas/domain/profile/identity-pairs.ts';
import { createProfiler } from '../../../../lambdas/domain/profile/profiler.ts';
import { ARRIVAL, HOUR, profileOf } from '../findings/a-file.ts';

describe('a profile', () => {
  it('counts for each column what its cells look like, with the first lines', () => {
    const { rows, columns, longestBytes } = profileOf({
      header: ['id', 'name'],
      rows: [
        ['1', 'Zoë'],
        ['', 'Al'],
        ['x', ''],
        ['2', 'Bo'],
      ],
    });
    expect(rows).toBe(4);
    expect(columns).toEqual([
      { integer: [2, 2, 5], blank: [1, 3], text: [1, 4] },
      { text: [3, 2, 3, 5], blank: [1, 4] },
    ]);
    expect(longestBytes).toEqual([1, 4]);
  });

  it('is the same after it is written as JSON and read by its schema', () => {
    const profile = profileOf({
      header: ['at', '__proto__'],
      rows: [['2025-11-01', 'x']],
      events: [
        { name: '__proto__', seconds: ARRIVAL - 5, column: 'at' },
        { seconds: ARRIVAL + 5, note: 'dst_gap' },
      ],
      identities: [{ id: 'a', email: 'b@c' }],
    });
    expect(ChunkProfileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  });

  it('ignores cells without a column in the header', () => {
    expect(profileOf({ header: ['a'], rows: [['1', '2']] }).columns).toEqual([{ integer: [1, 2] }]);
  });

  it.each([
    { hours: 0, events: 1 },
    { hours: 1, events: 2 },
    { hours: 72, events: 4 },
    { hours: 120 * 24, events: 6 },
  ])('counts the events younger than $hours hours: $events', ({ hours, events }) => {
    const ages = [-1, 0, HOUR, 72 * HOUR - 1, 73 * HOUR, 100 * 24 * HOUR, 400 * 24 * HOUR];
    const profile = profileOf({ events: ages.map((age) => ({ seconds: ARRIVAL - age })) });
    expect(eventsYoungerThan(profile, hours)).toBe(events);
  });

  it('counts the events of a name by age', () => {
    const ages = [-60, HOUR, 3 * HOUR, 23 * HOUR, 71 * HOUR, 100 * HOUR, 20 * 24 * HOUR, 90 * 24 * HOUR, 9e7];
    const { names, span } = profileOf({ events: ages.map((age) => ({ seconds: ARRIVAL - age })) });
    expect(names).toMatchObject([{ name: 'order_placed', windows: [1, 1, 1, 1, 1, 1, 1, 1, 1] }]);
    expect(names[0]?.newest).toBe(ARRIVAL + 60);
    expect(span).toEqual({ oldest: ARRIVAL - 9e7, newest: ARRIVAL + 60 });
  });

  it('counts an event in the window that starts at its age', () => {
    const starts = [0, 2, 4, 24, 72, 7 * 24, 30 * 24, 120 * 24].map((hours) => hours * HOUR);
    for (const [n, age] of starts.entries()) {
      const { names } = profileOf({ events: [{ seconds: ARRIVAL - age + 1 }, { seconds: ARRIVAL - age }] });
      expect(
        names[0]?.windows.map((events, window) => events > 0 && window).filter(Number.isInteger),
      ).toEqual([n, n + 1]);
    }
  });

  it('keeps a limited number of event names, with exact counts', () => {
    const letters = 'zyxwvutsrqponmlkjihgfedcba';
    const all = [...letters].flatMap((a) => [...letters].map((b) => a + b));
    const { names } = profileOf({
      events: [...all, ...all].map((name) => ({ name, seconds: ARRIVAL })),
    });
    expect(names.map(({ name }) => name)).toEqual(all.sort().slice(0, EVENT_NAMES_KEPT));
    expect(new Set(names.map(({ seen }) => seen[0]))).toEqual(new Set([2]));
  });

  it.each([
    ['x'.repeat(100), 1],
    ['\u0001'.repeat(16) + 'x'.repeat(4), 1],
    ['x'.repeat(101), 0],
    ['\u0001'.repeat(17), 0],
  ])('keeps event names of up to 100 bytes of JSON, and no longer ones: %j, %i', (name, kept) => {
    expect(profileOf({ events: [{ name, seconds: ARRIVAL }] }).names).toHaveLength(kept);
  });

  it.each([
    { because: 'the table of a warehouse is wide', cell: () => '12.50', complete: true },
    {
      because: 'some columns are blank in some rows',
      cell: (n: number) => (n % 3 ? 'text' : ''),
      complete: true,
    },
    {
      because: 'each column has cells of all types',
      cell: (n: number) =>
        ['', '1', '0.5', 'x', '2024-01-02', '1/2/24', '$1', '{}', 'NULL', '00', '1E+9', '1,50'][n % 12] ?? '',
      complete: false,
    },
  ])('has less than 64 KB of JSON for 1,000 columns: $because', ({ cell, complete }) => {
    const header = Array.from({ length: 1_000 }, (_, n) => `column number ${n}`);
    const rows = Array.from({ length: 24 }, (_, row) => header.map((_, column) => cell(row + column)));
    const events = Array.from({ length: 3_000 }, (_, n) => ({
      name: `${n % 60}`.padEnd(100, '\u0001'),
      seconds: ARRIVAL - n * 5_000,
    }));
    const profile = profileOf({ header, rows, events });
    expect(JSON.stringify(profile).length).toBeLessThan(64 * 1024);
    expect(profile.columns.length === header.length).toBe(complete);
  });

  it('collects each pair of e-mail and id once, whatever the case of the e-mail', () => {
    const profiler = createProfiler([], { nowSeconds: ARRIVAL });
    profiler.identity(2, { id: 'u1', email: 'Ann@example.com' });
    profiler.identity(3, { id: 'u1', email: 'ann@example.com ' });
    profiler.identity(4, { id: 'U1', email: 'ann@example.com' });
    profiler.identity(5, { email: 'ann@example.com' });
    const { profile, identityPairs } = profiler.finish();
    expect(profile.identifiers).toEqual({ 'id+email': [3, 2, 3, 4], email: [1, 5] });
    expect(identityPairs).toHaveLength(2 * PAIR_BYTES);
    expect([identityPairs.readUInt32LE(16), identityPairs.readUInt32LE(36)]).toEqual([2, 4]);
  });
});

describe('collectIdentityPairs', () => {
  it('counts the rows whose pair does not fit', () => {
    const pairs = collectIdentityPairs();
    for (let n = 0; n < PAIRS_KEPT + 2; n++) pairs.add(n, 'ann@example.com', `u${n}`);
    pairs.add(9, 'ann@example.com', 'u0');
    const { pairs: kept, unpairedRows } = pairs.finish();
    expect(kept).toHaveLength(PAIRS_KEPT * PAIR_BYTES);
    expect(unpairedRows).toBe(2);
  });
});

describe('privacy', () => {
  it("profile, findings and pairs contain no cell's value and no identifier", async () => {
    const { detect } = await import('../../../../lambdas/domain/findings/detect.ts');
    const planted = [
      'QX7-secret',
      'zq@planted.example',
      '1.23457E+11',
      '0099887766',
      '$7,654,321.99',
      '13/12/2011',
    ];
    const header = ['a', 'b', 'c', 'd', 'e', 'f'];
    const profiler = createProfiler(header, { nowSeconds: ARRIVAL });
    for (let line = 2; line < 60; line++) {
      const turn = line % planted.length;
      profiler.row(line, [...planted.slice(turn), ...planted.slice(0, turn)]);
      profiler.event(line, { name: 'order_placed', seconds: ARRIVAL + line, note: 'dst_gap', column: 'a' });
      profiler.identity(line, { id: `QX7-secret${line}`, email: 'zq@planted.example', phone: '0099887766' });
    }
    const { profile, identityPairs } = profiler.finish();
    const findings = detect(profile, { header, nowSeconds: ARRIVAL });
    expect(findings.length).toBeGreaterThan(0);
    const outputs = [JSON.stringify(profile), JSON.stringify(findings), identityPairs.toString('latin1')];
    for (const value of planted) for (const output of outputs) expect(output).not.toContain(value);
  });
});
