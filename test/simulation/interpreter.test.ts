// Compares the interpreter of the simulation with aws-local-stepfunctions, which the embedded engine uses: for the same
// definition and responses of the functions, both make the same calls.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { CANARY_REJECTED } from '../../lambdas/contracts/failure.ts';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import { type Deployment, deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { type Machine, readMachine, runMachine, StateError, WAIT_FOR_TOKEN } from './interpreter.ts';
import type { Json } from './json-path.ts';
import { randomOf } from './random.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
});

const EVENT = { time: '2026-01-01T00:00:00Z', detail: { object: { key: 'incoming/events/x.csv' } } };
const CHUNK = { n: 0, part: 0, start: 1, end: 2, firstLine: 2 };

type Answers = Readonly<Record<string, (attempt: number, input: Json) => Json>>;

const WELL: Answers = {
  [STATE.split]: () => ({
    status: 'split',
    importId: 'i',
    execution: 'execution-1',
    chunks: [CHUNK, { ...CHUNK, n: 1 }],
  }),
  [STATE.validateChunk]: () => null,
  [STATE.review]: () => ({ decision: 'forward', weigh: false, partitions: [0, 7] }),
  [STATE.weighPartition]: () => ({ status: 'done', waitSeconds: 0 }),
  [STATE.decide]: () => ({ decision: 'forward', weigh: false, partitions: [0, 7] }),
  [STATE.awaitTurn]: () => ({ turn: true, waitSeconds: 0 }),
  [STATE.askAgain]: () => ({ turn: true, waitSeconds: 0 }),
  [STATE.forwardPartition]: () => ({ status: 'done', waitSeconds: 0 }),
  [STATE.report]: () => ({ state: 'completed' }),
};

const failing = (name: string) => () => {
  throw Object.assign(new Error('broken'), { name });
};
const failingOnce =
  (name: string, then: Json): Answers[string] =>
  (attempt) =>
    attempt > 1 ? then : failing(name)();

const weighed = () => ({ decision: 'forward', weigh: true, partitions: [0, 7] });
const canaryFirst = () => ({
  ...{ decision: 'canary', weigh: false, partitions: [0, 7], canary: [7], approvalSeconds: 60 },
});

const CASES: readonly (readonly [what: string, answers: Answers])[] = [
  ['nothing fails', {}],
  ['there is nothing to import', { [STATE.split]: () => ({ status: 'skipped', importId: 'i' }) }],
  ['a file is refused', { [STATE.split]: () => ({ status: 'refused', importId: 'i' }) }],
  ['Split fails', { [STATE.split]: failing('RangeError') }],
  ['a chunk fails', { [STATE.validateChunk]: failing('RefusedError') }],
  ['a chunk runs out of time once', { [STATE.validateChunk]: failingOnce('Sandbox.Timedout', null) }],
  ['Review holds', { [STATE.review]: () => ({ decision: 'hold', weigh: false, partitions: [] }) }],
  [
    'it is a dry run',
    {
      [STATE.review]: () => ({ decision: 'dry-run', weigh: true, partitions: [0] }),
      [STATE.decide]: () => ({ decision: 'stop', weigh: false, partitions: [0] }),
    },
  ],
  ['the import is weighed', { [STATE.review]: weighed }],
  [
    'the turn comes later',
    { [STATE.awaitTurn]: (attempt) => ({ turn: attempt > 2, waitSeconds: attempt > 2 ? 0 : 5 }) },
  ],
  ['the import is not woken in time', { [STATE.awaitTurn]: failing('States.Timeout') }],
  [
    'a weighed partition runs out of memory',
    { [STATE.review]: weighed, [STATE.weighPartition]: failing('Runtime.ExitError') },
  ],
  ['a partition fails', { [STATE.forwardPartition]: failing('TypeError') }],
  [
    'a partition has more',
    { [STATE.forwardPartition]: (attempt) => ({ status: attempt > 3 ? 'done' : 'more', waitSeconds: 1 }) },
  ],
  ['a canary goes first and is approved', { [STATE.decide]: canaryFirst, [STATE.review]: weighed }],
  [
    'a canary is rejected',
    {
      [STATE.decide]: canaryFirst,
      [STATE.review]: weighed,
      [STATE.awaitApproval]: failing(CANARY_REJECTED),
      [STATE.report]: () => ({ state: 'held' }),
    },
  ],
  ['an import fails', { [STATE.report]: () => ({ state: 'failed' }) }],
  ['Report defers once', { [STATE.report]: failingOnce('DeferError', { state: 'completed' }) }],
];

describe('the interpreter', () => {
  it.each(CASES)('makes the same calls as the library when %s', async (_, answers) => {
    const all = { ...WELL, ...answers };
    const library = await byLibrary(deployment.machine, all);
    expect(library.calls.length).toBeGreaterThan(0);
    expect(await byInterpreter(deployment.machine, all)).toEqual(library);
  });

  it('rejects a field that it does not know', () => {
    const definition = { StartAt: 'A', States: { A: { Type: 'Pass', Assign: {}, End: true } } };
    expect(() => readMachine(JSON.stringify(definition))).toThrow('does not know Assign of the state "A"');
  });
});

type Call = readonly [name: string, input: Json];

/** Responds by the name of the state, and records the calls. */
function functionsOf(answers: Answers) {
  const calls: Call[] = [];
  const call = (name: string, input: Json): Json => {
    calls.push([name, input]);
    return answers[name]?.(calls.filter(([other]) => other === name).length, input) ?? null;
  };
  /** The order of the tasks of a map is not defined. */
  const inOrder = () =>
    calls.map((one) => JSON.stringify(withoutCause(one[1]), undefined, 0) + one[0]).sort();
  return { call, calls: inOrder };
}

/** The library's name of an error differs from that of Lambda. */
function withoutCause(input: Json): Json {
  return JSON.parse(JSON.stringify(input, (key, value) => (key === 'Cause' ? '' : value)));
}

const TOKEN = 'token-1';

async function byInterpreter(machine: Machine, answers: Answers) {
  const { call, calls } = functionsOf(answers);
  let open = Promise.withResolvers<Json>();
  const engine = {
    scheduler: { sleep: async () => undefined, after: () => ({ cancel: () => undefined }) },
    random: randomOf(1),
    invoke: async (_: string, payload: Json, state: string) => {
      try {
        const answer = call(state, payload);
        // A person says only yes, after the response of the function.
        if (JSON.stringify(payload).includes(TOKEN)) setImmediate(open.resolve, answer);
        return answer;
      } catch (error) {
        throw new StateError((error as Error).name, '');
      }
    },
    openTask: () => {
      open = Promise.withResolvers();
      return { token: TOKEN, answer: open.promise, close: () => undefined };
    },
  };
  const paths = { input: EVENT, context: { Execution: { Id: 'execution-1', Input: EVENT } } };
  const ended = await runMachine(machine, paths, engine, { stopped: () => false }).then(
    () => 'SUCCEEDED',
    (error: StateError) => error.name,
  );
  return { ended, calls: calls() };
}

async function byLibrary(machine: Machine, answers: Answers) {
  const { call, calls } = functionsOf(answers);
  const all = [...states(machine)];
  // If a task has a time-out, the library does not handle its error.
  const untimed = JSON.parse(
    JSON.stringify(machine, (key, value) => (key === 'TimeoutSecondsPath' ? undefined : value)),
  );
  const execution = new StateMachine(untimed).run(EVENT as never, {
    context: { Execution: { Id: 'execution-1', Input: EVENT }, Task: { Token: TOKEN } } as never,
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        all.map(([name, { Resource }]) => [
          name,
          async (input: Json) => call(name, Resource === WAIT_FOR_TOKEN ? payloadOf(input) : input) as never,
        ]),
      ),
      waitTimeOverrides: Object.fromEntries(all.map(([name]) => [name, 0])),
      retryIntervalOverrides: Object.fromEntries(all.map(([name]) => [name, 0])),
    },
  });
  const ended = await execution.result.then(
    () => 'SUCCEEDED',
    (error: Error) => (error.cause as Error | undefined)?.name ?? error.name,
  );
  return { ended, calls: calls() };
}

/** The library does not integrate Lambda, and passes all parameters of the task. */
function payloadOf(input: Json): Json {
  return (input as { Payload: Json }).Payload;
}

function* states({ States }: Machine): Generator<[string, Machine['States'][string]]> {
  for (const [name, state] of Object.entries(States)) {
    yield [name, state];
    if (state.ItemProcessor) yield* states(state.ItemProcessor);
  }
}
