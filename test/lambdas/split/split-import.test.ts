import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { planKey } from '../../../lambdas/contracts/object-keys.ts';
import type { SplitInput, SplitOutput } from '../../../lambdas/contracts/workflow.ts';
import { DeferError } from '../../../lambdas/domain/errors.ts';
import { type Plan, PlanSchema } from '../../../lambdas/domain/plan.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { aWorld, drop, FEEDS, type World } from '../../builders/world.ts';
import { crashAt } from '../../fakes/crashing-ports.ts';
import { csv } from '../../integration/csv.ts';

const SETTINGS = { feeds: FEEDS, partitionsAtOnce: 5 };
const PEOPLE = csv('id,email', '1,ann@x.io', '2,"bob@x.io"');

let world: World;
beforeEach(() => {
  world = aWorld();
});

const split = (input: SplitInput, ports: World = world) => splitImport(input, ports, SETTINGS);
const planOf = ({ importId }: SplitOutput): Plan =>
  PlanSchema.parse(JSON.parse(world.objects.text(planKey(importId))));
const splitFile = async (body: Buffer | string, key = 'incoming/people/file.csv') =>
  split(await drop(world, key, body));
const chunksOf = (output: SplitOutput) => ('chunks' in output ? output.chunks : []);

describe('a file', () => {
  it('becomes an import with a record, a plan and chunks', async () => {
    const output = await splitFile(PEOPLE);
    expect(output).toEqual({
      status: 'split',
      importId: expect.stringMatching(/^people-20260101T000000-[0-9a-f]{8}$/),
      execution: 'execution-1',
      chunks: [{ n: 0, part: 0, start: 9, end: PEOPLE.length, firstLine: 2 }],
    });
    expect(planOf(output)).toMatchObject({
      feed: 'people',
      header: ['id', 'email'],
      parts: [
        { key: 'incoming/people/file.csv', versionId: 'v1', dialect: { delimiter: ',', newline: '\n' } },
      ],
      partitions: 1,
    });
    expect(await world.imports.find(output.importId)).toMatchObject({
      feed: 'people',
      kind: 'people',
      state: 'validating',
      execution: 'execution-1',
    });
  });

  it('can ask for another canary by its folder; a mistake in it is refused, not ignored', async () => {
    expect(planOf(await splitFile(PEOPLE, 'incoming/people/canary=50/file.csv')).canary).toBe(50);
    expect(planOf(await splitFile(PEOPLE)).canary).toBeUndefined();
    for (const slip of ['0', '501', 'x', '1.5', '']) {
      const { importId, status } = await splitFile(PEOPLE, `incoming/people/canary=${slip}/file.csv`);
      expect(status).toBe('refused');
      expect((await world.imports.find(importId))?.reason?.code).toBe('invalid_canary');
    }
  });

  it('is read in the version that was dropped, also if it is replaced meanwhile', async () => {
    const input = await drop(world, 'incoming/people/file.csv', PEOPLE);
    await world.objects.put('incoming/people/file.csv', 'something,else\n');
    expect(planOf(await split(input)).header).toEqual(['id', 'email']);
  });

  it('is another import in each version, and no second event starts it again', async () => {
    const first = await drop(world, 'incoming/people/file.csv', PEOPLE);
    const second = await drop(world, 'incoming/people/file.csv', PEOPLE, 'execution-2');
    const { importId } = await split(first);
    expect((await split(second)).importId).not.toBe(importId);
    const again = await split({ ...first, execution: 'execution-3' });
    expect(again).toEqual({ status: 'skipped', importId });
    expect(await world.imports.find(importId)).toMatchObject({ execution: 'execution-1' });
  });

  it('is skipped if it is a folder', async () => {
    const output = await splitFile('', 'incoming/people/');
    expect(output.status).toBe('skipped');
    expect(await world.imports.find(output.importId)).toBeUndefined();
  });

  it('can be redriven after it has failed, not before', async () => {
    const input = await drop(world, 'incoming/people/file.csv', PEOPLE);
    const redrive = { event: { ...input.event, redrive: true }, execution: 'execution-2' };
    const { importId } = await split(input);
    expect((await split(redrive)).status).toBe('skipped');
    await world.imports.finish(importId, 'failed', { code: 'unfinished', message: 'Redrive it.' });
    expect((await split(redrive)).status).toBe('split');
    expect(await world.imports.find(importId)).toMatchObject({
      execution: 'execution-2',
      state: 'validating',
    });
  });
});

describe('a file in another form', () => {
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(PEOPLE)],
    ['gzip in two members', Buffer.concat([gzipSync(PEOPLE.slice(0, 12)), gzipSync(PEOPLE.slice(12))])],
    ['UTF-16 little-endian', Buffer.from(`\ufeff${PEOPLE}`, 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\ufeff${PEOPLE}`, 'utf16le').swap16()],
    ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${PEOPLE}`, 'utf16le'))],
  ])('is decoded once, with any name: %s', async (_, body) => {
    const output = await splitFile(body);
    const { parts, header } = planOf(output);
    expect(header).toEqual(['id', 'email']);
    const [chunk] = chunksOf(output);
    const rows = await world.objects.read(parts[0] ?? { key: '' }, {
      start: chunk?.start ?? 0,
      end: chunk?.end ?? 0,
    });
    expect(rows.toString()).toBe('1,ann@x.io\n2,"bob@x.io"\n');
    expect(chunk?.firstLine).toBe(2);
  });

  it.each([
    ['with a byte order mark', `\ufeff${PEOPLE}`, ','],
    ['with semicolons', PEOPLE.replaceAll(',', ';'), ';'],
    ['with tabs and CRLF', PEOPLE.replaceAll(',', '\t').replaceAll('\n', '\r\n'), '\t'],
  ])('is read %s', async (_, body, delimiter) => {
    expect(planOf(await splitFile(body))).toMatchObject({ header: ['id', 'email'], delimiter });
  });
});

describe('a file that cannot be read', () => {
  const MEBIBYTE = 1024 * 1024;
  it.each<[string, string, Buffer | string]>([
    ['empty_file', 'it is empty', ''],
    ['empty_file', 'it has only blank lines', '\n\n'],
    ['empty_file', 'it is empty after decompression', gzipSync('')],
    ['no_rows', 'it has only a header', 'id,email\n'],
    ['missing_column', 'it has no column with an identifier', 'name,age\nann,7\n'],
    ['duplicate_header', 'two columns share a name', 'id,id\n1,2\n'],
    ['not_text', 'it contains NUL bytes', Buffer.from([0x69, 0x64, 0, 0x0a, 0x31])],
    ['broken_zip', 'it is a zip archive', Buffer.from('PK\x03\x04rest of it')],
    ['broken_gzip', 'the gzip is truncated', gzipSync(PEOPLE).subarray(0, 30)],
    ['header_too_long', 'the header never ends', `id,"${'x'.repeat(2 * MEBIBYTE)}\n1,2\n`],
    ['expands_too_much', 'it expands too much', gzipSync(Buffer.alloc(66 * MEBIBYTE, 'id\n'))],
  ])('ends as %s: %s', async (code, _because, body) => {
    const output = await splitFile(body);
    expect(output.status).toBe('refused');
    const record = await world.imports.find(output.importId);
    expect(record).toMatchObject({
      state: 'splitting',
      reason: { code, message: expect.stringMatching(/[.?]$/) },
    });
    expect(world.objects.keys()).not.toContain(planKey(output.importId));
  });

  it.each([
    ['incoming/unknown/file.csv', 'unknown'],
    ['incoming/constructor/file.csv', 'constructor'],
    ['incoming/file.csv', 'unknown'],
    ['incoming/Ärger & Co/file.csv', 'rger-co'],
  ])('has a record also if there is no feed for it: %s', async (key, feed) => {
    const output = await splitFile(PEOPLE, key);
    expect(output.status).toBe('refused');
    expect(await world.imports.find(output.importId)).toMatchObject({
      feed,
      reason: { code: 'unknown_feed' },
    });
  });

  it('is refused if it was deleted before it was read', async () => {
    const input = await drop(world, 'incoming/people/file.csv', PEOPLE);
    const object = { ...input.event.detail.object, 'version-id': 'v9' };
    const gone = { ...input, event: { ...input.event, detail: { ...input.event.detail, object } } };
    const output = await split(gone);
    expect(await world.imports.find(output.importId)).toMatchObject({ reason: { code: 'object_gone' } });
  });

  it('because S3 is unavailable is not refused: the error is passed on, so that the workflow retries', async () => {
    const busy = {
      ...world.objects,
      read: () => Promise.reject(new DeferError('s3_unavailable', 'Not now.')),
    };
    const input = await drop(world, 'incoming/people/file.csv', PEOPLE);
    await expect(split(input, { ...world, objects: busy })).rejects.toThrow(DeferError);
    expect((await split(input)).status).toBe('split');
  });
});

describe('a crash', () => {
  it('at any effect is completed by the next attempt of the same execution', async () => {
    const undisturbed = await splitFile(gzipSync(PEOPLE));
    const plan = world.objects.text(planKey(undisturbed.importId));
    let died = 0;
    for (let at = 1; ; at++) {
      const tries: { effects: number }[] = [];
      for (const kind of ['lost', 'unheard'] as const) {
        world = aWorld();
        const input = await drop(world, 'incoming/people/file.csv', gzipSync(PEOPLE));
        const { ports, effects } = crashAt({ ...world }, at, kind);
        await split(input, ports).then(
          () => undefined,
          () => died++,
        );
        tries.push({ effects: effects() });
        expect(await split(input)).toEqual(undisturbed);
        expect(world.objects.text(planKey(undisturbed.importId))).toBe(plan);
        expect((await world.imports.turns()).active).toHaveLength(1);
      }
      if (tries.every(({ effects }) => effects < at)) break;
    }
    expect(died).toBeGreaterThan(10);
  });
});
