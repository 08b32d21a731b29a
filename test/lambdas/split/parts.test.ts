// Exports of several objects: one import, started by the object that is written last.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { FileOptions } from '../../../lambdas/contracts/feed/file-options.ts';
import { planKey } from '../../../lambdas/contracts/object-keys.ts';
import { PlanSchema, placeOf } from '../../../lambdas/domain/plan.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { aWorld, drop, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const FOLDER = 'incoming/people/unload/';
const PARTS = {
  part_00: csv('id,city', '1,Rom', '2,Oslo'),
  part_01: csv('id,city', '3,"Bad\nEms"', '4,Ulm'),
};

function worldWith(file: FileOptions): World {
  const people = { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }], file } as FeedInput;
  return aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { people } }) });
}

async function split(world: World, key: string, body: Buffer | string) {
  const settings = { feeds: world.feeds, partitionsAtOnce: 5 };
  const output = await splitImport(await drop(world, key, body), world, settings);
  const record = await world.imports.find(output.importId);
  const plan = output.status === 'split' ? world.objects.text(planKey(output.importId)) : undefined;
  return {
    ...output,
    registered: record !== undefined,
    reason: record?.reason,
    plan: plan === undefined ? undefined : PlanSchema.parse(JSON.parse(plan)),
  };
}

async function putAll(world: World, objects: Readonly<Record<string, Buffer | string>>): Promise<void> {
  for (const [name, body] of Object.entries(objects)) await world.objects.put(FOLDER + name, body);
}

function manifestOf(names: readonly string[], change: object = {}): string {
  return JSON.stringify({
    entries: names.map((name) => ({ url: `s3://bucket/${FOLDER}${name}`, ...change })),
  });
}

describe('an import of many objects', () => {
  const manifest: FileOptions = { trigger: 'manifest' };
  const success: FileOptions = { trigger: 'success' };

  it('reads the objects of a manifest in its order, each in its version', async () => {
    const world = worldWith(manifest);
    await putAll(world, PARTS);
    const { plan } = await split(world, `${FOLDER}people_manifest`, manifestOf(['part_01', 'part_00']));
    expect(plan?.parts).toMatchObject([
      { key: `${FOLDER}part_01`, versionId: 'v1', name: `${FOLDER}part_01` },
      { key: `${FOLDER}part_00`, versionId: 'v1', name: `${FOLDER}part_00` },
    ]);
    expect(plan?.chunks.map(({ n, part }) => [n, part])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('reads all objects next to a _SUCCESS in the order of their keys, without hidden ones', async () => {
    const world = worldWith(success);
    await putAll(world, { ...PARTS, _committed_1: 'x', '.part_00.crc': 'x', 'older/part_09': 'id\n9\n' });
    const { plan } = await split(world, `${FOLDER}_SUCCESS`, '');
    expect(plan?.parts.map(({ name }) => name)).toEqual([`${FOLDER}part_00`, `${FOLDER}part_01`]);
  });

  it('numbers lines through all parts, and finds the line in its file', async () => {
    const world = worldWith(success);
    await putAll(world, { ...PARTS, part_02: '\ufeffid,city\r\n5,Bonn' });
    const { plan } = await split(world, `${FOLDER}_SUCCESS`, '');
    const starts = plan?.chunks.map(({ firstLine }) => firstLine) ?? [];
    expect(new Set(starts).size).toBe(3);
    expect(starts.map((line) => plan && placeOf(plan, line))).toEqual(
      ['part_00', 'part_01', 'part_02'].map((name) => ({ file: FOLDER + name, line: 2 })),
    );
    expect(plan && placeOf(plan, 3)).toEqual({ file: `${FOLDER}part_00`, line: 3 });
  });

  it('unpacks each part separately, and each can have another format', async () => {
    const world = worldWith(success);
    await putAll(world, {
      part_00: gzipSync(PARTS.part_00),
      part_01: PARTS.part_01,
      part_02: Buffer.from('\ufeffid\tcity\r\n5\tBonn\r\n', 'utf16le'),
    });
    const { plan, importId } = await split(world, `${FOLDER}_SUCCESS`, '');
    expect(plan?.parts.map(({ key, dialect }) => [key, dialect.delimiter])).toEqual([
      [`work/${importId}/input/00000.csv`, ','],
      [`${FOLDER}part_01`, ','],
      [`work/${importId}/input/00002.csv`, '\t'],
    ]);
  });

  it('skips parts without rows', async () => {
    const world = worldWith(success);
    await putAll(world, { a: '', b: '\n', c: 'id,city\n', d: PARTS.part_00, e: gzipSync('') });
    const { plan } = await split(world, `${FOLDER}_SUCCESS`, '');
    expect(plan?.chunks.map(({ part }) => plan.parts[part]?.name)).toEqual([`${FOLDER}d`]);
  });

  it('reads parts without headers with the columns that the feed states', async () => {
    const world = worldWith({ ...manifest, columns: ['id', 'city'] });
    await putAll(world, { a: '1,Rom\n', b: '2,Oslo\n' });
    const { plan } = await split(world, `${FOLDER}manifest`, manifestOf(['a', 'b']));
    expect(plan?.chunks).toMatchObject([{ start: 0 }, { start: 0 }]);
  });

  it.each([
    ['manifest', manifest],
    ['success', success],
  ])('starts no import for any other object if the trigger is %s', async (_, file) => {
    const world = worldWith(file);
    for (const [name, body] of Object.entries({ ...PARTS, empty: '' })) {
      expect(await split(world, FOLDER + name, body)).toMatchObject({ status: 'skipped', registered: false });
    }
  });

  it('imports corrected rejects alone, with any trigger', async () => {
    const body = csv('id,city,_reject_line,_reject_code,_reject_column,_reject_reason', '9,Rom,4,x,,y');
    const { status, plan } = await split(worldWith(manifest), 'incoming/people/rejects.csv', body);
    expect(status).toBe('split');
    expect(plan?.parts).toHaveLength(1);
  });

  it('has another plan if another version of a part is read', async () => {
    const versions = await Promise.all(
      [1, 2].map(async (writes) => {
        const world = worldWith(success);
        for (let n = 0; n < writes; n++) await putAll(world, PARTS);
        return (await split(world, `${FOLDER}_SUCCESS`, '')).plan?.version;
      }),
    );
    expect(versions[0]).not.toBe(versions[1]);
  });

  it.each<[string, string, string]>([
    ['broken_manifest', 'text that is not JSON', 'id,city\n'],
    ['broken_manifest', 'other JSON', '{"entries": "all"}'],
    ['broken_manifest', 'an object twice', manifestOf(['part_00', 'part_00'])],
    ['no_parts', 'no object', manifestOf([])],
    ['part_missing', 'a missing object', manifestOf(['part_00', 'part_07'])],
    ['part_changed', 'another size', manifestOf(['part_00'], { meta: { content_length: 7 } })],
    [
      'part_elsewhere',
      'another bucket',
      '{"entries": [{"url": "s3://other/incoming/people/unload/part_00"}]}',
    ],
    ['part_elsewhere', 'another feed', '{"entries": [{"url": "s3://bucket/incoming/leads/part_00"}]}'],
    ['part_elsewhere', 'our own work', '{"entries": [{"url": "s3://bucket/work/x/plan.json"}]}'],
    ['too_many_parts', 'too many', manifestOf(Array.from({ length: 1_001 }, (_, n) => `part_${n}`))],
  ])('is refused as %s if the manifest has %s', async (code, _, body) => {
    const world = worldWith(manifest);
    await putAll(world, PARTS);
    const { status, reason } = await split(world, `${FOLDER}people_manifest`, body);
    expect(status).toBe('refused');
    expect(reason).toMatchObject({ code, message: expect.stringMatching(/^(The|An|There) .*\.$/s) });
  });

  it('checks the sizes in a manifest', async () => {
    const world = worldWith(manifest);
    await putAll(world, PARTS);
    const body = manifestOf(['part_00'], { meta: { content_length: Buffer.byteLength(PARTS.part_00) } });
    expect(await split(world, `${FOLDER}people_manifest`, body)).toMatchObject({ status: 'split' });
  });

  it('is refused if the columns of its parts differ, with both names', async () => {
    const world = worldWith(success);
    await putAll(world, { ...PARTS, part_02: csv('id,town', '5,Bonn') });
    const { reason } = await split(world, `${FOLDER}_SUCCESS`, '');
    expect(reason).toMatchObject({
      code: 'parts_disagree',
      message: expect.stringMatching(/"city" in .*part_00.*"town" in .*part_02/),
    });
  });

  it.each([
    ['no_parts', {}],
    ['empty_file', { a: '', b: '\n' }],
    ['no_rows', { a: 'id,city\n', b: 'id,city' }],
  ])('is refused as %s if there is nothing to import', async (code, objects) => {
    const world = worldWith(success);
    await putAll(world, objects);
    expect((await split(world, `${FOLDER}_SUCCESS`, '')).reason).toMatchObject({ code });
  });
});
