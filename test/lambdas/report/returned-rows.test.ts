// The rows in rejects.csv and held.csv: their cells and their reasons.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { decodedInputKey, reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { type Report, ReportSchema } from '../../../lambdas/contracts/report.ts';
import { REJECT_COLUMNS, REJECT_HASH_COLUMN } from '../../../lambdas/domain/csv/print-record.ts';
import { DeferError } from '../../../lambdas/domain/errors.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import type { SmallPlan } from '../../builders/smaller-plan.ts';
import { aWorld, drop, forwardAll, isAbout, outcomesIn, prepare, type World } from '../../builders/world.ts';
import type { MemoryObjectStore } from '../../fakes/memory-object-store.ts';
import { csv, rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

/** Runs a file through all steps, and returns the files of its report. */
async function importFile(
  feed: string,
  body: Buffer | string,
  small?: SmallPlan,
  beforeReport = async (_importId: string, _objects: MemoryObjectStore) => {},
) {
  const importId = await prepare(world, await drop(world, `incoming/${feed}/file.csv`, body), small);
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  if (record.state === 'waiting') await forwardAll(world, importId);
  await beforeReport(importId, world.objects);
  await reportImport(record, undefined, world);
  const text = (name: string) => world.objects.text(`${reportPrefix(feed, importId)}${name}`);
  const table = (name: string, delimiter = ',') =>
    parse(text(name), { delimiter, relax_column_count: true }) as string[][];
  const report: Report = ReportSchema.parse(JSON.parse(text('report.json')));
  return { importId, text, table, report };
}

describe('rejects.csv', () => {
  it('has the columns of the file in their order, then line, code, column and reason', async () => {
    const body = csv('plan,id,email', 'pro,ann,a@x.io', '"a ""b"", c",,bad', 'free,,');
    const { table } = await importFile('people', body);
    expect(table('rejects.csv')).toEqual([
      ['plan', 'id', 'email', ...REJECT_COLUMNS, REJECT_HASH_COLUMN],
      ['a "b", c', '', 'bad', '3', 'invalid_email', 'email', expect.stringMatching(/./), ''],
      [
        'free',
        '',
        '',
        '4',
        'no_identifier',
        expect.stringContaining('email'),
        expect.stringMatching(/./),
        '',
      ],
    ]);
  });

  it('has the rows that Customer.io declined, with its message', async () => {
    world.customerIo.decline((item) => isAbout('c2')(item) || isAbout('c40')(item));
    const lines = [...rows(50, (n) => `c${n},c${n}@x.io`), ',bad'];
    const { table } = await importFile('people', csv('id,email', ...lines), { chunkBytes: 100 });
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map(([id, , line, code]) => [id, line, code])).toEqual([
      ['c2', '3', 'refused_by_customerio'],
      ['c40', '41', 'refused_by_customerio'],
      ['', '52', 'invalid_email'],
    ]);
    expect(rejected[0]?.at(-2)).toContain('this item is wrong');
  });

  it('has all rows of an order that Customer.io declined', async () => {
    world.customerIo.decline(
      ({ identifiers = {} }) => 'email' in identifiers && identifiers.email === 'b@x.io',
    );
    const header = 'Name,Email,Created at,Total,Financial Status,Id,Lineitem name';
    const body = csv(
      header,
      '#1,a@x.io,2025-12-30 10:00:00 -0500,9.50,paid,101,Shirt',
      '#2,b@x.io,2025-12-30 10:00:00 -0500,9.50,paid,102,Shirt',
      '#2,,,,,,Hat',
      '#3,c@x.io,2025-12-30 10:00:00 -0500,9.50,paid,103,Shirt',
    );
    const { importId, table, report } = await importFile('shopify-orders', body);
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map((cells) => [cells[0], cells[6], cells[7]])).toEqual([
      ['#2', 'Shirt', '3'],
      ['#2', 'Hat', '4'],
    ]);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2, rejected: 2 });
    expect(report).toMatchObject({ rows: 4, groups: { noun: 'order', read: 3, delivered: 2 } });
  });

  it('has each row of a person whose rows were merged, and no other rows between them', async () => {
    world.customerIo.decline(isAbout('ann'));
    const body = csv('id,email', 'ann,a@x.io', 'bob,b@x.io', 'ann,new@x.io');
    const { importId, table } = await importFile('people', body, { chunkBytes: 20 });
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map(([id, email, line]) => [id, email, line])).toEqual([
      ['ann', 'a@x.io', '2'],
      ['ann', 'new@x.io', '4'],
    ]);
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 1, rejected: 2 });
  });

  it('has only a header if no row was rejected', async () => {
    const { table } = await importFile('people', csv('id,email', 'ann,a@x.io'));
    expect(table('rejects.csv')).toEqual([['id', 'email', ...REJECT_COLUMNS, REJECT_HASH_COLUMN]]);
  });

  it('has the delimiter of the file', async () => {
    const { text } = await importFile('people', csv('id;email;note', 'ann;a@x.io;a,b', ';bad;c,d'));
    expect(text('rejects.csv')).toMatch(/^id;email;note;_reject_line;.*\n;bad;c,d;3;invalid_email;/);
  });

  it('can be dropped as it is: its rows are imported without the columns that it added', async () => {
    world.customerIo.decline(() => true);
    const { text } = await importFile('people', csv('id,email', 'ann,a@x.io', 'bob,b@x.io'));
    world.customerIo.decline(() => false);
    world.clock.advance(60);
    const { importId } = await importFile('people', text('rejects.csv'));
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 2 });
    expect(world.customerIo.people.get('ann')?.attributes).toEqual({ email: 'a@x.io' });
  });

  it('keeps cells after the last column, at the end of the row', async () => {
    const { table } = await importFile('people', csv('id,email', 'ann,a@x.io', 'bob,b@x.io,extra'));
    expect(table('rejects.csv')[1]).toEqual([
      'bob',
      'b@x.io',
      '3',
      'column_count',
      '',
      expect.stringMatching(/./),
      expect.stringMatching(/^column_count-/),
      'extra',
    ]);
  });
});

describe('rejects.csv, of a further event that Customer.io declined', () => {
  const header = 'Name,Email,Created at,Total,Financial Status,Id,Lineitem name,Cancelled at,Refunded Amount';
  const body = csv(
    header,
    '#1,a@x.io,2025-12-30 10:00:00 -0500,9.50,paid,101,Shirt,,',
    '#2,b@x.io,2025-12-30 10:00:00 -0500,9.50,paid,102,Shirt,2025-12-31 10:00:00 -0500,9.50',
    '#2,,,,,,Hat,,',
  );
  const declineEvents = (...names: readonly string[]) =>
    world.customerIo.decline((item) => 'name' in item && names.includes(item.name));

  it('has all rows of the event, with its name, although they count as delivered', async () => {
    declineEvents('order_cancelled');
    const { importId, table, report } = await importFile('shopify-orders', body);
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map((cells) => [cells[0], cells[6], cells[9]])).toEqual([
      ['#2', 'Shirt', '3'],
      ['#2', 'Hat', '4'],
    ]);
    for (const cells of rejected) {
      expect(cells[12]).toContain('order_cancelled');
      expect(cells[12]).toContain('this item is wrong');
    }
    expect(await outcomesIn(world, importId)).toEqual({ delivered: 3 });
    expect(report).toMatchObject({ state: 'completed', refusedFurther: 1, rejects: [], unfinished: 0 });
  });

  it('has each row once, with all reasons', async () => {
    declineEvents('order_placed', 'order_cancelled', 'order_refunded');
    const { importId, table, report } = await importFile('shopify-orders', body);
    const [, ...rejected] = table('rejects.csv');
    expect(rejected.map((cells) => cells[9])).toEqual(['2', '3', '4']);
    for (const name of ['order_cancelled', 'order_refunded'])
      expect(rejected[1]?.[12]).toContain(`Further event "${name}": Customer.io declined`);
    expect(await outcomesIn(world, importId)).toEqual({ rejected: 3 });
    expect(report).toMatchObject({ refusedFurther: 2, outcomes: { rejected: 3 }, unfinished: 0 });
  });

  it('can be dropped again as it is: only the declined event is sent', async () => {
    declineEvents('order_cancelled');
    const { text } = await importFile('shopify-orders', body);
    declineEvents();
    world.clock.advance(60);
    const { report } = await importFile('shopify-orders', text('rejects.csv'));
    expect(report).toMatchObject({ outcomes: { duplicate: 2 }, conflicts: 0, refusedFurther: 0 });
    const names = world.customerIo.requests.at(-1)?.items.map((item) => 'name' in item && item.name);
    expect(names).toEqual(['order_cancelled']);
  });
});

describe('if the input file is deleted before the report', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const loseInput = async (importId: string, objects: MemoryObjectStore) =>
    objects.remove(decodedInputKey(importId, 0));

  it('rejects.csv has the line numbers of declined rows instead of their cells', async () => {
    world.customerIo.decline(isAbout('bob'));
    const body = utf16(csv('id,email', 'ann,a@x.io', 'bob,b@x.io', ',bad'));
    const { table, report } = await importFile('people', body, undefined, loseInput);
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 1, rejected: 2 } });
    expect(table('rejects.csv').slice(1)).toEqual([
      [
        '',
        '',
        '3',
        'refused_by_customerio',
        '',
        expect.stringMatching(/this item is wrong.*file was deleted/),
        expect.stringMatching(/^refused_by_customerio-/),
      ],
      ['', 'bad', '4', 'invalid_email', 'email', expect.anything(), ''],
    ]);
  });

  it('held.csv has the rows that could be read', async () => {
    const body = utf16(csv('id,email', 'ann,a@x.io', ',bad', ',worse'));
    const { text, report } = await importFile('people', body, undefined, loseInput);
    expect(report).toMatchObject({ state: 'held', outcomes: { held: 1, rejected: 2 } });
    expect(text('held.csv')).toBe('id,email\n');
    expect(text('rejects.csv')).toContain('worse');
  });

  it('an error of the bucket is thrown, because it is not a deleted file', async () => {
    world.customerIo.decline(isAbout('ann'));
    const unwell = new DeferError('s3_unavailable', 'Amazon S3 throttles requests or is unavailable.');
    const fail = async (_: string, objects: MemoryObjectStore) => {
      const { read } = objects;
      objects.read = async (pointer, range) => {
        if (pointer.key.startsWith('incoming/')) throw unwell;
        return read(pointer, range);
      };
    };
    await expect(importFile('people', csv('id,email', 'ann,a@x.io'), undefined, fail)).rejects.toBe(unwell);
  });
});

describe('held.csv', () => {
  it('has the sound rows of a held import unchanged, from all chunks', async () => {
    const good = rows(20, (n) => `c${n},"note ${n}, ""quoted"""`);
    const bad = rows(25, () => ',bad note');
    const lines = rows(45, (n) => (n % 2 === 0 ? bad.pop() : (good.pop() ?? bad.pop())) ?? '');
    const { text } = await importFile('people', csv('id,note', ...lines), { chunkBytes: 100 });
    const sound = lines.filter((line) => line.startsWith('c'));
    expect(text('held.csv')).toBe(csv('id,note', ...sound));
    expect(world.customerIo.requests).toEqual([]);
  });

  it('is plain text, also for a gzip or UTF-16 file', async () => {
    const body = Buffer.from('\ufeffid,note\nann,ä\n,x\n,y\n', 'utf16le');
    const { text } = await importFile('people', body);
    expect(text('held.csv')).toBe('id,note\nann,ä\n');
  });
});
