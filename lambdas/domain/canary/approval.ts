// How waiting for the approval of a canary ends without approval: the import is held, and can be approved later.
import { CANARY_REJECTED } from '../../contracts/failure.ts';
import type { ImportRecord, Reason } from '../imports/import-record.ts';

const AND_NOW =
  'Only the canary was sent. To send the rest, approve the import. To correct the data, drop a fixed file.';

const ENDS = {
  canary_rejected: `The canary was rejected. ${AND_NOW}`,
  approval_timed_out: `No one approved the canary in time. ${AND_NOW}`,
} as const;

/** The reason to hold an import that stopped waiting with this error; undefined if the error has another cause. */
export function approvalEnd({ state }: Pick<ImportRecord, 'state'>, error: string): Reason | undefined {
  if (error === CANARY_REJECTED) return reasonOf('canary_rejected');
  return state === 'awaiting-approval' && error === 'States.Timeout'
    ? reasonOf('approval_timed_out')
    : undefined;
}

export function isApprovalEnd({ code }: Reason): boolean {
  return Object.hasOwn(ENDS, code);
}

function reasonOf(code: keyof typeof ENDS): Reason {
  return { code, message: ENDS[code] };
}
