import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createActivity } from '../../../local/engine/activity.ts';
import { type ExecutionRecord, openExecutionJournal } from '../../../local/engine/execution-journal.ts';
import { createExecutions, type ExecutionProgress } from '../../../local/engine/executions.ts';
import type { ExecutionEnd, Workflow } from '../../../local/engine/workflow.ts';
import { temporaryFolder } from './assembly-builder.ts';

const ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:Machine';
const DONE: ExecutionEnd = { status: 'SUCCEEDED', output: 1 };

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Executions on the folder that end when the test ends them. */
async function open() {
  const ran: unknown[] = [];
  const announced: ExecutionRecord[] = [];
  const progress: ExecutionProgress[] = [];
  const finish = Promise.withResolvers<ExecutionEnd>();
  const workflow: Workflow = {
    run: ({ name, input }) => {
      ran.push([name, input]);
      return {
        end: finish.promise,
        abort: () => finish.resolve({ status: 'ABORTED', error: '', cause: '' }),
      };
    },
  };
  const activity = createActivity();
  const executions = createExecutions({
    journal: await openExecutionJournal(folder.path),
    workflow,
    stateMachineArn: ARN,
    announce: async (record) => {
      announced.push(record);
    },
    onProgress: (event) => progress.push(event),
    now: () => new Date(0),
    activity,
  });
  const kill = async () => {
    executions.close();
    await activity.idle();
  };
  return { executions, activity, ran, announced, progress, finish: finish.resolve, kill };
}

describe('executions', () => {
  it('run once per name', async () => {
    const { executions, ran, finish, activity } = await open();
    const arns = await Promise.all([executions.start('a', { n: 1 }), executions.start('a', { n: 2 })]);
    finish(DONE);
    await activity.idle();
    expect(arns).toEqual([`${ARN.replace('stateMachine', 'execution')}:a`, arns[0]]);
    expect(ran).toEqual([['a', { n: 1 }]]);
  });

  it('return their end to callers who asked before, during or after the run', async () => {
    const { executions, finish, activity } = await open();
    const before = executions.end(executions.arnOf('a'));
    const arn = await executions.start('a', {});
    finish(DONE);
    await activity.idle();
    expect([await before, await executions.end(arn)]).toEqual([DONE, DONE]);
  });

  it('are announced when they have ended', async () => {
    const { executions, announced, finish, activity, progress } = await open();
    await executions.start('a', {});
    finish(DONE);
    await activity.idle();
    expect(announced).toMatchObject([{ name: 'a', end: DONE }]);
    expect(progress.map(({ kind }) => kind)).toEqual(['started', 'ended']);
  });

  it('that a kill interrupted run again from the beginning, with the same name', async () => {
    const first = await open();
    await first.executions.start('a', { n: 1 });
    await first.kill();
    const second = await open();
    second.executions.resume();
    second.finish(DONE);
    expect(await second.executions.end(second.executions.arnOf('a'))).toEqual(DONE);
    await second.activity.idle();
    expect(second.ran).toEqual([['a', { n: 1 }]]);
    expect(second.progress.map(({ kind }) => kind)).toContain('resumed');
  });

  it('that have ended are not run again', async () => {
    const first = await open();
    await first.executions.start('a', {});
    first.finish(DONE);
    await first.activity.idle();
    const second = await open();
    second.executions.resume();
    await second.executions.start('a', {});
    await second.activity.idle();
    expect(second.ran).toEqual([]);
    expect(second.announced).toEqual([]);
    expect(await second.executions.end(second.executions.arnOf('a'))).toEqual(DONE);
    expect(second.executions.list()).toMatchObject([{ name: 'a', end: DONE, announced: true }]);
  });

  it('that ended, but were not announced before the kill, are announced again', async () => {
    const journal = await openExecutionJournal(folder.path);
    await journal.write({ name: 'a', arn: 'arn:a', input: {}, startedAt: '', end: DONE, endedAt: '' });
    const { executions, announced, activity } = await open();
    executions.resume();
    await activity.idle();
    expect(announced).toMatchObject([{ name: 'a' }]);
  });

  it('leave no incomplete file', async () => {
    const { executions, finish, activity } = await open();
    await executions.start('a', {});
    finish(DONE);
    await activity.idle();
    expect(readdirSync(folder.path)).toEqual(['a.json']);
  });
});
