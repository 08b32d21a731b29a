import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FailedItem, ReportCall, SplitInput } from '../../../lambdas/contracts/workflow.ts';
import { findEndedImport } from '../../../lambdas/report/find-ended-import.ts';
import { noteFailedItem } from '../../../lambdas/report/note-failed-item.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { aWorld, drop, FEEDS, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

let world: World;
let input: SplitInput;
beforeEach(async () => {
  world = aWorld();
  input = await drop(world, 'incoming/people/file.csv', csv('id,email', 'ann,a@x.io'));
});

const find = (call: Parameters<typeof findEndedImport>[0], imports = world.imports) =>
  findEndedImport(call, imports, FEEDS, world.clock.now());
const split = () => splitImport(input, world, { feeds: FEEDS, partitionsAtOnce: 5 });

type StatusChange = Extract<ReportCall, { detail: unknown }>;
type Detail = StatusChange['detail'];
const statusChange = (change: Partial<Detail> = {}): StatusChange => ({
  'detail-type': 'Step Functions Execution Status Change',
  detail: { executionArn: 'execution-1', status: 'FAILED', input: JSON.stringify(input.event), ...change },
});
const cause = (errorMessage: string) => JSON.stringify({ errorType: 'Error', errorMessage, trace: [] });

describe('a call of the workflow', () => {
  it('finds the import that it names', async () => {
    const { importId } = await split();
    expect(await find({ importId })).toEqual({
      record: await world.imports.find(importId),
      failure: undefined,
    });
  });

  it.each([
    [
      { Error: 'RefusedError', Cause: cause('[object_gone] It was deleted.') },
      'object_gone',
      'an error of ours',
    ],
    [{ Error: 'TypeError', Cause: cause('secret of ann') }, 'workflow_failed', 'an error that is not ours'],
    [{ Error: 'States.Timeout' }, 'workflow_failed', 'no cause at all'],
    [{ Error: 'States.TaskFailed', Cause: 'not JSON' }, 'workflow_failed', 'a cause in other words'],
  ])('with the error %j gives the reason %s: %s', async (error, code, _because) => {
    const { importId } = await split();
    const ended = await find({ importId, error });
    expect(ended?.failure).toMatchObject({ code });
    expect(ended?.failure?.message).not.toContain('secret');
  });

  it('throws if the import was never registered', async () => {
    await expect(find({ importId: 'unknown' })).rejects.toThrow('never registered');
  });
});

describe('an execution that ended without a report', () => {
  it.each([
    ['TIMED_OUT', 'import_timed_out', 'importTimeout'],
    ['ABORTED', 'workflow_failed', 'ABORTED'],
  ] as const)('is the end of its import: %s', async (status, code, word) => {
    const { importId } = await split();
    const ended = await find(statusChange({ status, error: null, cause: null }));
    expect(ended?.record.importId).toBe(importId);
    expect(ended?.failure).toMatchObject({ code, message: expect.stringContaining(word) });
  });

  it('names Split if it ran out of memory before it registered the import', async () => {
    const ended = await find(statusChange({ error: 'Runtime.ExitError', cause: null }));
    expect(ended?.failure).toMatchObject({
      code: 'out_of_memory',
      message: expect.stringContaining('The function split'),
    });
  });

  it('registers the import if Split did not, so that it is reported', async () => {
    const ended = await find(statusChange({ error: 'RangeError', cause: cause('out of memory') }));
    if (!ended) throw new Error('nothing was found');
    expect(ended.record).toMatchObject({ feed: 'people', state: 'splitting', execution: 'execution-1' });
    const { output } = await reportImport(ended.record, ended.failure, world);
    expect(output).toEqual({ state: 'failed' });
    expect(await world.imports.find(ended.record.importId)).toMatchObject({
      state: 'failed',
      reason: { code: 'workflow_failed', message: expect.stringContaining('RangeError') },
    });
    expect((await world.imports.turns()).active).toEqual([]);
  });

  it('changes nothing if it did not own the import', async () => {
    const { importId } = await split();
    const before = await world.imports.find(importId);
    expect(await find(statusChange({ executionArn: 'execution-2' }))).toBeUndefined();
    expect(await world.imports.find(importId)).toEqual(before);
    expect((await world.imports.turns()).active).toHaveLength(1);
  });

  it('changes nothing if another execution has just taken the import', async () => {
    const late = {
      ...world.imports,
      find: async (importId: string) => {
        const record = await world.imports.find(importId);
        await splitImport({ ...input, execution: 'execution-2' }, world, {
          feeds: FEEDS,
          partitionsAtOnce: 5,
        });
        return record;
      },
    };
    expect(await find(statusChange(), late)).toBeUndefined();
    const { active } = await world.imports.turns();
    expect(await world.imports.find(active[0]?.importId ?? '')).toMatchObject({ execution: 'execution-2' });
  });
});

describe('a failed item of a map', () => {
  const failed = (importId: string, change: Partial<FailedItem> = {}): FailedItem => ({
    ...{ importId, execution: 'execution-1', failed: 'validate' },
    error: { Error: 'Runtime.OutOfMemory', Cause: '{"errorMessage":"signal: killed"}' },
    ...change,
  });

  it('is named in the report with what to raise, although the map has another error', async () => {
    const { importId } = await split();
    await noteFailedItem(failed(importId), world.imports);
    const ended = await find({ importId, error: { Error: 'States.ExceedToleratedFailureThreshold' } });
    if (!ended) throw new Error('nothing was found');
    await reportImport(ended.record, ended.failure, world);
    const reason = (await world.imports.find(importId))?.reason;
    expect(reason?.code).toBe('out_of_memory');
    expect(reason?.message).toMatch(/^The function validate ran out of memory.*"memoryMb": {"validate": …}/);
  });

  it('does not replace the first reason', async () => {
    const { importId } = await split();
    await noteFailedItem(failed(importId), world.imports);
    const other = { Error: 'DeferError', Cause: cause('[dynamodb_throttled] Busy.') };
    await noteFailedItem(failed(importId, { error: other }), world.imports);
    expect(await world.imports.find(importId)).toMatchObject({ reason: { code: 'out_of_memory' } });
  });

  it.each([
    ['another execution has the import', async () => undefined, 'execution-0'],
    [
      'the import has ended',
      (importId: string) =>
        world.imports.finish(importId, 'completed', undefined, { execution: 'execution-1' }),
      'execution-1',
    ],
  ] as const)('changes nothing if %s', async (_, prepare, execution) => {
    const { importId } = await split();
    await prepare(importId);
    await noteFailedItem(failed(importId, { execution }), world.imports);
    expect(await world.imports.find(importId)).not.toHaveProperty('reason');
  });
});
