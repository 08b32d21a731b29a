// A note that an operation was declined counts only if no later attempt was accepted.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { ReportSchema } from '../../../lambdas/contracts/report.ts';
import { SupersededError } from '../../../lambdas/domain/errors.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import {
  aWorld,
  forwardAll,
  forwardSettings,
  importEvents,
  importPeople,
  isAbout,
  order,
  type World,
} from '../../builders/world.ts';

async function reportOf(world: World, feed: string, importId: string) {
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  await reportImport(record, undefined, world);
  const text = (name: string) => world.objects.text(`${reportPrefix(feed, importId)}${name}`);
  return {
    report: ReportSchema.parse(JSON.parse(text('report.json'))),
    rejected: parse(text('rejects.csv'), { columns: true }) as Record<string, string>[],
  };
}

/** A worker that dies when it saves its first checkpoint. */
async function dieAtCheckpoint(world: World, importId: string): Promise<void> {
  const saveCheckpoint = () => Promise.reject(new Error('died'));
  const ports = { ...world, imports: { ...world.imports, saveCheckpoint } };
  await expect(forwardPartition({ importId, partition: 0 }, ports, forwardSettings(world))).rejects.toThrow(
    'died',
  );
}

const KINDS: [string, string, (world: World) => Promise<string>, string][] = [
  ['event', 'events', (world) => importEvents(world, order(1), order(2), order(3)), 'c2'],
  ['person', 'people', (world) => importPeople(world, 'ann,a@x.io,pro', 'bob,b@x.io,pro'), 'bob'],
];

describe.each(KINDS)('the note that an %s was declined', (_, feed, prepareImport, id) => {
  it('does not count if the next worker sends it again and it is accepted', async () => {
    const world = aWorld();
    const importId = await prepareImport(world);
    world.customerIo.decline(isAbout(id));
    await dieAtCheckpoint(world, importId);
    world.customerIo.decline(() => false);
    await forwardAll(world, importId);
    const { report, rejected } = await reportOf(world, feed, importId);
    expect(report).toMatchObject({ state: 'completed', outcomes: { rejected: 0, delivered: report.rows } });
    expect(rejected).toEqual([]);
  });

  it('does not count if a worker writes it that was replaced', async () => {
    const world = aWorld();
    const importId = await prepareImport(world);
    let replaced = false;
    const { postBatch } = world.customerIo;
    const customerIo = {
      ...world.customerIo,
      // While the first worker waits for its answer, another one takes its place and finishes.
      postBatch: async (body: string, items: number) => {
        world.customerIo.decline(isAbout(id));
        const reply = await postBatch(body, items);
        world.customerIo.decline(() => false);
        if (!replaced) {
          replaced = true;
          await forwardAll(world, importId);
        }
        return reply;
      },
    };
    const late = forwardPartition(
      { importId, partition: 0 },
      { ...world, customerIo },
      forwardSettings(world),
    );
    await expect(late).rejects.toThrow(SupersededError);
    const { report, rejected } = await reportOf(world, feed, importId);
    expect(report).toMatchObject({ outcomes: { rejected: 0, delivered: report.rows } });
    expect(rejected).toEqual([]);
  });

  it('counts if the next worker is declined, too, and the row is in rejects.csv once', async () => {
    const world = aWorld();
    const importId = await prepareImport(world);
    world.customerIo.decline(isAbout(id));
    await dieAtCheckpoint(world, importId);
    await forwardAll(world, importId);
    const { report, rejected } = await reportOf(world, feed, importId);
    expect(report.outcomes.rejected).toBe(1);
    expect(rejected.map((row) => row._reject_code)).toEqual(['refused_by_customerio']);
  });

  it('counts after a later worker continues behind it', async () => {
    const world = aWorld();
    const importId = await prepareImport(world);
    world.customerIo.decline(isAbout(id));
    await forwardAll(world, importId);
    world.customerIo.decline(() => false);
    await forwardAll(world, importId);
    const { rejected } = await reportOf(world, feed, importId);
    expect(rejected).toHaveLength(1);
  });
});
