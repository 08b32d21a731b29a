import { describe, expect, it } from '@jest/globals';
import { decide } from '../../../../lambdas/domain/decision/decide.ts';
import { remark } from '../../../../lambdas/domain/findings/finding.ts';
import type { Breach } from '../../../../lambdas/domain/findings/limits.ts';

const rejects: Breach = { finding: remark('too_many_rejects', '51 of 100 rows.'), otherwise: 'hold' };
const volume: Breach = { finding: remark('unusual_volume', 'The file has 100 rows.'), otherwise: 'hold' };
const warning: Breach = { ...volume, otherwise: 'warn' };

describe('decide', () => {
  it.each([
    ['forward', 7, [], 'the import is within all limits'],
    ['forward', 7, [warning], 'a limit that warns holds nothing'],
    ['hold', 7, [warning, rejects], 'one that holds does, whatever else warns'],
    ['hold', 0, [rejects], 'nothing but rejects must not pass for completed'],
    ['stop', 0, [warning], 'nothing is left to send'],
  ] as const)('says %s with %i operations and %j, because %s', (decision, operations, breaches, _because) => {
    expect(decide({ operations }, breaches).decision).toBe(decision);
  });

  it('tells all that holds the import, with the mend; the first names the reason', () => {
    expect(decide({ operations: 7 }, [warning, rejects, volume])).toEqual({
      decision: 'hold',
      reason: {
        code: 'too_many_rejects',
        message:
          '51 of 100 rows. The file has 100 rows. Nothing was sent. Mend the file or the limit and drop the file again, or approve the import as it is.',
      },
    });
  });
});
