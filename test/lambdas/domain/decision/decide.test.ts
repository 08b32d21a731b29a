import { describe, expect, it } from '@jest/globals';
import { type Candidate, decide, decideWeighed } from '../../../../lambdas/domain/decision/decide.ts';
import { remark } from '../../../../lambdas/domain/findings/finding.ts';
import type { Breach } from '../../../../lambdas/domain/findings/limits.ts';

const rejects: Breach = {
  finding: remark('too_many_rejects', '51 of 100 rows were rejected.'),
  otherwise: 'hold',
};
const volume: Breach = { finding: remark('unusual_volume', 'The file has 100 rows.'), otherwise: 'hold' };
const warning: Breach = { ...volume, otherwise: 'warn' };

const candidate = (change: Partial<Candidate> = {}): Candidate => ({
  approved: false,
  dryRun: false,
  ...change,
});
const APPROVED = candidate({ approved: true });
const DRY_RUN = candidate({ dryRun: true });

describe('decide', () => {
  it.each([
    ['forward', 7, [], 'the import is within all limits'],
    ['forward', 7, [warning], 'a limit that warns holds nothing'],
    ['hold', 7, [warning, rejects], 'a limit holds, whatever others warn'],
    ['hold', 0, [rejects], 'an import of rejects must not end as completed'],
    ['stop', 0, [warning], 'there is nothing to send'],
  ] as const)('says %s with %i operations and %j, because %s', (decision, operations, breaches, _because) => {
    expect(decide(candidate(), { operations }, breaches).decision).toBe(decision);
  });

  it.each([
    ['forward', 7],
    ['stop', 0],
  ] as const)('does not hold an approved import again: %s with %i operations', (decision, operations) => {
    expect(decide(APPROVED, { operations }, [rejects])).toEqual({ decision });
  });

  it('gives the code of the first limit that holds, all their messages, and that the import can be approved', () => {
    expect(decide(candidate(), { operations: 7 }, [warning, rejects, volume])).toEqual({
      decision: 'hold',
      reason: {
        code: 'too_many_rejects',
        message: `${rejects.finding.message} ${volume.finding.message} Nothing was sent. To send the file as it is, approve the import.`,
      },
    });
  });

  it('does not offer to approve a dry run', () => {
    expect(decide(DRY_RUN, { operations: 7 }, [rejects])).toEqual({
      decision: 'hold',
      reason: { code: 'too_many_rejects', message: rejects.finding.message },
    });
  });
});

describe('decideWeighed', () => {
  it.each([
    ['forward', candidate(), []],
    ['forward', candidate(), [warning]],
    ['hold', candidate(), [rejects]],
    ['forward', APPROVED, [rejects]],
    ['stop', DRY_RUN, []],
    ['hold', DRY_RUN, [rejects]],
  ] as const)('says %s of %j with %j', (decision, of, breaches) => {
    expect(decideWeighed(of, { decision: 'forward' }, breaches).decision).toBe(decision);
  });

  it('leaves an import held that Review held, with the reason that Review gave', () => {
    expect(decideWeighed(DRY_RUN, { decision: 'hold' }, [])).toEqual({ decision: 'hold' });
    expect(decideWeighed(APPROVED, { decision: 'hold' }, [])).toEqual({ decision: 'hold' });
  });
});
