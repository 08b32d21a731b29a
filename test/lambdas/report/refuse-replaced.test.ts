// A Report that outlives its execution changes nothing after a redrive, whenever the redrive happens.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { awaitApproval } from '../../../lambdas/report/await-approval.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { aWorld, forwardAll, importPeople, type World } from '../../builders/world.ts';

let world: World;
let importId: string;
let record: ImportRecord;
beforeEach(async () => {
  world = aWorld();
  importId = await importPeople(world, 'ann,ann@example.com,pro');
  await forwardAll(world, importId);
  record = await recordIn();
});

async function recordIn(): Promise<ImportRecord> {
  const found = await world.imports.find(importId);
  if (!found) throw new Error('no such import');
  return found;
}

/** Another Report ends the import, and an operator redrives it. */
async function replace(): Promise<void> {
  await world.imports.finish(importId, 'failed', { code: 'x', message: 'x' });
  await world.imports.register({ ...record, execution: 'redrive' }, { redrive: true });
}

const written = () => [
  world.objects.keys(reportPrefix(record.feed, importId)).map((key) => world.objects.text(key)),
  world.objects.keys('reports/_imports/'),
];
const left = async () => [
  written(),
  await world.imports.history(record.feed, 10),
  await recordIn(),
  await world.imports.turns(),
];

describe('a Report that was replaced', () => {
  it('writes no report and no history, and ends nothing', async () => {
    await replace();
    const before = await left();
    await expect(reportImport(record, undefined, world)).rejects.toMatchObject({ code: 'superseded' });
    expect(await left()).toEqual(before);
  });

  it('writes no history and ends nothing if it is replaced while it writes the report', async () => {
    const write: World['objects']['write'] = async (key, ...body) => {
      if (key.endsWith('/report.json')) await replace();
      await world.objects.write(key, ...body);
    };
    const late = { ...world, objects: { ...world.objects, write } };
    await expect(reportImport(record, undefined, late)).rejects.toMatchObject({ code: 'superseded' });
    expect(await world.imports.history(record.feed, 10)).toEqual([]);
    expect(await recordIn()).toMatchObject({ execution: 'redrive', state: record.state });
    expect((await world.imports.turns()).active.map((active) => active.importId)).toEqual([importId]);
  });

  it('ends nothing if a later Report of its execution has begun, which another version can have', async () => {
    const write: World['objects']['write'] = async (key, ...body) => {
      if (key.endsWith('/report.json')) await world.imports.claimReport(importId, record.execution);
      await world.objects.write(key, ...body);
    };
    const late = { ...world, objects: { ...world.objects, write } };
    await expect(reportImport(record, undefined, late)).rejects.toMatchObject({ code: 'superseded' });
    expect(await world.imports.history(record.feed, 10)).toEqual([]);
    expect(await recordIn()).toMatchObject({ state: record.state, reportCall: 2 });
  });

  it('asks for no approval', async () => {
    await replace();
    const before = await left();
    const asked = { taskToken: 'late', approvalSeconds: 60 };
    await expect(awaitApproval(record, asked, world)).rejects.toMatchObject({ code: 'superseded' });
    expect(await left()).toEqual(before);
  });

  it('writes nothing if another Report of its own execution has ended the import', async () => {
    await world.imports.finish(importId, 'failed', { code: 'x', message: 'x' });
    const before = await left();
    await expect(reportImport(record, undefined, world)).rejects.toMatchObject({ code: 'superseded' });
    expect(await left()).toEqual(before);
  });
});
