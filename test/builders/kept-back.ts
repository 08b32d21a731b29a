// Rows that were not sent, for property tests.
import fc from 'fast-check';
import type { KeptBack } from '../../lambdas/contracts/report.ts';

export function someKeptBack(): fc.Arbitrary<KeptBack> {
  return fc.record({
    outcome: fc.constantFrom('held', 'suppressed', 'expired', 'filtered'),
    reason: fc.constantFrom('younger', '__proto__', 'older'),
    rows: fc.nat({ max: 1_000 }),
    lines: fc
      .uniqueArray(fc.nat({ max: 1_000 }), { maxLength: 10 })
      .map((lines) => lines.sort((a, b) => a - b)),
  });
}
