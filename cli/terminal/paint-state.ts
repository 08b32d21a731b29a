// The color of a state: completed, waiting for an operator, or failed.
import type { ImportState } from '../../lambdas/contracts/report.ts';
import { paint } from './output.ts';

export function paintState(state: ImportState): string {
  switch (state) {
    case 'completed':
      return paint('green', state);
    case 'held':
    case 'awaiting-approval':
    case 'paused':
      return paint('yellow', state);
    case 'failed':
      return paint('red', state);
    default:
      return paint('cyan', state);
  }
}
