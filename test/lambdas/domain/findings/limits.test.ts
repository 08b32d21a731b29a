import { describe, expect, it } from '@jest/globals';
import type * as z from 'zod';
import { LimitsSchema } from '../../../../lambdas/contracts/feed/policies.ts';
import { type Facts, judgeLimits } from '../../../../lambdas/domain/findings/limits.ts';
import type { PastImport } from '../../../../lambdas/domain/imports/past-import.ts';
import type { Reading } from '../../../../lambdas/domain/rows/reading-of.ts';
import { aPastImport } from '../../../builders/import.ts';
import { evidenceOf } from './a-file.ts';

const COLUMNS = [{ name: 'id', kind: 'number' }] as const;
const READING: Reading = { keys: [['id']], identifier: ['id'], time: ['at'], name: [] };
/** The limits that a file of 100 rows exceeds. `limits` states what differs from the defaults. */
function judge(limits: z.input<typeof LimitsSchema>, facts: Partial<Facts> = {}) {
  const statistics = { rows: 100, rejects: {}, keptBack: [] };
  const breaches = judgeLimits(
    { statistics, columns: COLUMNS, reading: READING, history: [], ...facts },
    LimitsSchema.parse(limits),
  );
  return breaches.map(({ finding, otherwise }) => [otherwise, finding.code, evidenceOf(finding)]);
}
const rejected = (rows: number) => ({
  statistics: { rows: 100, rejects: { no_identifier: 1, column_count: rows - 1 }, keptBack: [] },
});
const pastOf = (rows: number, change: Partial<PastImport> = {}) => aPastImport({ rows, ...change });
const month = (...rows: number[]) => ({ history: rows.map((count) => pastOf(count)) });

describe('judgeLimits', () => {
  it.each([
    [{}, 9, []],
    [{ maxSharedEmails: 2 }, 2, []],
    [
      { maxSharedEmails: 2 },
      3,
      ['3 e-mail addresses have several ids, more than `limits.maxSharedEmails` (2) allows.'],
    ],
    [
      { maxSharedEmails: 0 },
      1,
      ['1 e-mail address has several ids, more than `limits.maxSharedEmails` (0) allows.'],
    ],
  ])('with %j, judges %i e-mail addresses that have several ids', (limits, sharedEmails, messages) => {
    expect(judge(limits, { sharedEmails })).toEqual(
      messages.map((message) => ['hold', 'shared_emails', message]),
    );
  });

  it('finds nothing in a valid file of a feed without earlier imports', () => {
    expect(judge({})).toEqual([]);
  });

  it.each([
    [{}, 50, [], 'the limit is reached, not exceeded'],
    [
      {},
      51,
      ['51 of 100 rows were rejected, more than `limits.maxRejectShare` (0.5) allows.'],
      'half by default',
    ],
    [
      { maxRejectShare: 0 },
      1,
      ['1 of 100 rows was rejected, more than `limits.maxRejectShare` (0) allows.'],
      'none',
    ],
    [{ maxRejectShare: 1 }, 100, [], 'any share'],
    [{ maxRejects: 10 }, 10, [], 'the number is reached'],
    [
      { maxRejects: 10 },
      11,
      ['11 of 100 rows were rejected, more than `limits.maxRejects` (10) allows.'],
      'exceeded',
    ],
    [
      { maxRejects: 10 },
      60,
      [
        '60 of 100 rows were rejected, more than `limits.maxRejectShare` (0.5) and `limits.maxRejects` (10) allow.',
      ],
      'both in one message',
    ],
  ])('checks %j: %d rejected rows give %j (%s)', (limits, rows, messages, _because) => {
    expect(judge(limits, rejected(rows))).toEqual(
      messages.map((message) => ['hold', 'too_many_rejects', message]),
    );
  });

  it.each([
    [{ min: 101 }, {}, ['The file has 100 rows, fewer than `limits.volume.min` (101).']],
    [{ max: 99 }, {}, ['The file has 100 rows, more than `limits.volume.max` (99).']],
    [{ min: 100, max: 100 }, {}, []],
    [{}, month(9, 9, 9, 9), []],
    [{}, month(100, 120, 90, 110, 95), []],
    [{}, month(9, 9, 9, 9, 9), ['The file has 100 rows. After the last 5 imports, 6 to 12 are usual.']],
    [
      { min: 101 },
      month(9, 9, 9, 9, 9),
      [
        'The file has 100 rows, fewer than `limits.volume.min` (101). After the last 5 imports, 6 to 12 are usual.',
      ],
    ],
    [{ spread: 200 }, month(9, 9, 9, 9, 9), []],
  ])('warns of an unusual volume by %j after %j: %j', (volume, facts, messages) => {
    expect(judge({ volume }, facts)).toEqual(messages.map((message) => ['warn', 'unusual_volume', message]));
  });

  it('holds an unusual volume if the feed says so', () => {
    expect(judge({ volume: { min: 101, otherwise: 'hold' } })[0]?.[0]).toBe('hold');
  });

  it('learns the volume from completed imports only', () => {
    const failed = Array.from({ length: 9 }, () => pastOf(100, { state: 'failed' }));
    const { history } = month(9, 9, 9, 9, 9);
    expect(judge({}, { history: [...failed, ...history] })).toHaveLength(1);
    expect(judge({}, { history: failed })).toEqual([]);
  });

  it.each([
    ['warn', ['warn', 'warn']],
    ['hold', ['hold', 'hold']],
    ['off', []],
  ] as const)('treats changed columns as the feed says: %s', (drift, otherwise) => {
    const history = [aPastImport({ columns: [{ name: 'customer_id', kind: 'number' }] })];
    expect(judge({ drift }, { history }).map(([what]) => what)).toEqual(otherwise);
  });

  it('does not compare the columns that rejects.csv adds', () => {
    const added = { name: '_reject_reason', kind: 'text' } as const;
    const history = [aPastImport({ columns: COLUMNS })];
    expect(judge({ drift: 'hold' }, { history, columns: [...COLUMNS, added] })).toEqual([]);
    const returned = [aPastImport({ columns: [...COLUMNS, added] })];
    expect(judge({ drift: 'hold' }, { history: returned })).toEqual([]);
  });

  it.each([
    [{}, ['hold']],
    [{ drift: 'hold' }, ['hold']],
    [{ drift: 'warn' }, ['warn']],
    [{ drift: 'off' }, []],
  ] as const)(
    'holds another key than in the last completed import, unless the feed says otherwise: %j',
    (limits, otherwise) => {
      const history = [aPastImport({ reading: { ...READING, keys: [['number']] } })];
      expect(judge(limits, { history }).map(([what]) => what)).toEqual(otherwise);
    },
  );

  it('compares columns with the last completed import whose columns are known', () => {
    const history = [
      aPastImport({ state: 'held', columns: [{ name: 'a', kind: 'number' }] }),
      aPastImport({ columns: [] }),
      aPastImport({ columns: COLUMNS }),
      aPastImport({ columns: [{ name: 'b', kind: 'number' }] }),
    ];
    expect(judge({}, { history })).toEqual([]);
  });

  it('finds all exceeded limits', () => {
    const history = month(9, 9, 9, 9, 9).history.map((past) => ({ ...past, columns: [] }));
    const codes = judge({ maxRejects: 1 }, { ...rejected(60), history }).map(([, code]) => code);
    expect(codes).toEqual(['too_many_rejects', 'unusual_volume']);
  });
});

describe('LimitsSchema', () => {
  it('rejects a smallest volume that is above the largest', () => {
    expect(LimitsSchema.safeParse({ volume: { min: 2, max: 1 } }).success).toBe(false);
    expect(LimitsSchema.safeParse({ volume: { min: 1, max: 1 } }).success).toBe(true);
  });
});
