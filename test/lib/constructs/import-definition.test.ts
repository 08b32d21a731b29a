import { describe, expect, it } from '@jest/globals';
import { STATE, TURN_SECONDS } from '../../../lambdas/contracts/workflow.ts';
import {
  CHUNKS,
  DECIDED,
  definition,
  EVENT,
  type Json,
  properties,
  run,
  states,
  WEIGHED_FIRST,
} from './run-definition.ts';

/** What every item of a map gets. */
const OF_I = { importId: 'i', execution: 'execution-1' };

const ASKED = { waitSeconds: TURN_SECONDS, waitedSeconds: TURN_SECONDS };

describe('the workflow', () => {
  it('runs every step from Split to Report', async () => {
    const { calls, ended } = await run({});
    expect(ended).toMatchObject({ importId: 'i', report: { state: 'completed' } });
    expect(calls).toEqual([
      [STATE.split, { event: EVENT, execution: 'execution-1' }],
      [STATE.validateChunk, { ...OF_I, chunk: CHUNKS[0] }],
      [STATE.validateChunk, { ...OF_I, chunk: CHUNKS[1] }],
      [STATE.review, OF_I],
      [STATE.awaitTurn, expect.objectContaining({ Payload: { ...OF_I, ...ASKED, taskToken: 'token' } })],
      [STATE.forwardPartition, { ...OF_I, partition: 0, mode: 'send' }],
      [STATE.forwardPartition, { ...OF_I, partition: 7, mode: 'send' }],
      [STATE.report, expect.objectContaining({ importId: 'i' })],
    ]);
    expect(calls.at(-1)?.[1]).not.toHaveProperty('error');
  });

  it('ends without a report if Split skips the file', async () => {
    const { names, ended } = await run({ [STATE.split]: () => ({ status: 'skipped', importId: 'i' }) });
    expect(names).toEqual([STATE.split]);
    expect(ended).toMatchObject({ status: 'skipped' });
  });

  it('reports a file that cannot be read, and fails', async () => {
    const { names, ended } = await run({
      [STATE.split]: () => ({ status: 'refused', importId: 'i' }),
      [STATE.report]: () => ({ state: 'failed' }),
    });
    expect(names).toEqual([STATE.split, STATE.report]);
    expect(ended).toMatchObject({ cause: { name: 'ImportFailed' } });
  });

  it.each(['hold', 'stop'])('forwards nothing if Review decides %s', async (decision) => {
    const { names, ended } = await run({
      [STATE.review]: () => ({ decision, weigh: false, partitions: [] }),
      [STATE.report]: () => ({ state: decision === 'hold' ? 'held' : 'completed' }),
    });
    expect(names.slice(-2)).toEqual([STATE.review, STATE.report]);
    expect(ended).toHaveProperty('report');
  });

  it('weighs on its turn, before it sends, if Review requests it', async () => {
    const { calls, names } = await run({ [STATE.review]: () => WEIGHED_FIRST });
    expect(names.slice(-7)).toEqual([
      ...[STATE.awaitTurn, STATE.weighPartition, STATE.weighPartition, STATE.decide],
      ...[STATE.forwardPartition, STATE.forwardPartition, STATE.report],
    ]);
    expect(calls.filter(([name]) => name === STATE.weighPartition).map(([, input]) => input)).toEqual([
      { ...OF_I, partition: 0, mode: 'weigh' },
      { ...OF_I, partition: 7, mode: 'weigh' },
    ]);
    expect(calls.find(([name]) => name === STATE.decide)?.[1]).toEqual({ ...OF_I, partitions: [0, 7] });
  });

  it.each(['hold', 'stop'])('forwards nothing if Decide decides %s', async (decision) => {
    const { names } = await run({
      [STATE.review]: () => WEIGHED_FIRST,
      [STATE.decide]: ({ partitions }) => ({ ...DECIDED, decision, partitions }),
    });
    expect(names.slice(-2)).toEqual([STATE.decide, STATE.report]);
  });

  it('runs a dry run without a turn and without sending', async () => {
    const { names } = await run({
      [STATE.review]: () => ({ decision: 'dry-run', weigh: false, partitions: [0] }),
      [STATE.decide]: ({ partitions }) => ({ ...DECIDED, decision: 'stop', partitions }),
    });
    expect(names.slice(-4)).toEqual([STATE.review, STATE.weighPartition, STATE.decide, STATE.report]);
  });

  it('sends the canary, awaits approval, and waits for its turn again before it sends the rest', async () => {
    const { calls, names } = await run({
      [STATE.review]: () => WEIGHED_FIRST,
      [STATE.decide]: ({ partitions }) => ({ ...DECIDED, decision: 'canary', partitions, canary: [7] }),
    });
    expect(names.slice(-6)).toEqual([
      ...[STATE.canaryPartition, STATE.awaitApproval, STATE.awaitTurn],
      ...[STATE.forwardPartition, STATE.forwardPartition, STATE.report],
    ]);
    expect(calls.find(([name]) => name === STATE.canaryPartition)?.[1]).toEqual({
      ...OF_I,
      partition: 7,
      mode: 'canary',
    });
    const [, asked] = calls.find(([name]) => name === STATE.awaitApproval) ?? [];
    expect(asked.Payload).toEqual({ importId: 'i', taskToken: 'token', approvalSeconds: 60 });
  });

  it('sends nothing more if the canary is not approved', async () => {
    const { names, calls } = await run({
      [STATE.review]: () => WEIGHED_FIRST,
      [STATE.decide]: ({ partitions }) => ({ ...DECIDED, decision: 'canary', partitions, canary: [7] }),
      [STATE.awaitApproval]: () => {
        throw Object.assign(new Error(), { name: 'CanaryRejected' });
      },
    });
    expect(names.slice(-2)).toEqual([STATE.awaitApproval, STATE.report]);
    expect(calls.at(-1)?.[1]).toMatchObject({ error: { Error: 'CanaryRejected' } });
  });

  it('goes back to Split with the same event if Report says so, as often as it says so', async () => {
    const states = ['plan-again', 'plan-again', 'completed'];
    const { calls, names } = await run({
      [STATE.review]: () => {
        if (states.length > 1) throw Object.assign(new Error(), { name: 'ReplanError' });
        return { decision: 'stop', weigh: false, partitions: [] };
      },
      [STATE.report]: () => ({ state: states.shift() }),
    });
    const once = [STATE.split, STATE.validateChunk, STATE.validateChunk, STATE.review, STATE.report];
    expect(names).toEqual([...once, ...once, ...once]);
    const inputs = calls.filter(([name]) => name === STATE.split).map(([, input]) => input);
    expect(inputs).toEqual(Array(3).fill({ event: EVENT, execution: 'execution-1' }));
  });

  it('calls Forward again while a partition has more', async () => {
    const answers = ['more', 'more', 'done'].map((status) => ({ status, waitSeconds: 1 }));
    const { names } = await run({
      [STATE.review]: () => ({ decision: 'forward', weigh: false, partitions: [3] }),
      [STATE.forwardPartition]: () => answers.shift(),
    });
    expect(names.filter((name) => name === STATE.forwardPartition)).toHaveLength(3);
  });

  it('forwards the other partitions if one fails', async () => {
    const { calls, names } = await run({
      [STATE.forwardPartition]: ({ partition }) => {
        if (partition === 0) throw new Error('lost');
        return { status: 'done', waitSeconds: 0 };
      },
    });
    expect(names.filter((name) => name === STATE.forwardPartition)).toHaveLength(2);
    expect(names.at(-1)).toBe(STATE.report);
    expect(calls.at(-1)?.[1]).not.toHaveProperty('error');
  });

  it.each([
    [STATE.validateChunk, STATE.noteChunk, 'validate'],
    [STATE.weighPartition, STATE.noteWeighing, 'forward'],
    [STATE.canaryPartition, STATE.noteCanary, 'forward'],
    [STATE.forwardPartition, STATE.notePartition, 'forward'],
  ])(
    'notes why an item of the map failed at "%s", which the map itself does not say',
    async (name, note, failed) => {
      const { calls } = await run({
        [STATE.review]: () => WEIGHED_FIRST,
        [STATE.decide]: ({ partitions }) => ({ ...DECIDED, decision: 'canary', partitions, canary: [7] }),
        [name]: () => {
          throw Object.assign(new Error(), { name: 'Runtime.OutOfMemory' });
        },
      });
      const [, noted] = calls.find(([called]) => called === note) ?? [];
      const error = expect.objectContaining({ Error: 'Runtime.OutOfMemory' });
      expect(noted).toEqual({ ...OF_I, failed, error });
      expect(calls.filter(([called]) => called === name).length % 2).toBe(0);
    },
  );

  it('ends the partition and reports it, also if its failure cannot be noted', async () => {
    const { names } = await run({
      [STATE.review]: () => ({ decision: 'forward', weigh: false, partitions: [3] }),
      [STATE.forwardPartition]: () => {
        throw new Error('lost');
      },
      [STATE.notePartition]: () => {
        throw new Error('lost');
      },
    });
    expect(names.at(-1)).toBe(STATE.report);
  });

  it.each([STATE.validateChunk, STATE.review, STATE.awaitTurn, STATE.weighPartition, STATE.decide])(
    'reports a failed "%s" with its error, and sends nothing',
    async (name) => {
      const { calls, names } = await run({
        [STATE.review]: () => WEIGHED_FIRST,
        [name]: () => {
          throw new Error('broken');
        },
      });
      expect(names).not.toContain(STATE.forwardPartition);
      expect(calls.at(-1)).toEqual([
        STATE.report,
        expect.objectContaining({
          importId: 'i',
          error: expect.objectContaining({ Error: expect.any(String) }),
        }),
      ]);
    },
  );

  it.each([STATE.split, STATE.report])('fails with the error that "%s" threw', async (name) => {
    const { ended, names } = await run({
      [name]: () => {
        throw new RangeError('broken');
      },
    });
    expect(names.at(-1)).toBe(name);
    expect(ended).toMatchObject({ cause: { name: 'RangeError' } });
  });

  it.each(['DeferError', 'Lambda.TooManyRequestsException', 'Sandbox.Timedout'])(
    'retries after %s',
    async (name) => {
      let attempts = 0;
      const { names } = await run({
        [STATE.review]: () => {
          attempts += 1;
          if (attempts < 3) throw Object.assign(new Error(), { name });
          return { decision: 'stop', weigh: false, partitions: [] };
        },
      });
      expect(names.slice(-4)).toEqual([STATE.review, STATE.review, STATE.review, STATE.report]);
    },
  );

  it('retries every task for hours while Lambda is throttled, with attempts that nothing else uses up', () => {
    const tasks = states(definition).filter(([, { Type }]) => Type === 'Task');
    expect(tasks.length).toBeGreaterThan(10);
    for (const [name, { Retry }] of tasks) {
      const [throttled] = Retry.filter(({ ErrorEquals }: Json) =>
        ErrorEquals.includes('Lambda.TooManyRequestsException'),
      );
      expect([name, throttled.ErrorEquals]).toEqual([name, ['Lambda.TooManyRequestsException']]);
      // With full jitter a pause is half as long on average.
      expect((throttled.MaxAttempts * throttled.MaxDelaySeconds) / 2).toBeGreaterThanOrEqual(6 * 3600);
    }
  });

  it('retries a task that ran out of memory once', () => {
    for (const [, { Type, Retry }] of states(definition)) {
      if (Type !== 'Task') continue;
      const memory = Retry.find(({ ErrorEquals }: Json) => ErrorEquals.includes('Runtime.OutOfMemory'));
      expect(memory).toMatchObject({ MaxAttempts: 1 });
      expect(memory.ErrorEquals).toEqual(['Runtime.OutOfMemory', 'Runtime.ExitError']);
    }
  });

  it('retries every task, and catches the errors of each task or of its map', () => {
    const uncaught: string[] = [];
    for (const [name, state] of states(definition)) {
      if (state.Type !== 'Task') continue;
      const retried: string[] = state.Retry.flatMap(({ ErrorEquals }: Json) => ErrorEquals);
      expect(retried).toEqual(
        expect.arrayContaining([
          ...['Lambda.ServiceException', 'DeferError'],
          ...([STATE.awaitApproval, STATE.awaitTurn].some((one) => one === name) ? [] : ['States.Timeout']),
        ]),
      );
      if (!state.Catch?.some(({ ErrorEquals }: Json) => ErrorEquals.includes('States.ALL')))
        uncaught.push(name);
    }
    expect(uncaught.sort()).toEqual([STATE.noteCanary, STATE.noteChunk, STATE.noteWeighing].sort());
    expect(definition.States[STATE.validate].Catch).toEqual([
      { ErrorEquals: ['States.ALL'], Next: STATE.report, ResultPath: '$.error' },
    ]);
  });

  it('keeps execution data out of its logs', () => {
    expect(properties('AWS::StepFunctions::StateMachine')[0]).toMatchObject({
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('times out after 26 hours', () => {
    expect(definition.TimeoutSeconds).toBe(26 * 3600);
  });
});
