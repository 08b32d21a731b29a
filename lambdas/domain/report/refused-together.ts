// Rows that are rejected because of other rows, as the report has them.
import type { Report } from '../../contracts/report.ts';
import { chainedIn, reusedIn, type Tally } from '../delivery/tally.ts';
import type { PlacedPart } from '../plan.ts';
import { EXAMPLES_KEPT, placeExamples } from '../profile/statistics.ts';

/** The rows whose key another event has, and the chained merges, with the first lines. */
export function refusedTogether(
  tally: Tally,
  { parts = [] }: { readonly parts?: readonly PlacedPart[] | undefined },
): Report['rejects'] {
  const rejected = [
    { code: 'key_reused', ...reusedIn(tally) },
    { code: 'merge_chain', ...chainedIn(tally) },
  ];
  return rejected
    .filter(({ rows }) => rows > 0)
    .map(({ code, rows, lines }) => {
      const examples = placeExamples(
        lines.slice(0, EXAMPLES_KEPT).map((line) => ({ line })),
        { parts },
      );
      return { code, rows, examples: [...examples] };
    });
}
