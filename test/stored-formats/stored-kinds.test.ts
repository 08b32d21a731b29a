// Everything that the pipeline stores is of a kind with a schema: runs of all kinds of imports are observed.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DynamoItem } from '../../lambdas/adapters/dynamo-batches.ts';
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { validateChunk } from '../../lambdas/validate/validate-chunk.ts';
import { importFiles } from '../../lambdas/work/import-files.ts';
import { BOOKINGS, dropFile, room, world } from '../builders/group-files.ts';
import { importFile } from '../builders/import-file.ts';
import {
  aWorld,
  drop,
  importPeople,
  FEEDS as PRESETS,
  planIn,
  prepare,
  type World,
} from '../builders/world.ts';
import type { MemoryObjectStore } from '../fakes/memory-object-store.ts';
import { csv } from '../integration/csv.ts';
import type { Cloud } from '../simulation/cloud.ts';
import { type Deployment, deploy } from '../simulation/deployment.ts';
import { FEEDS } from '../simulation/exports.ts';
import { SCENES, undisturbed } from '../simulation/points.ts';
import { run } from '../simulation/run.ts';
import { ITEM_KINDS, kindsOfItem, kindsOfObject, OBJECT_KINDS, plain } from './stored-kinds.ts';

const observed = new Set<string>();
const wrong: string[] = [];

function note(name: string, kinds: readonly string[], read: (kind: string) => void): void {
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0) {
    wrong.push(`${name} is of ${kinds.length} kinds: ${kinds}`);
    return;
  }
  observed.add(kind);
  try {
    read(kind);
  } catch (error) {
    wrong.push(`${name} (${kind}): ${error}`);
  }
}

async function noteObjects(bucket: MemoryObjectStore): Promise<void> {
  for (const key of bucket.keys()) {
    if (key.startsWith(INCOMING) || key.startsWith(DRY_RUN)) continue;
    const bytes = await bucket.read({ key });
    note(key, kindsOfObject(key), (kind) => OBJECT_KINDS[kind]?.read(bytes));
  }
}

function noteItems(table: 'imports' | 'seen', items: readonly DynamoItem[]): void {
  for (const stored of items.map(plain)) {
    const name = `${table} ${stored.importId ?? ''} ${stored.item ?? stored.key}`;
    note(name, kindsOfItem(table, stored), (kind) => ITEM_KINDS[kind]?.read(stored));
  }
}

beforeAll(async () => {
  const deployment: Deployment = await deploy(FEEDS);
  for (const scene of SCENES) {
    const { bucket, dynamodb } = (await undisturbed(deployment, scene)).run.cloud;
    await noteObjects(bucket);
    noteItems('imports', dynamodb.items(deployment.importsTable));
    noteItems('seen', dynamodb.items(deployment.seenTable));
  }
  await noteWhileRunning(deployment);
  await noteObjects((await groups()).objects);
  await noteObjects((await held()).objects);
  await noteObjects((await damaged()).objects);
});

/** Imports that run are noted in the table until they end. */
async function noteWhileRunning(deployment: Deployment): Promise<void> {
  let cloud: Cloud | undefined;
  const [scene] = SCENES;
  await run({
    ...{ deployment, drops: scene?.drops ?? [] },
    prepare: (prepared) => {
      cloud = prepared;
    },
    fateOf: ({ n }) => {
      if (n % 20 === 0) noteItems('imports', cloud?.dynamodb.items(deployment.importsTable) ?? []);
      return 'well';
    },
  });
}

async function groups(): Promise<World> {
  const own = world();
  await dropFile(own, 'bookings', csv(BOOKINGS, room('b1', 'Sea'), room('b2', 'Yard'), room('b1', 'Garden')));
  return own;
}

/** A file in another encoding that its limits hold. */
async function held(): Promise<World> {
  const own = aWorld({ feeds: PRESETS });
  const body = Buffer.from(
    csv('id,email,city', 'ann,ann@example.com,Köln', ',bad,Köln', ',bad,Köln'),
    'utf16le',
  );
  await importFile(own, 'incoming/people/file.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), body]));
  return own;
}

/** The file of one import is gone, and the plan of another one is of an unknown format. */
async function damaged(): Promise<World> {
  const own = aWorld();
  const importId = await importPeople(own, 'ann,ann@example.com,pro');
  const plan = planIn(own, importId);
  const [chunk] = plan.chunks;
  if (!chunk) throw new Error('no chunk');
  own.objects.purge('incoming/people/file.csv');
  await validateChunk({ importId, chunk }, own, PRESETS).catch(() => undefined);
  const input = await drop(own, 'incoming/people/other.csv', csv('id', 'ann'));
  const other = await prepare(own, input);
  const unknown = { ...planIn(own, other), format: 1_000 };
  await importFiles.plan.save(own.objects, unknown, other);
  await validateChunk({ importId: other, chunk }, own, PRESETS).catch(() => undefined);
  return own;
}

describe('everything that the pipeline stores', () => {
  it('is of one kind, and has no field that the schema of its kind does not have', () => {
    expect(wrong).toEqual([]);
  });

  it('is observed here, so that no kind is without a test', () => {
    expect(
      [...Object.keys(OBJECT_KINDS), ...Object.keys(ITEM_KINDS)].filter((kind) => !observed.has(kind)),
    ).toEqual([]);
  });

  it('has the kinds of the files of an import', () => {
    expect(Object.keys(importFiles).filter((name) => !(name in OBJECT_KINDS))).toEqual([]);
  });
});
