// A second execution of an import reports its own end, not that of the attempt before.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { planKey, reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { type Report, ReportSchema } from '../../../lambdas/contracts/report.ts';
import type { SplitInput } from '../../../lambdas/contracts/workflow.ts';
import { PausedError } from '../../../lambdas/domain/errors.ts';
import type { Reason } from '../../../lambdas/domain/imports/import-record.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { noticeOf } from '../../../lambdas/domain/report/notice.ts';
import { verdictOf } from '../../../lambdas/domain/report/verdict.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { validateChunk } from '../../../lambdas/validate/validate-chunk.ts';
import {
  aWorld,
  drop,
  FEEDS,
  forwardAll,
  isAbout,
  planIn,
  prepare,
  type World,
} from '../../builders/world.ts';
import { csv, rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const LOST = { code: 'workflow_failed', message: 'The workflow stopped.' };
const dropPeople = (...lines: readonly string[]) =>
  drop(world, 'incoming/people/file.csv', csv('id,email', ...lines));
const again = (input: SplitInput): SplitInput => ({
  event: { ...input.event, redrive: true },
  execution: 'execution-2',
});
const split = (input: SplitInput) => splitImport(input, world, { feeds: FEEDS, partitionsAtOnce: 5 });
const fileOf = (importId: string, name: string) =>
  world.objects.text(`${reportPrefix('people', importId)}${name}`);
const rejectedIn = (importId: string) => fileOf(importId, 'rejects.csv').trim().split('\n').slice(1);
const report = async (importId: string, failure?: Reason): Promise<Report> => {
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  await reportImport(record, failure, world);
  return ReportSchema.parse(JSON.parse(fileOf(importId, 'report.json')));
};

describe('a redrive', () => {
  it('with another plan returns no rows that were declined in the attempt before', async () => {
    const input = await dropPeople('ann,a@x.io', 'bob,b@x.io');
    world.customerIo.decline(isAbout('ann'));
    const importId = await prepare(world, input);
    await forwardAll(world, importId);
    await world.imports.finish(importId, 'failed', LOST);

    const feeds = FeedsSchema.parse({
      workspace: 'main',
      feeds: { people: { ...people, columns: { plan: { as: 'tier' } } } },
    });
    world = { ...world, feeds };
    world.customerIo.decline(() => false);
    await prepare(world, again(input));
    await forwardAll(world, importId);
    expect(await report(importId)).toMatchObject({ state: 'completed', outcomes: { delivered: 2 } });
    expect(rejectedIn(importId)).toEqual([]);
  });

  it('with the same plan continues, and also returns the rows that were declined before', async () => {
    const { postBatch } = world.customerIo;
    const pausing = (body: string, items: number) =>
      items < 1_500 ? Promise.reject(new PausedError('credentials', 'Fix them.')) : postBatch(body, items);
    const input = await dropPeople(...rows(2_000, (n) => `c${n},c${n}@x.io`));
    world.customerIo.decline(isAbout('c2'));
    const importId = await prepare(world, input);
    await forwardAll({ ...world, customerIo: { ...world.customerIo, postBatch: pausing } }, importId);
    await world.imports.finish(importId, 'paused', LOST);

    await prepare(world, again(input));
    await forwardAll(world, importId);
    expect(await report(importId)).toMatchObject({ outcomes: { delivered: 1_999, rejected: 1 } });
    expect(rejectedIn(importId)).toEqual([expect.stringContaining('c2@x.io')]);
  });

  it('that fails before it counts the rows says so, and what the attempt before delivered', async () => {
    const input = await dropPeople('ann,a@x.io', 'bob,b@x.io', 'cyd,not an address');
    world.customerIo.decline(isAbout('bob'));
    const importId = await prepare(world, input);
    await forwardAll(world, importId);
    await world.imports.finish(importId, 'failed', LOST);

    world.clock.advance(60);
    await split(again(input));
    const failed = await report(importId, LOST);
    expect(failed).toMatchObject({ state: 'failed', reason: LOST, rows: 0, unfinished: 0, rejects: [] });
    expect(failed.uncounted).toEqual({ delivered: 1 });
    expect(new Set(Object.values(failed.outcomes))).toEqual(new Set([0]));
    expect(verdictOf(failed).sentence).toBe(
      'The import failed. This attempt sent nothing, and ended before it counted the rows of the file. ' +
        '1 row has reached Customer.io in an earlier attempt.',
    );
    const { subject, text } = noticeOf(failed, { pipeline: 'p', consoleUrl: 'c' });
    expect(subject).toBe('people: failed');
    expect(text).toContain('The rows of the file were not counted in this attempt.');

    await world.imports.finish(importId, 'failed', LOST);
    const third = { ...again(input), execution: 'execution-3' };
    await prepare(world, third);
    await forwardAll(world, importId);
    expect(await report(importId)).toMatchObject({ rows: 3, outcomes: { delivered: 1, rejected: 2 } });
  });

  it('fails with its own reason, not with that of the attempt before', async () => {
    const input = await dropPeople('ann,a@x.io');
    const { importId } = await split(input);
    const plan = planIn(world, importId);
    await world.objects.write(
      planKey(importId),
      JSON.stringify({ ...plan, parts: plan.parts.map((part) => ({ ...part, key: 'gone' })) }),
    );
    for (const chunk of plan.chunks)
      await validateChunk({ importId, chunk }, world, FEEDS).catch(() => undefined);
    expect(await report(importId, LOST)).toMatchObject({ state: 'failed', reason: { code: 'object_gone' } });

    await split(again(input));
    expect(await report(importId, LOST)).toMatchObject({ state: 'failed', reason: LOST });
  });
});
