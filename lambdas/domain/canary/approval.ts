// How waiting for somebody's word on a canary ends otherwise than with a yes: the import is held, and may be approved later.
import { CANARY_REJECTED } from '../../contracts/failure.ts';
import type { ImportRecord, Reason } from '../imports/import-record.ts';

const AND_NOW =
  'What the canary sent stays sent; nothing else was. Approve the import to send the rest, or drop a mended file.';

const ENDS = {
  canary_rejected: `The canary was rejected. ${AND_NOW}`,
  approval_timed_out: `Nobody approved the canary in time. ${AND_NOW}`,
} as const;

/** The reason to hold an import whose waiting ended with this error; none where the error is about something else. */
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
