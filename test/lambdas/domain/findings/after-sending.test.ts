import { describe, expect, it } from '@jest/globals';
import type { Outcomes } from '../../../../lambdas/contracts/report.ts';
import { countComparisons } from '../../../../lambdas/domain/canary/read-back.ts';
import { tallyOf } from '../../../../lambdas/domain/delivery/tally.ts';
import {
  findChangedTimes,
  findNothingNew,
  readBackFindings,
  skippedWaitFindings,
} from '../../../../lambdas/domain/findings/after-sending.ts';
import { evidenceOf } from './a-file.ts';

describe('findNothingNew', () => {
  const found = (outcomes: Partial<Outcomes>) => findNothingNew(tallyOf(outcomes));

  it.each<[Partial<Outcomes>, string]>([
    [{ duplicate: 1_200, rejected: 3 }, 'All 1,200 rows that could be sent were delivered before.'],
    [{ unchanged: 2, duplicate: 1, expired: 9 }, 'All 3 rows that could be sent were delivered before.'],
    [{ unchanged: 1 }, 'The only row that could be sent was delivered before.'],
  ])('says of %j: %s', (outcomes, evidence) => {
    const findings = found(outcomes);
    expect(findings).toMatchObject([{ code: 'nothing_new', share: 1 }]);
    expect(findings.map(evidenceOf)).toEqual([evidence]);
  });

  it.each<[Partial<Outcomes>]>([
    [{ duplicate: 1_200, delivered: 1 }],
    [{ duplicate: 1_200, suppressed: 1 }],
    [{ duplicate: 1_200, held: 1 }],
    [{ rejected: 3 }],
    [{}],
  ])('finds nothing in %j', (outcomes) => {
    expect(found(outcomes)).toEqual([]);
  });

  it('does not say that rows were delivered before if one of them differs', () => {
    expect(findNothingNew(tallyOf({ duplicate: 9 }, { conflicts: 1 }))).toEqual([]);
  });
});

describe('findNothingNew, if rows that were delivered before have a further event', () => {
  const duplicates = { duplicate: 9 };

  it.each([
    ['that was delivered', { deliveredFurther: 1 }, 0],
    ['that Customer.io declined', { refusedFurther: 2 }, 0],
    ['that a dry run would send', {}, 1],
  ])('finds nothing: %s', (_, rest, toSend) => {
    expect(findNothingNew(tallyOf(duplicates, rest), toSend)).toEqual([]);
  });
});

describe('findChangedTimes', () => {
  const differing = (rows: number) => ({
    differing: [{ how: 'time', events: 9, rows, lines: [2, 5] } as const],
  });

  it('has the lines of events whose time has changed', () => {
    expect(findChangedTimes(differing(2))).toMatchObject([{ code: 'time_changed', rows: 2, lines: [2, 5] }]);
    expect(findChangedTimes(differing(2)).map(evidenceOf)).toEqual([
      '2 rows have the key and the person of a delivered event, and another time.',
    ]);
  });

  it('finds nothing if only further events differ, or nothing does', () => {
    expect(findChangedTimes(differing(0))).toEqual([]);
    expect(findChangedTimes({ differing: [] })).toEqual([]);
  });
});

describe('readBackFindings', () => {
  const found = (...args: Parameters<typeof countComparisons>) =>
    readBackFindings(countComparisons(...args)).map((finding) => [
      finding.code,
      finding.severity,
      evidenceOf(finding),
      finding.rows,
      finding.share,
    ]);

  it('says that all is as it was sent', () => {
    expect(found(['same', 'same'], undefined)).toEqual([
      ['read_back_same', 'notice', '2 of 2 people of the canary have the values that were sent.', 2, 1],
    ]);
  });

  it('names attributes that differ and for how many people, and counts people who are missing or not read', () => {
    expect(found([['plan', 'city'], ['plan'], 'missing', undefined], 'The App API answers 503.')).toEqual([
      ['read_back_missing', 'warning', '1 of 4 people of the canary is not in Customer.io.', 1, 0.25],
      [
        'read_back_differs',
        'warning',
        '2 of 4 people of the canary have other values in Customer.io than were sent: "plan" (2 people), "city" (1 person).',
        2,
        0.5,
      ],
      [
        'read_back_incomplete',
        'warning',
        '1 of 4 people of the canary could not be read back. The App API answers 503.',
        1,
        0.25,
      ],
    ]);
  });

  it('names twenty attributes and counts the others', () => {
    const names = Array.from({ length: 23 }, (_, n) => `attribute ${n}`);
    const [[, , evidence] = []] = found([names], undefined);
    expect(evidence).toMatch(/^1 of 1 person of the canary has .* \(1 person\), 3 others\.$/);
    expect(String(evidence).match(/"attribute \d+"/g)).toHaveLength(20);
  });

  it('says so if the canary has no people to read back', () => {
    expect(found([], undefined)).toEqual([
      ['read_back_same', 'notice', 'The canary has no people that can be read back.', 0, 0],
    ]);
  });
});

describe('skippedWaitFindings', () => {
  it('says which file did not arrive, which import was not waited for, and which one was not delivered', () => {
    const findings = skippedWaitFindings([
      { feed: 'shopify-customers', importIds: [], because: 'time-up' },
      { feed: 'people', importIds: ['people-1'], because: 'time-up' },
      { feed: 'shopify-orders', importIds: ['shopify-orders-1'], because: 'held' },
    ]);
    expect(findings.map((finding) => [finding.code, finding.severity, evidenceOf(finding)])).toEqual([
      ['did_not_wait', 'warning', 'The import stopped waiting for a file of the feed "shopify-customers".'],
      ['did_not_wait', 'warning', 'The import stopped waiting for people-1.'],
      ['companion_not_delivered', 'warning', 'shopify-orders-1, which comes first, ended as held.'],
    ]);
  });
});
