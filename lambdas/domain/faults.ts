// All faults of a row as one reject. The row counts under the first fault, and its reason names all of them.
import type { Reject, Rejected } from './reject.ts';

/** One reject of all these faults, the first one first. @returns undefined without any. */
export function rejectAll(faults: readonly (Reject | undefined)[]): Reject | undefined {
  const [first, ...also] = faults.flatMap((fault) => (fault ? faultsOf(fault) : []));
  return first && (also.length > 0 ? { ...first, also } : first);
}

/** One reject of all faults in these results. At least one of them must be a reject. */
export function rejectedBy(...results: readonly (object | undefined)[]): Rejected {
  const reject = rejectAll(results.map((result) => (isRejected(result) ? result.reject : undefined)));
  if (!reject) throw new TypeError('none of these results is a reject');
  return { reject };
}

/** Whether a result is a reject. */
export function isRejected(result: object | undefined): result is Rejected {
  return result !== undefined && 'reject' in result;
}

/** Each fault on its own. */
export function faultsOf({ also = [], ...first }: Reject): readonly Reject[] {
  return [first, ...also];
}
