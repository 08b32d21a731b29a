import { describe, expect, it } from '@jest/globals';
import { CANARY_REJECTED } from '../../../../lambdas/contracts/failure.ts';
import { approvalEnd, isApprovalEnd } from '../../../../lambdas/domain/canary/approval.ts';

describe('approvalEnd', () => {
  it.each([
    ['awaiting-approval', CANARY_REJECTED, 'canary_rejected'],
    ['awaiting-approval', 'States.Timeout', 'approval_timed_out'],
    ['forwarding', 'States.Timeout', undefined],
    ['awaiting-approval', 'Lambda.Unknown', undefined],
  ] as const)('of an import in the state %s, after the error %s, is %s', (state, error, code) => {
    const end = approvalEnd({ state }, error);
    expect(end?.code).toBe(code);
    expect(end === undefined || isApprovalEnd(end)).toBe(true);
  });
});
