// What people get back: rows as they came, and why.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { REJECT_COLUMNS } from '../../../lambdas/domain/csv/print-record.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import {
  aWorld,
  drop,
  forwardAll,
  isAbout,
  outcomesIn,
  prepare,
  type SmallPlan,
  type World,
} from '../../builders/world.ts';
import { csv, rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

/** Takes a file through all steps; gives what lies in the folder of its report. */
async function importFile(feed: string, body: Buffer | string, small?: SmallPlan) {
  const importId = await prepare(world, await drop(world, `incoming/${feed}/file.csv`, body), small);
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  if (record.state === 'waiting') await forwardAll(world, importId);
  await reportImport(record, undefined, world);
  const text = (name: string) => world.objects.text(`${reportPrefix(feed, importId)}${name}`);
  const table = (name: string, delimiter = ',') =>
    parse(text(name), { delimiter, relax_column_count: true }) as string[][];
  return { importId, text, table };
}

describe('rejects.csv', () => {
  it('holds the columns of the file in their order, then line, code, column and reason', async () => {
    const body = csv('plan,id,email', 'pro,ann,a@x.io', '"a ""b"", c",,bad', 'free,,');
    const { table } = await importFile('people', body);
    expect(table('rejects.csv')).toEqual([
      ['plan', 'id', 'email', ...REJECT_COLUMNS],
      ['a "b", c', '', 'bad', '3', 'invalid_email', 'email', expect.stringMatching(/./)],
      ['free', '', '', '4', 'no_identifier', expect.stringContaining('email'), expect.stringMatching(/./)],
    ]);
  });

  it('holds what Customer.io refused as well, with its message', async () => {
    world.customerIo.refuse((item) => isAbout('c2')(item) || isAbout('c40')(item));
    const lines = [...rows(50, (n) => `c${n},c${n}@x.io`), ',bad'];
    const { table } = await importFile('people', csv('id,email', ...lines), { chunkBytes: 100 });
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map(([id, , line, code]) => [id, line, code])).toEqual([
      ['c2', '3', 'refused_by_customerio'],
      ['c40', '41', 'refused_by_customerio'],
      ['', '52', 'invalid_email'],
    ]);
    expect(rejected[0]?.at(-1)).toContain('this item is wrong');
  });

  it('holds all rows of an order that was refused', async () => {
    world.customerIo.refuse((item) => 'email' in item.identifiers && item.identifiers.email === 'b@x.io');
    const header = 'Name,Email,Created at,Total,Financial Status,Id,Lineitem name';
    const body = csv(
      header,
      '#1,a@x.io,2025-12-30 10:00:00 -0500,9.50,paid,101,Shirt',
      '#2,b@x.io,2025-12-30 10:00:00 -0500,9.50,paid,102,Shirt',
      '#2,,,,,,Hat',
      '#3,c@x.io,2025-12-30 10:00:00 -0500,9.50,paid,103,Shirt',
    );
    const { importId, table } = await importFile('shopify-orders', body);
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map((cells) => [cells[0], cells[6], cells[7]])).toEqual([
      ['#2', 'Shirt', '3'],
      ['#2', 'Hat', '4'],
    ]);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2, rejected: 2 });
  });

  it('is there with its header where nothing was rejected', async () => {
    const { table } = await importFile('people', csv('id,email', 'ann,a@x.io'));
    expect(table('rejects.csv')).toEqual([['id', 'email', ...REJECT_COLUMNS]]);
  });

  it('is written as the file was: same delimiter', async () => {
    const { text } = await importFile('people', csv('id;email;note', 'ann;a@x.io;a,b', ';bad;c,d'));
    expect(text('rejects.csv')).toMatch(/^id;email;note;_reject_line;.*\n;bad;c,d;3;invalid_email;/);
  });

  it('can be dropped as it is: its rows are imported, its own columns are not', async () => {
    world.customerIo.refuse(() => true);
    const { text } = await importFile('people', csv('id,email', 'ann,a@x.io', 'bob,b@x.io'));
    world.customerIo.refuse(() => false);
    world.clock.advance(60);
    const { importId } = await importFile('people', text('rejects.csv'));
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2 });
    expect(world.customerIo.people.get('ann')?.attributes).toEqual({ email: 'a@x.io' });
  });

  it('keeps cells beyond the last column, where they shift nothing', async () => {
    const { table } = await importFile('people', csv('id,email', 'ann,a@x.io', 'bob,b@x.io,extra'));
    expect(table('rejects.csv')[1]).toEqual([
      'bob',
      'b@x.io',
      '3',
      'column_count',
      '',
      expect.stringMatching(/./),
      'extra',
    ]);
  });
});

describe('held.csv', () => {
  it('holds the sound rows of a held import as they came, over all chunks', async () => {
    const good = rows(20, (n) => `c${n},"note ${n}, ""quoted"""`);
    const bad = rows(25, () => ',bad note');
    const lines = rows(45, (n) => (n % 2 === 0 ? bad.pop() : (good.pop() ?? bad.pop())) ?? '');
    const { text } = await importFile('people', csv('id,note', ...lines), { chunkBytes: 100 });
    const sound = lines.filter((line) => line.startsWith('c'));
    expect(text('held.csv')).toBe(csv('id,note', ...sound));
    expect(world.customerIo.requests).toEqual([]);
  });

  it('of a gzip or UTF-16 file is plain text', async () => {
    const body = Buffer.from('\ufeffid,note\nann,ä\n,x\n,y\n', 'utf16le');
    const { text } = await importFile('people', body);
    expect(text('held.csv')).toBe('id,note\nann,ä\n');
  });
});
