// All faults of a rejected row are named, each with its column. The row counts once, under the first one.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { printCheck } from '../../../cli/check/print-check.ts';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { renderReport } from '../../../lambdas/domain/page/report-page.ts';
import { BOOKINGS, room } from '../../builders/group-files.ts';
import { importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const identifiers = [
  { as: 'id', columns: ['id'] },
  { as: 'email', columns: ['email'] },
];
const limits = { maxRejectShare: 1 };
const number = { type: 'number' };
const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    people: {
      ...{ kind: 'people', identifiers, limits, updatedAt: { column: 'at' } },
      columns: { spent: number, plan: { required: true } },
    },
    events: {
      ...{ kind: 'events', identifiers, limits, event: { column: 'name' }, time: { column: 'at' } },
      ...{ key: [['order', 'store']], columns: { spent: number } },
      taxonomy: { names: 'open', events: { bought: { properties: { size: 'number', gift: 'boolean' } } } },
    },
    bookings: {
      ...{ kind: 'events', identifiers: [{ as: 'id', columns: ['guest'] }], limits, key: [['booking']] },
      ...{ event: { name: 'booked' }, time: { column: 'booked_at' } },
      groupBy: {
        column: 'booking',
        items: { as: 'rooms', columns: { room: {}, nights: { type: 'integer' } } },
      },
    },
    accounts: {
      kind: 'objects',
      objectTypeId: '1',
      objectId: { column: 'id' },
      limits,
      columns: { spent: number },
    },
    members: {
      ...{ kind: 'relationships', objectTypeId: '1', objectId: { column: 'account' }, identifiers, limits },
      columns: { spent: number },
    },
  },
});

async function rejectsOf(feed: string, ...lines: readonly string[]) {
  const file = await importFile(aWorld({ feeds: FEEDS }), `incoming/${feed}/file.csv`, csv(...lines));
  if (!file) throw new Error('the file started no import');
  const rows = parse(file.returned('rejects.csv') ?? '', { columns: true }) as Record<string, string>[];
  const { rejects, outcomes, rows: all } = file.report;
  expect(rejects.reduce((sum, { rows: count }) => sum + count, 0)).toBe(outcomes.rejected);
  expect(outcomes.delivered + outcomes.rejected).toBe(all);
  return { report: file.report, rows };
}

/** The columns that a reason names, in order. */
const columnsIn = (reason = '') => [...reason.matchAll(/Column "([^"]*)": /g)].map(([, column]) => column);

describe('the reason of a rejected row', () => {
  it.each<[string, string, string, string, readonly string[]]>([
    [
      'people',
      'id,email,at,spent,plan',
      '#N/A,a@@x,soon,x,',
      'spreadsheet_error',
      ['id', 'email', 'at', 'spent', 'plan'],
    ],
    ['people', 'id,email,at,spent,plan', ',,soon,1,', 'no_identifier', ['id, email', 'at', 'plan']],
    [
      'people',
      'id,email,at,spent,plan',
      '1,a@@x,2025-12-30T10:00:00Z,x,y',
      'invalid_email',
      ['email', 'spent'],
    ],
    [
      'events',
      'id,email,name,at,order,store,spent',
      'null,,,soon,,,x',
      'placeholder_identifier',
      ['id', 'name', 'at', 'order', 'store', 'spent'],
    ],
    [
      'events',
      'id,email,name,at,order,store,gift,spent',
      '1,,visited,soon,1.2E+12,s,no,1',
      'invalid_time',
      ['at', 'order'],
    ],
    ['accounts', 'id,spent', '#REF!,x', 'spreadsheet_error', ['id', 'spent']],
    ['members', 'id,email,account,spent', ',a@@x,,x', 'invalid_email', ['email', 'account', 'spent']],
  ])('of %s with %s names all faults of %s', async (feed, header, row, code, columns) => {
    const { rows, report } = await rejectsOf(feed, header, row);
    expect(rows.map((cells) => [cells._reject_code, cells._reject_column])).toEqual([[code, columns[0]]]);
    expect(columnsIn(rows[0]?._reject_reason)).toEqual(columns);
    expect(report.rejects).toMatchObject([{ code, rows: 1 }]);
  });

  it('names all properties of an event with the wrong type', async () => {
    const { rows } = await rejectsOf(
      'events',
      'id,email,name,at,order,store,spent,gift,size',
      '1,,bought,2025-12-30T10:00:00Z,o,s,5,perhaps,big',
    );
    expect(columnsIn(rows[0]?._reject_reason)).toEqual(['size', 'gift']);
  });

  it('names all attributes that are too long', async () => {
    const long = 'x'.repeat(1_001);
    const { rows } = await rejectsOf(
      'people',
      'id,email,at,plan,a,b',
      `1,,2025-12-30T10:00:00Z,p,${long},${long}`,
    );
    expect(columnsIn(rows[0]?._reject_reason)).toEqual(['a', 'b']);
  });

  it('names the line of each fault in a group', async () => {
    const { rows, report } = await rejectsOf(
      'bookings',
      BOOKINGS,
      room('b1', 'Sea', { nights: 'x' }),
      room('b1', 'Roof'),
      room('b1', 'Hut', { nights: 'y' }),
    );
    expect(rows).toHaveLength(3);
    for (const { _reject_reason: reason } of rows)
      expect(reason).toMatch(/^Line 2: Column "nights": .* \/ Line 4: Column "nights": /);
    expect(report.rejects).toMatchObject([{ code: 'not_an_integer', rows: 3 }]);
    expect(report).not.toHaveProperty('furtherFaults');
  });
});

describe('the further faults in a report', () => {
  const header = 'id,email,at,spent,plan';
  const lines = [
    header,
    '#N/A,a@@x,soon,x,p',
    '2,,soon,1,p',
    '3,,2025-12-30T10:00:00Z,1,p',
    '4,b@@x,soon,1,',
  ];

  it('are counted by code, besides the first faults', async () => {
    const { report } = await rejectsOf('people', ...lines);
    const counts = (list: typeof report.rejects = []) => list.map(({ code, rows }) => [code, rows]);
    expect(counts(report.rejects)).toEqual([
      ['invalid_email', 1],
      ['invalid_time', 1],
      ['spreadsheet_error', 1],
    ]);
    expect(counts(report.furtherFaults)).toEqual([
      ['invalid_time', 2],
      ['invalid_email', 1],
      ['not_a_number', 1],
      ['required_column_blank', 1],
    ]);
    expect(report.furtherFaults?.[0]?.examples).toEqual([
      { line: 2, column: 'at', shape: 'aaaa' },
      { line: 5, column: 'at', shape: 'aaaa' },
    ]);
  });

  it('are listed by check and on the page', async () => {
    const { report } = await rejectsOf('people', ...lines);
    expect(printCheck(report)).toMatch(/Further faults of these rows[\s\S]*2 × invalid_time: Column "at"/);
    expect(renderReport(report)).toMatch(/have further faults[\s\S]*invalid_time/);
  });
});
