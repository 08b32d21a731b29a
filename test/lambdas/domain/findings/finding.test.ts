import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../../lambdas/contracts/report.ts';
import { type Evidence, finding, remark } from '../../../../lambdas/domain/findings/finding.ts';
import { DETECTORS } from '../../../../lambdas/domain/findings/table.ts';
import { evidenceOf } from './a-file.ts';

describe('finding', () => {
  const found = (rows: number, of: number, change: Partial<Evidence> = {}): Finding =>
    finding('mixed_types', { mark: [rows, 7], of, what: 'cell', says: 'are odd', ...change });

  it.each<[Finding, string, number]>([
    [found(1, 1), '1 of 1 cell is odd (100 %).', 1],
    [found(1, 2), '1 of 2 cells is odd (50.0 %).', 0.5],
    [found(2, 1_000), '2 of 1,000 cells are odd (0.2 %).', 0.002],
    [found(1, 2, { says: 'have a word' }), '1 of 2 cells has a word (50.0 %).', 0.5],
    [found(2, 2, { says: 'have a word' }), '2 of 2 cells have a word (100 %).', 1],
    [found(1, 2, { plural: 'cellos' }), '1 of 2 cellos is odd (50.0 %).', 0.5],
    [found(1, 2, { column: 'Plan' }), 'Column "Plan": 1 of 2 cells is odd (50.0 %).', 0.5],
    [found(1, 2, { more: 'It is the last one.' }), '1 of 2 cells is odd (50.0 %). It is the last one.', 0.5],
  ])('says in a sentence what was found: case %#', (one, evidence, share) => {
    expect(evidenceOf(one)).toBe(evidence);
    expect(one).toMatchObject({ code: 'mixed_types', severity: 'notice', share, lines: [7] });
  });

  it('names its column, if it is about one', () => {
    expect(found(1, 2, { column: 'Plan' }).column).toBe('Plan');
    expect(found(1, 2)).not.toHaveProperty('column');
  });
});

describe('remark', () => {
  it('says what was found, then what to do', () => {
    expect(remark('nothing_new', 'All 3 rows were delivered before.', { rows: 3, share: 1 })).toEqual({
      code: 'nothing_new',
      severity: 'warning',
      message: `All 3 rows were delivered before. ${DETECTORS.nothing_new.fix}`,
      rows: 3,
      share: 1,
      lines: [],
    });
  });
});
