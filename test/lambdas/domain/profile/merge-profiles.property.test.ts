import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChunkProfile } from '../../../../lambdas/domain/profile/chunk-profile.ts';
import { mergeProfiles, NO_PROFILE } from '../../../../lambdas/domain/profile/merge-profiles.ts';
import { createProfiler } from '../../../../lambdas/domain/profile/profiler.ts';
import { ARRIVAL } from '../findings/a-file.ts';

const HEADER = ['Created at', 'Total', 'Name'];

const cell = fc.oneof(
  fc.constantFrom(
    '',
    '12',
    '00123',
    '1/2/2025',
    '31/1/2025',
    '2025-05-01 00:00:00',
    '$1,234.50',
    '12,50',
    'NULL',
  ),
  fc.string(),
);
const row = fc.record({
  cells: fc.array(cell, { minLength: HEADER.length, maxLength: HEADER.length }),
  // More names than are kept.
  name: fc.integer({ min: 0, max: 70 }).map((n) => `event ${n}`),
  age: fc.integer({ min: -80_000, max: 20_000_000 }),
  note: fc.constantFrom('dst_gap' as const, 'dst_overlap' as const, undefined),
  column: fc.constantFrom('Created at', 'Total', undefined),
  id: fc.constantFrom('u1', 'u2', undefined),
  email: fc.constantFrom('a@b', undefined),
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;
const rowsOfFile = fc.array(row, { maxLength: 120 });

function profile(rows: readonly Row[], firstLine: number): ChunkProfile {
  const profiler = createProfiler(HEADER, { nowSeconds: ARRIVAL, timezone: 'Europe/Berlin' });
  for (const [n, { cells, name, age, note, column, id, email }] of rows.entries()) {
    const line = firstLine + n;
    profiler.row(line, cells);
    profiler.event(line, { name, seconds: ARRIVAL - age, note, column });
    profiler.identity(line, { id, email });
  }
  return profiler.finish().profile;
}

describe('mergeProfiles', () => {
  it('gives the profile of the whole file, however it is divided and in any order of chunks', () => {
    const cutFile = rowsOfFile.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.array(fc.integer({ min: 0, max: rows.length }), { maxLength: 5 })),
    );
    fc.assert(
      fc.property(cutFile, fc.func(fc.integer()), ([rows, cuts], order) => {
        const bounds = [0, ...cuts.sort((a, b) => a - b), rows.length];
        const chunks = bounds.slice(1).map((end, n) => {
          const start = bounds[n] ?? 0;
          return profile(rows.slice(start, end), start + 2);
        });
        const shuffled = chunks.toSorted((a, b) => order(a.rows, b.rows));
        const whole = profile(rows, 2);
        expect(chunks.reduce(mergeProfiles, NO_PROFILE)).toEqual(whole);
        expect(shuffled.reduce(mergeProfiles, NO_PROFILE)).toEqual(whole);
        expect(chunks.reduceRight((merged, chunk) => mergeProfiles(chunk, merged), NO_PROFILE)).toEqual(
          whole,
        );
      }),
    );
  });

  it('is associative and commutative, and a profile without rows changes nothing', () => {
    const chunk = fc
      .tuple(rowsOfFile, fc.integer({ min: 2, max: 100_000 }))
      .map(([rows, line]) => profile(rows, line));
    fc.assert(
      fc.property(chunk, chunk, chunk, (a, b, c) => {
        expect(mergeProfiles(mergeProfiles(a, b), c)).toEqual(mergeProfiles(a, mergeProfiles(b, c)));
        expect(mergeProfiles(a, b)).toEqual(mergeProfiles(b, a));
        expect(mergeProfiles(a, NO_PROFILE)).toEqual(a);
      }),
      { numRuns: 50 },
    );
  });
});
