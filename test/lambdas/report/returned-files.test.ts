// rejects.csv and held.csv of many kinds of files: bytes, file and line, and whether they can be dropped again.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { FileOptions } from '../../../lambdas/contracts/feed/file-options.ts';
import { planKey } from '../../../lambdas/contracts/object-keys.ts';
import { PlanSchema } from '../../../lambdas/domain/plan.ts';
import { allLines } from '../../../lambdas/report/held-rows.ts';
import { rejectLines } from '../../../lambdas/report/rejected-rows.ts';
import { collect } from '../../builders/buffers.ts';
import { aWorld, drop, forwardAll, prepare, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const KEY = 'incoming/people/file.csv';

function worldWith(file: FileOptions = {}): World {
  const identifiers = [{ as: 'id', columns: ['id'] }];
  const people = { kind: 'people', identifiers, limits: { maxRejectShare: 1 }, file } as FeedInput;
  return aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { people } }) });
}

async function importFile(world: World, body: Buffer | string, key = KEY): Promise<string> {
  const importId = await prepare(world, await drop(world, key, body));
  // Where nothing is left to send, there is no partition to forward.
  const keys = world.objects.keys();
  if (keys.some((key) => key.startsWith(`work/${importId}/partitions/`))) await forwardAll(world, importId);
  return importId;
}

async function returned(
  { objects }: World,
  importId: string,
  lines: (...of: Parameters<typeof rejectLines>) => AsyncGenerator<string | Buffer>,
): Promise<Buffer> {
  const plan = PlanSchema.parse(JSON.parse(objects.text(planKey(importId))));
  const pieces = await collect<string | Buffer>(lines(importId, plan, objects, new Map([[0, 0]])));
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

/** Without the added columns. */
function ownCells(file: Buffer, columns: number): string[] {
  const lines = file.toString().trimEnd().split('\n');
  return lines.map((line) => line.split(',').slice(0, columns).join(','));
}

describe('rejectLines', () => {
  it('returns rejected and declined rows in the order of the file', async () => {
    const world = worldWith();
    world.customerIo.decline(({ identifiers = {} }) => 'id' in identifiers && identifiers.id === '2');
    const importId = await importFile(world, csv('id,city', '1,Rom', ',Oslo', '2,Ulm', '3'));
    const rejects = await returned(world, importId, rejectLines);
    expect(
      rejects
        .toString()
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(0, 4)),
    ).toEqual([
      ['', 'Oslo', '3', 'no_identifier'],
      ['2', 'Ulm', '4', 'refused_by_customerio'],
      ['3', '', '5', 'column_count'],
    ]);
  });

  it('says file and line if an import has several files', async () => {
    const world = worldWith({ trigger: 'success' });
    world.customerIo.decline(({ identifiers = {} }) => 'id' in identifiers && identifiers.id === '3');
    await world.objects.put('incoming/people/x/a', csv('id,city', ',Rom', '2,Oslo'));
    await world.objects.put('incoming/people/x/b', csv('id,city', '3,Ulm', '4'));
    const importId = await importFile(world, '', 'incoming/people/x/_SUCCESS');
    const lines = (await returned(world, importId, rejectLines)).toString().trimEnd().split('\n');
    expect(lines[0]).toMatch(/,_reject_reason,_reject_file,_reject_hash$/);
    expect(
      lines
        .slice(1)
        .map((line) => [line.split(',')[2], line.split(',').find((cell) => cell.startsWith('incoming/'))]),
    ).toEqual([
      ['2', 'incoming/people/x/a'],
      ['2', 'incoming/people/x/b'],
      ['3', 'incoming/people/x/b'],
    ]);
  });

  it('returns rows in an unknown encoding as their own bytes', async () => {
    const world = worldWith();
    const importId = await importFile(world, Buffer.from('id,city\n1,K\xf6ln\n2,Rom\n', 'latin1'));
    const rejects = await returned(world, importId, rejectLines);
    expect(rejects.includes(Buffer.from('1,K\xf6ln,2,invalid_encoding', 'latin1'))).toBe(true);
  });

  it.each<[string, FileOptions, Buffer]>([
    [
      'without a header, nothing quoted',
      { columns: ['id', 'city'], quoting: 'none' },
      Buffer.from('|a\\|b\n'),
    ],
    ['quoted by backslashes', { quoting: 'backslash' }, Buffer.from('id;city\n;"\\"a\\""\n')],
    ['in windows-1252', { encoding: 'windows-1252' }, Buffer.from('id,city\n,K\xf6ln\n', 'latin1')],
    ['of many parts', { trigger: 'manifest' }, Buffer.from('')],
  ])('can be fixed and dropped again if the files are %s', async (_, file, body) => {
    const world = worldWith(file);
    await world.objects.put('incoming/people/part', csv('id,city', ',Rom'));
    const manifest = '{"entries":[{"url":"s3://bucket/incoming/people/part"}]}';
    const importId = file.trigger
      ? await importFile(world, manifest, 'incoming/people/manifest')
      : await importFile(world, body);
    const before = [...world.customerIo.people.values()].length;
    const rejects = (await returned(world, importId, rejectLines)).toString();
    const fixed = rejects.replace(/\n([,;|])/, '\nfixed$1');
    await importFile(world, fixed, 'incoming/people/rejects.csv');
    expect(before).toBe(0);
    const [person] = world.customerIo.people.values();
    expect(person).toMatchObject({
      identifiers: { id: 'fixed' },
      attributes: { city: expect.stringMatching(/^(a\|b|"a"|Köln|Rom)$/) },
    });
    expect(Object.keys(person?.attributes ?? {})).toEqual(['city']);
  });
});

describe('allLines', () => {
  it('returns all other rows of all files, also if records share a line', async () => {
    const world = worldWith({ trigger: 'success' });
    await world.objects.put('incoming/people/x/a', csv('id,city', ',Rom', '2,Oslo'));
    await world.objects.put('incoming/people/x/b', 'id,city\n3,Ulm\r,Bonn\n4\n');
    const importId = await importFile(world, '', 'incoming/people/x/_SUCCESS');
    expect(ownCells(await returned(world, importId, allLines), 2)).toEqual(['id,city', '2,Oslo', '3,Ulm']);
  });

  it('leaves out rows that could not be read', async () => {
    const world = worldWith();
    const importId = await importFile(world, Buffer.from('id,city\n1,K\xf6ln\n2,Rom\n', 'latin1'));
    expect(ownCells(await returned(world, importId, allLines), 2)).toEqual(['id,city', '2,Rom']);
  });
});
