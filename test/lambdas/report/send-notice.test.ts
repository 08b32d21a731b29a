import { beforeEach, describe, expect, it } from '@jest/globals';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { type NoticePorts, sendNotice } from '../../../lambdas/report/send-notice.ts';
import { aWorld, drop, prepare, type World } from '../../builders/world.ts';
import { crashAt } from '../../fakes/crashing-ports.ts';
import { type MemoryMetrics, memoryMetrics } from '../../fakes/memory-metrics.ts';
import { type MemoryNotices, memoryNotices } from '../../fakes/memory-notices.ts';
import { csv } from '../../integration/csv.ts';

const SETTINGS = { pipeline: 'shop', consoleUrl: 'https://console/' };
let world: World;
let notices: MemoryNotices;
let metrics: MemoryMetrics;
let importId: string;
beforeEach(async () => {
  world = aWorld();
  notices = memoryNotices();
  metrics = memoryMetrics();
  importId = await prepare(world, await drop(world, 'incoming/people/file.csv', csv('id,email', ',bad')));
});

/** What the function does when it is called: it ends the import, then sends the notice. */
async function callReport(ports: NoticePorts = { ...world, notices, metrics }): Promise<void> {
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  const { report } = await reportImport(record, undefined, world);
  await sendNotice(record, report, ports, SETTINGS);
}

describe('sendNotice', () => {
  it('sends the notice of an import that has ended, and counts the import', async () => {
    await callReport();
    expect(notices.sent.map(({ type, event }) => [type, event.importId])).toEqual([
      ['Import Held', importId],
    ]);
    expect(metrics.emitted).toMatchObject([
      { feed: 'people', measures: { imports_held: 1, rows_read: 1, rows_rejected: 1 } },
    ]);
  });

  it('does not count a dry run, which must not raise an alarm', async () => {
    importId = await prepare(world, await drop(world, 'dry-run/people/file.csv', csv('id,email', ',bad')));
    await callReport();
    expect(notices.sent).toHaveLength(1);
    expect(metrics.emitted).toEqual([]);
  });

  it('sends one notice, also if it is called several times', async () => {
    for (let calls = 0; calls < 3; calls++) await callReport();
    expect(notices.sent).toHaveLength(1);
    expect(metrics.emitted).toHaveLength(1);
  });

  it('does not delay the next import if the notice cannot be sent, and sends it when called again', async () => {
    notices.fail(true);
    await expect(callReport()).rejects.toThrow('throttles requests');
    expect((await world.imports.turns()).active).toEqual([]);
    expect(await world.imports.find(importId)).toMatchObject({ state: 'held' });
    notices.fail(false);
    await callReport();
    expect(notices.sent.map(({ type }) => type)).toEqual(['Import Held']);
  });

  it.each([1, 2, 3, 4])('sends the notice, at most twice, after a crash at effect %i', async (effect) => {
    const crashing = crashAt({ objects: world.objects, imports: world.imports, notices }, effect, 'unheard');
    await callReport({ ...crashing.ports, metrics }).catch(() => undefined);
    await callReport();
    expect(new Set(notices.sent.map(({ type }) => type))).toEqual(new Set(['Import Held']));
    expect(notices.sent.length).toBeLessThanOrEqual(2);
  });

  it('sends another notice after a redrive', async () => {
    await world.imports.setReason(importId, { code: 'x', message: 'Broken.' });
    const record = await world.imports.find(importId);
    await callReport();
    await world.imports.finish(importId, 'failed', undefined);
    await world.imports.register({ ...record, state: 'splitting', execution: 'execution-2' } as never, {
      redrive: true,
    });
    await callReport();
    expect(notices.sent).toHaveLength(2);
  });
});
