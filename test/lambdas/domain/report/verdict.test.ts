import { describe, expect, it } from '@jest/globals';
import type { Outcomes, Report } from '../../../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { verdictOf } from '../../../../lambdas/domain/report/verdict.ts';
import { aReport } from '../../../builders/report.ts';

const of = (rows: number, outcomes: Partial<Outcomes>, change: Partial<Report> = {}) =>
  verdictOf(aReport({ rows, outcomes: { ...NO_TALLY.outcomes, ...outcomes }, ...change }));
const orders = (read: number, delivered?: number) => ({
  groups: { noun: 'order', read, ...(delivered === undefined ? {} : { delivered }) },
});
const dryRun = { wouldDeliver: 8, wouldTrigger: 1, operations: 8, requests: 1, dollars: 0.0002 };

describe('verdictOf', () => {
  it.each([
    [1, { delivered: 1 }, 'The only row reached Customer.io.'],
    [1_200, { delivered: 1_200 }, 'All 1,200 rows reached Customer.io.'],
    [10, { delivered: 7, rejected: 3 }, '7 of 10 rows reached Customer.io.'],
    [
      10,
      { delivered: 1, duplicate: 6, unchanged: 3 },
      '1 of 10 rows reached Customer.io. It already had 9 rows.',
    ],
    [1, { duplicate: 1 }, 'Nothing is new. Customer.io already had the only row.'],
    [10, { duplicate: 6, unchanged: 4 }, 'Nothing is new. Customer.io already had all 10 rows.'],
    [10, { duplicate: 6, rejected: 4 }, 'Nothing was sent. Customer.io already had 6 rows.'],
    [10, { rejected: 10 }, 'Nothing was sent.'],
    [0, {}, 'The file has no rows.'],
  ])('says what happened to %d rows, %j: %s', (rows, outcomes, sentence) => {
    expect(of(rows, outcomes)).toMatchObject({ sentence });
  });

  it.each([
    [642, { delivered: 642 }, orders(389, 389), 'All 389 orders (642 rows) reached Customer.io.'],
    [389, { delivered: 389 }, orders(389, 389), 'All 389 orders reached Customer.io.'],
    [2, { delivered: 2 }, orders(1, 1), 'The only order (2 rows) reached Customer.io.'],
    [
      642,
      { delivered: 627, duplicate: 15 },
      orders(389, 380),
      '380 of 389 orders (627 of 642 rows) reached Customer.io. It already had 15 rows.',
    ],
    [642, { delivered: 627, rejected: 15 }, orders(389), '627 of 642 rows reached Customer.io.'],
    [
      642,
      { duplicate: 642 },
      orders(389, 0),
      'Nothing is new. Customer.io already had all 389 orders (642 rows).',
    ],
  ])('names the orders first if the feed groups rows: %d rows, %j', (rows, outcomes, groups, sentence) => {
    expect(of(rows, outcomes, groups)).toMatchObject({ sentence });
  });

  it.each<[Partial<Outcomes>, Partial<Report>, string]>([
    [
      { duplicate: 10 },
      { deliveredFurther: 2 },
      'Customer.io already had all 10 rows. 2 further events of known rows reached it.',
    ],
    [{ duplicate: 10 }, { refusedFurther: 1 }, 'Customer.io already had all 10 rows.'],
    [
      { delivered: 4, duplicate: 6 },
      { deliveredFurther: 1 },
      '4 of 10 rows reached Customer.io. It already had 6 rows. 1 further event of known rows reached it.',
    ],
    [
      { duplicate: 4, expired: 6 },
      { deliveredFurther: 1 },
      'Only 1 further event of known rows reached Customer.io. Customer.io already had 4 rows.',
    ],
    [
      { duplicate: 10 },
      { dryRun: { ...dryRun, wouldDeliver: 0, further: 3 } },
      'Nothing was sent. 0 of 10 rows would be delivered, and 3 further events.',
    ],
  ])('says that further events are new: %j, %j', (outcomes, change, sentence) => {
    expect(of(10, outcomes, change)).toMatchObject({ sentence });
  });

  it('is good if every row is fine, and needs attention if rows were rejected or nothing was sent', () => {
    expect(of(7, { delivered: 7 })).toMatchObject({ label: 'Completed', tone: 'good' });
    expect(of(7, { rejected: 7 })).toMatchObject({ label: 'Completed with rejects', tone: 'attention' });
    expect(of(7, { delivered: 7 }, { refusedFurther: 1 })).toMatchObject({ tone: 'attention' });
    expect(of(7, { held: 7 }, { state: 'held' })).toMatchObject({ label: 'Held', tone: 'attention' });
    expect(of(7, {}, { state: 'failed', unfinished: 7 })).toMatchObject({ label: 'Failed', tone: 'bad' });
  });

  it.each<[Partial<Report>, Partial<Outcomes>, string]>([
    [{ state: 'held' }, {}, 'The import is held. Nothing was sent.'],
    [
      { state: 'held', canary: { operations: 5, rows: 5, refused: 0 } },
      { delivered: 5 },
      'The import is held. Only the canary was sent.',
    ],
    [
      { state: 'paused', unfinished: 6 },
      { delivered: 4 },
      'The import is paused. 4 of 10 rows reached Customer.io. 6 rows have no outcome yet.',
    ],
    [{ state: 'failed', unfinished: 10 }, {}, 'The import failed. Nothing was sent.'],
    [
      { state: 'awaiting-approval', canary: { operations: 1, rows: 1, refused: 0 } },
      {},
      'The canary was sent: 1 operation. The rest waits for approval.',
    ],
    [
      { state: 'awaiting-approval', canary: { operations: 50, rows: 50, refused: 2 } },
      {},
      'The canary was sent: 50 operations, and Customer.io declined 2 of them. The rest waits for approval.',
    ],
    [{ dryRun }, { held: 8 }, 'Nothing was sent. 8 of 10 rows would be delivered.'],
    [
      { dryRun, state: 'held' },
      { held: 8 },
      'Nothing was sent. The import would be held, and after approval 8 of 10 rows would be delivered.',
    ],
  ])('says how far an import got: %j', (change, outcomes, sentence) => {
    expect(of(10, outcomes, change)).toMatchObject({ sentence });
  });

  it('says what a dry run would send, and that limits did not apply to an approved import', () => {
    expect(of(10, { held: 8 }, { dryRun }).details).toEqual([
      'In this report, these rows count as held. 1 event could trigger campaigns.',
      'To send them takes 8 operations in 1 request to Customer.io, and about $0.0002 for the seen table.',
    ]);
    expect(of(7, { delivered: 7 }, { approved: true }).details).toEqual([
      "It was held and then approved, so the feed's limits did not apply.",
    ]);
    expect(of(7, { delivered: 7 }).details).toEqual([]);
  });
});
