import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReportCall, SplitInput } from '../../../lambdas/contracts/workflow.ts';
import { findEndedImport } from '../../../lambdas/report/find-ended-import.ts';
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

const find = (call: ReportCall, imports = world.imports) =>
  findEndedImport(call, imports, FEEDS, world.clock.now());
const split = () => splitImport(input, world, { feeds: FEEDS, partitionsAtOnce: 5 });

type Detail = Extract<ReportCall, { detail: unknown }>['detail'];
const statusChange = (change: Partial<Detail> = {}): ReportCall => ({
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
    ['TIMED_OUT', 'TIMED_OUT'],
    ['ABORTED', 'ABORTED'],
  ] as const)('is the end of its import: %s', async (status, word) => {
    const { importId } = await split();
    const ended = await find(statusChange({ status, error: null, cause: null }));
    expect(ended?.record.importId).toBe(importId);
    expect(ended?.failure).toMatchObject({ code: 'workflow_failed', message: expect.stringContaining(word) });
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
