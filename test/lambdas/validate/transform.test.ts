// The transform of a feed in the whole workflow: what is sent, what is rejected, and what the report says.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { Row, TransformRow } from '../../../lambdas/contracts/feed/transform.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { type ImportedFile, importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

type Transform = { readonly adds?: string[]; readonly run: TransformRow };

const CSV_HEADER = 'id,email,plan';
const orders: FeedInput = {
  kind: 'events',
  identifiers: [{ as: 'email', columns: ['email'] }],
  event: { name: 'order_placed' },
  time: { column: 'at' },
  key: [['order']],
  groupBy: {
    column: 'order',
    headColumn: 'top',
    items: { as: 'items', columns: { item: {}, qty: { type: 'integer' } } },
  },
  columns: { top: { drop: true } },
  limits: { maxRejectShare: 1 },
};
const ORDERS_HEADER = 'order,email,at,top,item,qty';

async function imported(feed: FeedInput, transform: Transform, ...lines: string[]): Promise<ImportedFile> {
  const all = FeedsSchema.parse({ workspace: 'main', feeds: { feed: { ...feed, transform } } });
  const file = await importFile(aWorld({ feeds: all }), 'incoming/feed/may/file.csv', csv(...lines));
  if (!file) throw new Error('the file started no import');
  return file;
}

const lenient: FeedInput = { ...people, limits: { maxRejectShare: 1 } };
const attributesOf = ({ items }: ImportedFile) =>
  items.map((item) => 'attributes' in item && item.attributes);
const upper = (row: Row) => ({ ...row, plan: row.plan?.toUpperCase() ?? '' });

describe('transform of people', () => {
  it('changes cells before they are mapped, and added columns are read like those of the file', async () => {
    const run: TransformRow = ({ name = '', ...row }) => ({
      ...row,
      name,
      id: name.split('/')[0] ?? '',
      plan: name.split('/')[1] ?? '',
    });
    const file = await imported(
      { ...people, columns: { name: { drop: true }, plan: { as: 'tier' } } },
      { adds: ['id', 'plan'], run },
      ...['name,city', '7/gold,Oslo', '8/,Rome'],
    );
    expect(file.items.map(({ identifiers }) => identifiers)).toEqual([{ id: '7' }, { id: '8' }]);
    expect(attributesOf(file)).toEqual([{ city: 'Oslo', tier: 'gold' }, { city: 'Rome' }]);
    expect(file.report.notices).toEqual([]);
  });

  it('gets the line of the row and the name of the file', async () => {
    const run: TransformRow = (row, { line, file }) => ({ ...row, plan: `${file}:${line}` });
    const file = await imported(people, { run }, CSV_HEADER, '7,,', '', '8,,');
    expect(attributesOf(file)).toEqual([{ plan: 'may/file.csv:2' }, { plan: 'may/file.csv:4' }]);
  });

  it('leaves rows out as filtered, and where sees what it returned', async () => {
    const run: TransformRow = (row) => (row.plan === 'test' ? null : upper(row));
    const file = await imported(
      { ...lenient, where: { plan: { not: 'Gold' } } },
      { run },
      ...[CSV_HEADER, '1,,test', '2,,gold', '3,,silver', ',,silver'],
    );
    expect(attributesOf(file)).toEqual([{ plan: 'SILVER' }]);
    expect(file.report).toMatchObject({
      rows: 4,
      outcomes: { delivered: 1, filtered: 2, rejected: 1 },
      keptBack: [
        { reason: 'left out by transform', rows: 1, lines: [2] },
        { reason: 'left out by where: "plan"', rows: 1, lines: [3] },
      ],
    });
  });

  it('says so if it leaves all rows out', async () => {
    const file = await imported(people, { run: () => null }, CSV_HEADER, '1,,', '2,,');
    expect(file.report.findings).toMatchObject([
      { code: 'all_filtered', message: expect.stringMatching(/^`transform` left out 2 of 2 rows/) },
    ]);
  });

  it('rejects rows with their original cells, and these can be dropped again', async () => {
    const run: TransformRow = (row) => {
      if (row.plan === 'x') throw new Error(`cannot read ${row.email}`);
      return {
        ...row,
        email: (row.email ?? '').trim().toLowerCase(),
        tier: row.plan === '' ? '' : `plan ${row.plan}`,
      };
    };
    const feed = { ...lenient, columns: { tier: { required: true } } } as FeedInput;
    const lines = ['7,ANN@EXAMPLE.COM ,x', '8,"BOB@ EXAMPLE.COM",gold', '9,CYD@EXAMPLE.COM,'];
    const file = await imported(feed, { adds: ['tier'], run }, CSV_HEADER, ...lines);
    const rejects = file.returned('rejects.csv') ?? '';
    expect(rejects.split('\n')[0]).toMatch(/^id,email,plan,_reject_line,/);
    expect(rejects).toContain('7,ANN@EXAMPLE.COM ,x,2,transform_failed,');
    expect(rejects).toContain('9,CYD@EXAMPLE.COM,,4,required_column_blank,tier');
    expect(rejects).not.toContain('cannot read');
    expect(file.report.rejects).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ code: 'transform_failed', rows: 1, examples: [{ line: 2 }] }),
      ]),
    );
    const again = await imported(
      feed,
      { adds: ['tier'], run },
      ...rejects.replace(',x,', ',silver,').trim().split('\n'),
    );
    expect(again.report.outcomes).toMatchObject({ delivered: 1 });
    expect(attributesOf(again)).toEqual([{ email: 'ann@example.com', plan: 'silver', tier: 'plan silver' }]);
  });

  it('keeps a structural fault: the row is not given to the function, and stays not fixed', async () => {
    const lines: number[] = [];
    const run: TransformRow = (row, { line }) => {
      lines.push(line);
      return row;
    };
    const file = await imported(lenient, { run }, CSV_HEADER, '7,a@b.co,gold,more', '8,,gold');
    expect(lines).toEqual([3]);
    const again = await imported(
      lenient,
      { run },
      ...(file.returned('rejects.csv') ?? '').trim().split('\n'),
    );
    expect(again.report.rejects).toMatchObject([{ code: 'not_fixed' }]);
    expect(lines).toEqual([3]);
  });

  it('refuses a file that has an added column already', async () => {
    const file = await imported(people, { adds: ['plan'], run: upper }, CSV_HEADER, '7,,gold');
    expect(file.report).toMatchObject({ state: 'failed', reason: { code: 'added_column' } });
    expect(file.report.reason?.message).toContain('"plan"');
  });

  it('refuses a file that lacks a column which neither it nor the function has', async () => {
    const feed = { ...people, requires: ['city', 'tier'] };
    const run: TransformRow = (row) => ({ ...row, tier: '' });
    const file = await imported(feed, { adds: ['tier'], run }, CSV_HEADER, '7,,gold');
    expect(file.report.reason).toMatchObject({
      code: 'missing_column',
      message: expect.stringContaining('"city"'),
    });
  });

  it('has findings about the columns as they are sent, added ones too', async () => {
    const run: TransformRow = (row) => ({ ...row, plan: 'gold', joined: '03.11.2025' });
    const rows = Array.from({ length: 30 }, (_, n) => `${n},,2025-11-03`);
    const file = await imported(people, { adds: ['joined'], run }, CSV_HEADER, ...rows);
    const dated = file.report.findings.filter(({ code }) => code === 'dates_as_text');
    expect(dated.map(({ column }) => column)).toEqual(['joined']);
  });
});

describe('transform of a group', () => {
  const at = '2025-12-31T10:00:00Z';
  const lines = [
    ORDERS_HEADER,
    ...[`#1,ann@example.com,${at},TRUE,Lamp,1`, '#1,,,,Tip,1', '#1,,,,Tray,2'],
    ...[`#2,bob@example.com,${at},TRUE,Test,1`, '#2,,,,Tray,2'],
  ];

  it('leaves the whole group out if it leaves out the first row', async () => {
    const run: TransformRow = (row) => (row.item === 'Test' ? null : row);
    const file = await imported(orders, { run }, ...lines);
    expect(file.report).toMatchObject({
      rows: 5,
      outcomes: { delivered: 3, filtered: 2 },
      groups: { read: 2, delivered: 1 },
      keptBack: [{ outcome: 'filtered', reason: 'left out by transform', rows: 2, lines: [5] }],
    });
  });

  it('leaves out an item, and the row still counts with its group', async () => {
    const run: TransformRow = (row) => (row.item === 'Tip' ? null : row);
    const file = await imported(orders, { run }, ...lines);
    expect(attributesOf(file)[0]).toMatchObject({
      items: [
        { item: 'Lamp', qty: 1 },
        { item: 'Tray', qty: 2 },
      ],
    });
    expect(file.report).toMatchObject({ outcomes: { delivered: 5, filtered: 0 } });
  });

  it('does not read the person of a row that it leaves out', async () => {
    const run: TransformRow = (row) => (row.item === 'Tip' ? null : row);
    const other = lines.map((line) => line.replace('#1,,,,Tip', '#1,other@example.com,,,Tip'));
    const file = await imported(orders, { run }, ...other);
    expect(file.report.outcomes).toMatchObject({ delivered: 5, rejected: 0 });
  });

  it('rejects the whole group if the function fails on one of its rows, with that line', async () => {
    const run: TransformRow = (row) => {
      if (row.item === 'Tray') throw new TypeError('no');
      return row;
    };
    const file = await imported(
      orders,
      { run },
      ...lines.slice(0, 4),
      `#3,cyd@example.com,${at},TRUE,Lamp,1`,
    );
    expect(file.report.outcomes).toMatchObject({ delivered: 1, rejected: 3 });
    expect(file.returned('rejects.csv')).toContain('Line 4: The transform of the feed failed on this row.');
  });

  it('keeps the groups of the file, whatever it makes of the columns that group them', async () => {
    const run: TransformRow = (row) => ({ ...row, order: '#9', top: 'x' });
    const [header = '', first = '', second = ''] = lines;
    const file = await imported(orders, { run }, header, first, second);
    expect(file.report).toMatchObject({ outcomes: { delivered: 2 }, groups: { read: 1 } });
    const orphan = await imported(orders, { run }, header, '#1,ann@example.com,,,Tip,1');
    expect(orphan.report.rejects).toMatchObject([{ code: 'orphan_continuation' }]);
  });

  it('is the same in a file of several chunks', async () => {
    const run: TransformRow = (row) => (row.item === 'Tip' ? null : { ...row, item: `A ${row.item}` });
    const rows = Array.from({ length: 40 }, (_, n) =>
      ['TRUE,Lamp,1', ',Tip,1', ',Tray,2'].map((rest, at) =>
        at === 0 ? `#${n},p${n}@example.com,2025-12-31T10:00:00Z,${rest}` : `#${n},,,${rest}`,
      ),
    ).flat();
    const feeds = FeedsSchema.parse({
      workspace: 'main',
      feeds: { feed: { ...orders, transform: { run } } },
    });
    const cut = async (chunkBytes: number) =>
      importFile(aWorld({ feeds }), 'incoming/feed/file.csv', csv(ORDERS_HEADER, ...rows), {
        chunkBytes,
        groupBy: 'order',
      });
    const [one, many] = [await cut(1_000_000), await cut(100)];
    expect(many?.items).toEqual(one?.items);
    expect(many?.report.outcomes).toEqual({ ...one?.report.outcomes });
    expect(many?.report.outcomes).toMatchObject({ delivered: 120 });
  });
});

describe('transform of events', () => {
  it('makes the key of added columns', async () => {
    const feed: FeedInput = { ...events, key: [['key']], limits: { maxRejectShare: 1 } };
    const run: TransformRow = (row) => ({ ...row, key: `${row.shop}-${row.no}` });
    const file = await imported(
      feed,
      { adds: ['key'], run },
      'customer_id,event_name,timestamp,shop,no',
      ...[
        'c1,seen,2025-12-31T10:00:00Z,a,1',
        'c1,seen,2025-12-31T10:00:00Z,a,1',
        'c1,seen,2025-12-31T10:00:00Z,b,1',
      ],
    );
    expect(file.report.outcomes).toMatchObject({ delivered: 2, duplicate: 1 });
  });
});
