import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as keys from '../../../lambdas/contracts/object-keys.ts';
import { REPORTS, WORK } from '../../../lambdas/contracts/object-keys.ts';
import { ReplanError } from '../../../lambdas/domain/errors.ts';
import { zstd } from '../../../lambdas/domain/operations/compression.ts';
import { memberPacker, unpackMember } from '../../../lambdas/domain/operations/members.ts';
import { readPartition } from '../../../lambdas/forward/read-partition.ts';
import { importFiles, openPlan } from '../../../lambdas/work/import-files.ts';
import { aWorld, FEEDS, importPeople, planIn, type World } from '../../builders/world.ts';

const LAMBDAS = join(import.meta.dirname, '../../../lambdas');
type FileName = keyof typeof importFiles;
const NAMES = Object.keys(importFiles) as FileName[];

/** The functions whose code calls one of these on a file. */
function functionsThat(calls: RegExp): string[] {
  const folders = globSync('*/handler.ts', { cwd: LAMBDAS }).map((path) => path.split('/')[0] ?? '');
  return folders
    .filter((folder) =>
      globSync(`${folder}/*.ts`, { cwd: LAMBDAS }).some((path) =>
        calls.test(readFileSync(join(LAMBDAS, path), 'utf8')),
      ),
    )
    .map((folder) => basename(folder))
    .sort();
}

/** Functions that open a file without its name in the call. */
const OPENERS: Partial<Record<FileName, string>> = {
  plan: '(openPlan|readPlan|openPartition)',
  partitionIndex: 'openPartition',
  operations: 'openOperations',
  eventKeys: 'openEventKeys',
  canary: 'openCanaries',
  declined: 'openDeclined',
};

/** Functions that write a file if they cannot read another one. */
const SAVERS: Partial<Record<FileName, string>> = {
  unreadPlan: '(openPlan|readPlan|openPartition|openOperations)',
};

describe('importFiles', () => {
  it.each(NAMES)('says which functions write and read %s', (name) => {
    const opener = OPENERS[name] ? `|\\b${OPENERS[name]}\\(` : '';
    const { writers, readers } = importFiles[name];
    const saver = SAVERS[name] ? `|\\b${SAVERS[name]}\\(` : '';
    expect(functionsThat(new RegExp(`importFiles\\.${name}\\.save\\(${saver}`))).toEqual([...writers].sort());
    expect(functionsThat(new RegExp(`importFiles\\.${name}\\.(open|find)\\(${opener}`))).toEqual(
      [...readers].sort(),
    );
  });

  it('has every key of the work files and of the report', () => {
    const known: readonly unknown[] = NAMES.map((name) => importFiles[name].key);
    const missing = Object.entries(keys).filter(
      ([name, key]) => typeof key === 'function' && /(?<!Of)Key$/.test(name) && !known.includes(key),
    );
    expect(missing.map(([name]) => name)).toEqual(['decodedInputKey', 'summaryKey']);
  });

  it.each(NAMES)('keeps %s under the folder of its import', (name) => {
    const key = (importFiles[name].key as (...place: unknown[]) => string)('orders', 'orders', 1, 2);
    expect(key).toMatch(name === 'report' ? `${REPORTS}orders/orders/` : `${WORK}orders/`);
  });
});

describe('a file of an import', () => {
  let world: World;
  let importId: string;
  beforeEach(async () => {
    world = aWorld();
    importId = await importPeople(world, '1,ann@example.com,pro');
  });

  it('is read as it was written', async () => {
    const plan = planIn(world, importId);
    await importFiles.plan.save(world.objects, { ...plan, partitions: 7 }, importId);
    expect(await importFiles.plan.open(world.objects, importId)).toEqual({ ...plan, partitions: 7 });
  });

  it('may hold fields that a newer version adds, and must have those that it needs', async () => {
    const { version, ...rest } = planIn(world, importId);
    const key = importFiles.plan.key(importId);
    await world.objects.write(key, JSON.stringify({ ...rest, version, newer: true }));
    expect(await importFiles.plan.open(world.objects, importId)).not.toHaveProperty('newer');
    await world.objects.write(key, JSON.stringify(rest));
    await expect(importFiles.plan.open(world.objects, importId)).rejects.toThrow('version');
  });

  it('that was never written is not found, and cannot be opened', async () => {
    expect(await importFiles.decision.find(world.objects, importId)).toBeUndefined();
    expect(await importFiles.held.find(world.objects, importId, planIn(world, importId), 99)).toBeUndefined();
    await expect(importFiles.decision.open(world.objects, importId)).rejects.toMatchObject({
      code: 'object_gone',
    });
  });

  it('that cannot be read for another reason is an error', async () => {
    const read = () => Promise.reject(new Error('access denied'));
    await expect(importFiles.plan.find({ ...world.objects, read }, importId)).rejects.toThrow(
      'access denied',
    );
  });
});

describe('openPlan', () => {
  it('gives the plan with the feed that it was made for', async () => {
    const world = aWorld();
    const importId = await importPeople(world, '1,ann@example.com,pro');
    const { plan, feed } = await openPlan({ importId }, world.objects, FEEDS);
    expect(plan.feed).toBe('people');
    expect(feed).toBe(FEEDS.feeds.people);
  });

  it('refuses the plan of another execution than the one that works on the import', async () => {
    const world = aWorld();
    const importId = await importPeople(world, '1,ann@example.com,pro');
    const { execution } = planIn(world, importId);
    expect((await openPlan({ importId, execution }, world.objects, FEEDS)).plan.execution).toBe(execution);
    await expect(
      openPlan({ importId, execution: 'an earlier one' }, world.objects, FEEDS),
    ).rejects.toMatchObject({ code: 'superseded' });
  });

  it('refuses a plan whose feed has changed since', async () => {
    const world = aWorld();
    const importId = await importPeople(world, '1,ann@example.com,pro');
    await expect(
      openPlan({ importId }, world.objects, { ...FEEDS, workspace: 'other' }),
    ).rejects.toMatchObject({
      code: 'feed_changed',
    });
    await expect(openPlan({ importId }, world.objects, { ...FEEDS, feeds: {} })).rejects.toMatchObject({
      code: 'feed_changed',
    });
  });
});

describe('readPartition', () => {
  const CHUNK = 0;

  it('plans the import again if another run of Validate wrote over the operations that Review has indexed', async () => {
    const world: World = aWorld();
    const importId = await importPeople(world, 'ann,ann@example.com,pro', 'bob,bob@example.com,free');
    const plan = planIn(world, importId);
    const bytes = await importFiles.operations.open(world.objects, importId, plan, CHUNK);
    const place = { importId, partition: 0 };
    expect((await readPartition(place, world.objects)).operations).toHaveLength(2);

    // Of a version that rejects a row: these are fewer operations.
    const [first] = unpackMember(bytes);
    if (!first) throw new Error('no operation');
    const packer = memberPacker(plan.partitions, zstd);
    packer.add(first);
    await importFiles.operations.save(world.objects, packer.pack().body, importId, plan, CHUNK);
    await expect(readPartition(place, world.objects)).rejects.toThrow(ReplanError);
    const { execution, plannedAt } = plan;
    expect(await importFiles.unreadPlan.open(world.objects, importId)).toEqual({ execution, plannedAt });
  });
});
