// Exit codes of commands. Scripts depend on them: the numbers are documented and stable.
import type { Report } from '../lambdas/contracts/report.ts';

export const EXIT = { completed: 0, failed: 1, completedWithRejects: 2, held: 3 } as const;

export function exitCodeOf({
  state,
  outcomes,
  refusedFurther,
}: Pick<Report, 'state' | 'outcomes' | 'refusedFurther'>): number {
  if (state === 'held' || state === 'awaiting-approval') return EXIT.held;
  if (state !== 'completed') return EXIT.failed;
  return outcomes.rejected + refusedFurther > 0 ? EXIT.completedWithRejects : EXIT.completed;
}
