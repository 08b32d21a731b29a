import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Fragmentation,
  fragmentationFinder,
} from '../../../../lambdas/domain/findings/fragmentation.ts';
import { collectIdentityPairs } from '../../../../lambdas/domain/profile/identity-pairs.ts';

interface Pair {
  readonly email: string;
  readonly id: string;
}

/** Chunks of pairs. Lines are numbered from 2 through all chunks. */
function find(chunks: readonly (readonly Pair[])[], limitPairs = 1_000): Fragmentation {
  const finder = fragmentationFinder(limitPairs);
  let line = 2;
  for (const chunk of chunks) {
    const pairs = collectIdentityPairs();
    for (const { email, id } of chunk) pairs.add(line++, email, id);
    finder.add(pairs.finish().pairs);
  }
  return finder.find();
}

/** The same, by brute force. */
function expected(pairs: readonly Pair[], by: keyof Pair, other: keyof Pair) {
  const lines = new Map<string, Map<string, number>>();
  for (const [n, pair] of pairs.entries()) {
    const others = lines.get(pair[by]) ?? new Map<string, number>();
    if (!others.has(pair[other])) others.set(pair[other], n + 2);
    lines.set(pair[by], others);
  }
  const fragmented = [...lines.values()].filter(({ size }) => size > 1);
  const examples = fragmented.map((others) => [...others.values()].slice(0, 5));
  return {
    of: lines.size,
    count: fragmented.length,
    examples: examples.sort(([a = 0], [b = 0]) => a - b).slice(0, 5),
  };
}

describe('fragmentationFinder', () => {
  it('finds e-mails with several ids and ids with several e-mails, across chunks', () => {
    const chunks = [
      [
        { email: 'ann@x', id: '1' },
        { email: 'bob@x', id: '2' },
      ],
      [
        { email: 'bob@x', id: '2' },
        { email: 'Ann@X', id: '3' },
        { email: 'cat@x', id: '2' },
      ],
    ];
    expect(find(chunks)).toEqual({
      emailsWithManyIds: { of: 3, count: 1, examples: [[2, 5]] },
      idsWithManyEmails: { of: 3, count: 1, examples: [[3, 6]] },
      complete: true,
    });
  });

  it('finds the same as brute force', () => {
    const pair = fc.record({
      email: fc.integer({ min: 0, max: 12 }).map((n) => `p${n}@x`),
      id: fc.integer({ min: 0, max: 12 }).map(String),
    });
    fc.assert(
      fc.property(fc.array(fc.array(pair, { maxLength: 20 }), { maxLength: 4 }), (chunks) => {
        const found = find(chunks);
        expect(found.emailsWithManyIds).toEqual(expected(chunks.flat(), 'email', 'id'));
        expect(found.idsWithManyEmails).toEqual(expected(chunks.flat(), 'id', 'email'));
      }),
    );
  });

  it('finds the same as brute force in a large file', () => {
    const pairs = Array.from({ length: 3_000 }, (_, n) => ({
      email: `p${(n * 7919) % 701}@x`,
      id: String((n * 104_729) % 997),
    }));
    const chunks = [pairs.slice(0, 500), pairs.slice(500, 1_200), pairs.slice(1_200)];
    const found = find(chunks, 5_000);
    expect(found.emailsWithManyIds).toEqual(expected(pairs, 'email', 'id'));
    expect(found.idsWithManyEmails).toEqual(expected(pairs, 'id', 'email'));
  });

  it('says so if pairs over the limit were left out', () => {
    const chunk = Array.from({ length: 10 }, (_, n) => ({ email: 'a@x', id: String(n) }));
    expect(find([chunk], 10)).toMatchObject({ complete: true, emailsWithManyIds: { count: 1 } });
    expect(find([chunk], 9).complete).toBe(false);
    expect(find([[], chunk, chunk], 10).complete).toBe(false);
  });

  it('finds nothing without pairs', () => {
    const none = { of: 0, count: 0, examples: [] };
    expect(find([])).toEqual({ emailsWithManyIds: none, idsWithManyEmails: none, complete: true });
  });
});
