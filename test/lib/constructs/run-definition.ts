// Runs the synthesized workflow with fake functions and without waits.
import { afterAll } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import {
  AwaitTurnInputSchema,
  AwaitTurnOutputSchema,
  DecideInputSchema,
  DecideOutputSchema,
  FailedItemSchema,
  ForwardInputSchema,
  ForwardOutputSchema,
  ReportCallSchema,
  ReportOutputSchema,
  ReviewInputSchema,
  ReviewOutputSchema,
  SplitInputSchema,
  SplitOutputSchema,
  STATE,
  ValidateInputSchema,
} from '../../../lambdas/contracts/workflow.ts';
import { stubPipeline } from '../stub-pipeline.ts';

export type Json = ReturnType<typeof JSON.parse>;
type Handlers = Readonly<Record<string, (input: Json) => Json>>;

export const { properties, remove } = stubPipeline();
afterAll(remove);
export const definition = JSON.parse(
  resolve(properties('AWS::StepFunctions::StateMachine')[0].DefinitionString),
);
/** The library resolves this path differently from AWS: see local/engine/workflow-definition.ts. */
const withoutPath = (key: string, value: Json) => (key === 'TimeoutSecondsPath' ? undefined : value);
const stateMachine = new StateMachine(JSON.parse(JSON.stringify(definition), withoutPath));

export const EVENT = {
  time: '2024-06-01T12:00:00Z',
  detail: { bucket: { name: 'b' }, object: { key: 'incoming/people/x.csv', size: 20, etag: 'e' } },
};
export const CHUNKS = [
  { n: 0, part: 0, start: 6, end: 12, firstLine: 2 },
  { n: 1, part: 0, start: 12, end: 20, firstLine: 3 },
];

export const DECIDED = { weigh: false, canary: [], approvalSeconds: 60 };
export const WEIGHED_FIRST = { decision: 'forward', weigh: true, partitions: [0, 7] };

const FUNCTIONS: Handlers = {
  [STATE.split]: () => ({ status: 'split', importId: 'i', execution: 'execution-1', chunks: CHUNKS }),
  [STATE.validateChunk]: () => null,
  [STATE.review]: () => ({ decision: 'forward', weigh: false, partitions: [0, 7] }),
  [STATE.awaitTurn]: () => ({ turn: true, waitSeconds: 0 }),
  [STATE.askAgain]: () => ({ turn: true, waitSeconds: 0 }),
  [STATE.weighPartition]: () => ({ status: 'done', waitSeconds: 0 }),
  [STATE.decide]: ({ partitions }) => ({ ...DECIDED, decision: 'forward', partitions }),
  [STATE.canaryPartition]: () => ({ status: 'done', waitSeconds: 0 }),
  [STATE.awaitApproval]: () => ({}),
  [STATE.forwardPartition]: () => ({ status: 'done', waitSeconds: 0 }),
  [STATE.report]: () => ({ state: 'completed' }),
  [STATE.noteChunk]: () => ({}),
  [STATE.noteWeighing]: () => ({}),
  [STATE.noteCanary]: () => ({}),
  [STATE.notePartition]: () => ({}),
};

/** The schemas of a task's input and output. */
const CONTRACTS: Readonly<Record<string, readonly { parse: (value: Json) => Json }[]>> = {
  [STATE.split]: [SplitInputSchema, SplitOutputSchema],
  [STATE.validateChunk]: [ValidateInputSchema],
  [STATE.review]: [ReviewInputSchema, ReviewOutputSchema],
  [STATE.awaitTurn]: [AwaitTurnInputSchema, AwaitTurnOutputSchema],
  [STATE.askAgain]: [AwaitTurnInputSchema, AwaitTurnOutputSchema],
  [STATE.weighPartition]: [ForwardInputSchema, ForwardOutputSchema],
  [STATE.decide]: [DecideInputSchema, DecideOutputSchema],
  [STATE.canaryPartition]: [ForwardInputSchema, ForwardOutputSchema],
  [STATE.forwardPartition]: [ForwardInputSchema, ForwardOutputSchema],
  [STATE.report]: [ReportCallSchema, ReportOutputSchema],
  [STATE.noteChunk]: [FailedItemSchema],
  [STATE.noteWeighing]: [FailedItemSchema],
  [STATE.noteCanary]: [FailedItemSchema],
  [STATE.notePartition]: [FailedItemSchema],
};

/** Runs the definition as the embedded engine does, without waits, and checks every input and output. */
export async function run(overrides: Handlers) {
  const calls: [string, Json][] = [];
  const handlers = Object.entries({ ...FUNCTIONS, ...overrides }).map(([name, handler]) => [
    name,
    async (input: Json) => {
      const [given, answered] = CONTRACTS[name] ?? [];
      given?.parse(input.Payload ?? input);
      calls.push([name, input]);
      const output = handler(input);
      answered?.parse(output);
      return output;
    },
  ]);
  const named = (type: string) => states(definition).filter(([, state]) => state.Type === type);
  const execution = stateMachine.run(EVENT, {
    context: { Execution: { Id: 'execution-1', Input: EVENT }, Task: { Token: 'token' } },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      waitTimeOverrides: Object.fromEntries(named('Wait').map(([name]) => [name, 0])),
      retryIntervalOverrides: Object.fromEntries(named('Task').map(([name]) => [name, 0])),
    },
  });
  const ended = await execution.result.catch((error: unknown) => error);
  return { calls, ended, names: calls.map(([name]) => name) };
}

/** All states by name, including those of the maps' processors. */
export function states({ States }: Json): [string, Json][] {
  return Object.entries<Json>(States).flatMap(([name, state]) => [
    [name, state] as [string, Json],
    ...(state.ItemProcessor ? states(state.ItemProcessor) : []),
  ]);
}

/** The definition with an ARN for every function. */
function resolve({ 'Fn::Join': [, parts] }: Json): string {
  return parts
    .map((part: Json) =>
      typeof part === 'string'
        ? part
        : part.Ref
          ? 'aws'
          : `arn:aws:lambda:us-east-1:123456789012:function:${part['Fn::GetAtt'][0]}`,
    )
    .join('');
}
