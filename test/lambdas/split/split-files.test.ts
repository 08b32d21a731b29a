import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { FileOptions } from '../../../lambdas/contracts/feed/file-options.ts';
import { planKey } from '../../../lambdas/contracts/object-keys.ts';
import { type Plan, PlanSchema } from '../../../lambdas/domain/plan.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { aWorld, drop, type World } from '../../builders/world.ts';
import { zipFile } from '../../builders/zip-file.ts';
import { DEPTH } from '../../depth.ts';
import { csv } from '../../integration/csv.ts';

const CSV = csv('id,city', '1,Köln 🌸', '2,Oslo');
const KEY = 'incoming/people/file.csv';

function worldWith(file: FileOptions = {}): World {
  const people = { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }], file } as FeedInput;
  return aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { people } }) });
}

async function split(world: World, body: Buffer | string, key = KEY, execution?: string) {
  const output = await splitImport(await drop(world, key, body, execution), world, {
    feeds: world.feeds,
    partitionsAtOnce: 5,
  });
  return { ...output, reason: (await world.imports.find(output.importId))?.reason };
}

function planOf({ objects }: World, importId: string): Plan {
  return PlanSchema.parse(JSON.parse(objects.text(planKey(importId))));
}

/** Of 65 MiB. split-import.test.ts has one at any depth. */
const EXPANDS_TOO_MUCH: [string, Buffer][] =
  DEPTH === 'full' ? [['expands_too_much', gzipSync(Buffer.alloc(65 * 1024 ** 2, 'id\n'))]] : [];

describe('splitImport', () => {
  it('reads a plain file directly, in its version', async () => {
    const world = worldWith();
    const { status, importId } = await split(world, CSV);
    expect(status).toBe('split');
    expect(planOf(world, importId)).toMatchObject({
      feed: 'people',
      header: ['id', 'city'],
      delimiter: ',',
      parts: [{ key: KEY, versionId: 'v1', name: KEY, linesBefore: 0 }],
      chunks: [{ n: 0, part: 0, start: 8, end: Buffer.byteLength(CSV), firstLine: 2 }],
    });
  });

  it.each<[string, Buffer, FileOptions]>([
    ['gzip', gzipSync(CSV), {}],
    ['gzip of several members', Buffer.concat([gzipSync(CSV.slice(0, 9)), gzipSync(CSV.slice(9))]), {}],
    ['zip', zipFile({ name: 'a.csv', content: CSV }), {}],
    ['UTF-16', Buffer.from(`\ufeff${CSV}`, 'utf16le'), {}],
    ['UTF-16 within zip', zipFile({ name: 'a.csv', content: Buffer.from(`\ufeff${CSV}`, 'utf16le') }), {}],
    ['UTF-16 that is stated', Buffer.from(CSV, 'utf16le').swap16(), { encoding: 'utf-16be' }],
  ])('makes a copy in UTF-8, once, of %s', async (_, body, file) => {
    const world = worldWith(file);
    const { importId } = await split(world, body);
    const [part] = planOf(world, importId).parts;
    expect(part).toMatchObject({ key: `work/${importId}/input/00000.csv`, name: KEY });
    expect(world.objects.text(part?.key ?? '')).toBe(CSV);
  });

  it('decodes windows-1252 if the feed states it', async () => {
    const world = worldWith({ encoding: 'windows-1252' });
    const { importId } = await split(world, Buffer.from('id,price\n1,\x80 5\n', 'latin1'));
    expect(world.objects.text(planOf(world, importId).parts[0]?.key ?? '')).toBe('id,price\n1,€ 5\n');
  });

  it('gets the columns of a file without a header from the feed', async () => {
    const world = worldWith({ columns: ['id', 'city'], quoting: 'none' });
    const { importId } = await split(world, '1|New\\\nYork\n2|Oslo\n');
    expect(planOf(world, importId)).toMatchObject({
      header: ['id', 'city'],
      delimiter: '|',
      parts: [{ dialect: { quoting: 'none' } }],
      chunks: [{ start: 0, firstLine: 1 }],
    });
  });

  it('has a header note for a column without a name', async () => {
    const world = worldWith();
    const { importId } = await split(world, csv('id,,city', '1,a,b'));
    expect(planOf(world, importId)).toMatchObject({
      header: ['id', 'column_2', 'city'],
      notices: [{ column: 'column_2' }],
    });
  });

  it.each<[string, Buffer | string]>([
    ['empty_file', ''],
    ['empty_file', '\n\r\n'],
    ['empty_file', gzipSync('')],
    ['no_rows', 'id,city\n'],
    ['no_rows', 'id,city'],
    ['missing_column', csv('name', 'Ann')],
    ['duplicate_header', csv('id,city,city', '1,a,b')],
    ['not_csv_pdf', '%PDF-1.7'],
    ['not_csv_html', '<!doctype html><title>Sign in</title>'],
    ['broken_gzip', gzipSync(CSV).subarray(0, 25)],
    ['zip_of_several_files', zipFile({ name: 'a.csv' }, { name: 'b.csv' })],
    ['unsupported_compression', gzipSync(gzipSync(CSV))],
    ...EXPANDS_TOO_MUCH,
  ])('refuses with %s and an explanation: %j', async (code, body) => {
    const { status, reason } = await split(worldWith(), body);
    expect(status).toBe('refused');
    expect(reason).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('refuses a file outside of the folders of the feeds, and lists the feeds', async () => {
    const { reason } = await split(worldWith(), CSV, 'incoming/poeple/file.csv');
    expect(reason).toMatchObject({ code: 'unknown_feed', message: expect.stringMatching(/poeple.*people/) });
  });

  it('ignores the metadata that Athena writes next to the result of a query', async () => {
    const key = 'incoming/people/run/query.csv.metadata';
    expect(await split(worldWith(), 'binary', key)).toMatchObject({ status: 'skipped' });
  });

  it('skips a folder, and an object that belongs to another execution', async () => {
    const world = worldWith();
    expect(await split(world, '', 'incoming/people/')).toMatchObject({ status: 'skipped' });
    const input = await drop(world, KEY, CSV);
    const settings = { feeds: world.feeds, partitionsAtOnce: 5 };
    expect(await splitImport(input, world, settings)).toMatchObject({ status: 'split' });
    const again = { ...input, execution: 'execution-2' };
    expect(await splitImport(again, world, settings)).toMatchObject({ status: 'skipped' });
  });
});
