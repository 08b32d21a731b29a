// The workflow, from top to bottom as the console draws it. Names of the tasks are in lambdas/contracts/workflow.ts,
// for the embedded engine finds its functions by them. It runs this same definition, so: JSONPath, and items by path.
import {
  Choice,
  Condition,
  DistributedMap,
  Fail,
  type IChainable,
  JsonPath,
  Pass,
  Result,
  Succeed,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  type DecideOutput,
  type ForwardInput,
  type ForwardOutput,
  type ReportOutput,
  type ReviewOutput,
  type SplitOutput,
  STATE,
} from '../../lambdas/contracts/workflow.ts';
import { invoke, invokeWithToken } from './invoke-task.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

export interface ImportDefinitionProps {
  readonly functions: PipelineFunctions;
  /** Chunks of one import that are validated at once. */
  readonly chunksAtOnce: number;
  /** Partitions of one import that forward at once. */
  readonly partitionsAtOnce: number;
}

export function importDefinition(scope: Construct, props: ImportDefinitionProps): IChainable {
  const report = reportState(scope, props);
  const forward = forwardState(scope, props, report);
  const queueUp = new Pass(scope, 'Queue up', {
    result: Result.fromObject({ turn: false, waitSeconds: 0 }),
    resultPath: '$.turn',
  });
  const canary = canaryState(scope, props, queueUp, report);
  const weigh = weighState(scope, props, { forward, canary }, report);
  const turn = turnStates(scope, props, queueUp, weighedFirst(scope, weigh, forward), report);
  const review = reviewState(scope, props, { forward: turn, dryRun: weigh }, report);
  const validate = validateState(scope, props, review, report);
  return splitState(scope, props, validate, report);
}

/** A Split that throws has no import yet: the execution fails, and the rule on failed executions calls Report. */
function splitState(
  scope: Construct,
  { functions }: ImportDefinitionProps,
  validate: IChainable,
  report: IChainable,
) {
  const split = invoke(scope, STATE.split, functions.split, {
    payload: TaskInput.fromObject({
      event: JsonPath.entirePayload,
      execution: JsonPath.stringAt('$$.Execution.Id'),
    }),
  });
  split.addCatch(failAsCaught(scope, 'Split failed'), { resultPath: '$.error' });
  const answers = (status: SplitOutput['status']) => Condition.stringEquals('$.status', status);
  return split.next(
    new Choice(scope, 'New and readable?')
      .when(answers('split'), validate)
      .when(answers('skipped'), new Succeed(scope, 'Nothing to import'))
      .otherwise(report),
  );
}

/** One task per chunk; a chunk that fails fails the import, for nothing has been sent yet. */
function validateState(
  scope: Construct,
  props: ImportDefinitionProps,
  review: IChainable,
  report: IChainable,
) {
  const chunks = new DistributedMap(scope, STATE.validate, {
    itemsPath: '$.chunks',
    itemSelector: {
      importId: JsonPath.stringAt('$.importId'),
      chunk: JsonPath.objectAt('$$.Map.Item.Value'),
    },
    maxConcurrency: props.chunksAtOnce,
    resultPath: JsonPath.DISCARD,
  });
  // Thousands of outputs are one state until they are discarded, and a state may hold 256 KB: hence empty ones.
  chunks.itemProcessor(
    invoke(scope, STATE.validateChunk, props.functions.validate, { outputPath: JsonPath.DISCARD }),
  );
  chunks.addCatch(report, { resultPath: '$.error' });
  return chunks.next(review);
}

function reviewState(
  scope: Construct,
  { functions }: ImportDefinitionProps,
  { forward, dryRun }: { readonly forward: IChainable; readonly dryRun: IChainable },
  report: IChainable,
) {
  const review = invoke(scope, STATE.review, functions.review, {
    payload: TaskInput.fromObject({ importId: JsonPath.stringAt('$.importId') }),
    resultPath: '$.review',
  });
  review.addCatch(report, { resultPath: '$.error' });
  const decides = (decision: ReviewOutput['decision']) =>
    Condition.stringEquals('$.review.decision', decision);
  return review.next(
    new Choice(scope, 'Send?')
      .when(decides('forward'), forward)
      .when(decides('dry-run'), dryRun)
      .otherwise(report),
  );
}

/** Asks until it is the import's turn; how long to wait in between is the function's word. */
function turnStates(
  scope: Construct,
  { functions }: ImportDefinitionProps,
  queueUp: Pass,
  forward: IChainable,
  report: IChainable,
) {
  const awaitTurn = invoke(scope, STATE.awaitTurn, functions['await-turn'], {
    payload: TaskInput.fromObject({
      importId: JsonPath.stringAt('$.importId'),
      waitedSeconds: JsonPath.numberAt('$.turn.waitSeconds'),
    }),
    resultPath: '$.turn',
  });
  awaitTurn.addCatch(report, { resultPath: '$.error' });
  awaitTurn.next(
    new Choice(scope, 'Our turn?')
      .when(Condition.booleanEquals('$.turn.turn', true), forward)
      .otherwise(waitFor(scope, 'Wait for our turn', '$.turn.waitSeconds').next(awaitTurn)),
  );
  return queueUp.next(awaitTurn);
}

/** Only once nothing that comes first is under way: what the seen table answers then is not outdated. */
function weighedFirst(scope: Construct, weigh: IChainable, forward: IChainable) {
  return new Choice(scope, 'Weigh first?')
    .when(Condition.booleanEquals('$.review.weigh', true), weigh)
    .otherwise(forward);
}

/** One task per partition, and a decision on all; what fails fails the import, for nothing has been sent yet. */
function weighState(
  scope: Construct,
  props: ImportDefinitionProps,
  { forward, canary }: { readonly forward: IChainable; readonly canary: IChainable },
  report: IChainable,
) {
  const { functions } = props;
  const partitions = partitionMap(scope, STATE.weigh, 'weigh', props);
  partitions.itemProcessor(
    invoke(scope, STATE.weighPartition, functions.forward, { outputPath: JsonPath.DISCARD }),
  );
  partitions.addCatch(report, { resultPath: '$.error' });
  const decide = invoke(scope, STATE.decide, functions.decide, {
    payload: TaskInput.fromObject({
      importId: JsonPath.stringAt('$.importId'),
      partitions: JsonPath.listAt('$.review.partitions'),
    }),
    resultPath: '$.review',
  });
  decide.addCatch(report, { resultPath: '$.error' });
  const decides = (decision: DecideOutput['decision']) =>
    Condition.stringEquals('$.review.decision', decision);
  return partitions
    .next(decide)
    .next(
      new Choice(scope, 'Send now?')
        .when(decides('forward'), forward)
        .when(decides('canary'), canary)
        .otherwise(report),
    );
}

/** A few go first, and a person says whether the others follow. The turn is given back meanwhile, so it is taken anew. */
function canaryState(scope: Construct, props: ImportDefinitionProps, queueUp: Pass, report: IChainable) {
  const { functions } = props;
  const partitions = partitionMap(scope, STATE.canary, 'canary', props, '$.review.canary');
  partitions.itemProcessor(
    invoke(scope, STATE.canaryPartition, functions.forward, { outputPath: JsonPath.DISCARD }),
  );
  partitions.addCatch(report, { resultPath: '$.error' });
  const approval = invokeWithToken(scope, STATE.awaitApproval, functions.report, {
    payload: TaskInput.fromObject({
      importId: JsonPath.stringAt('$.importId'),
      taskToken: JsonPath.taskToken,
      approvalSeconds: JsonPath.numberAt('$.review.approvalSeconds'),
    }),
    timeoutPath: '$.review.approvalSeconds',
    resultPath: JsonPath.DISCARD,
  });
  approval.addCatch(report, { resultPath: '$.error' });
  return partitions.next(approval).next(queueUp);
}

/** One task per partition; one that fails leaves its neighbours alone, and its checkpoint tells Report. */
function forwardState(scope: Construct, props: ImportDefinitionProps, report: IChainable) {
  const partitions = partitionMap(scope, STATE.forward, 'send', props);
  partitions.itemProcessor(partitionStates(scope, props));
  partitions.addCatch(report, { resultPath: '$.error' });
  return partitions.next(report);
}

function partitionMap(
  scope: Construct,
  name: string,
  mode: ForwardInput['mode'],
  { partitionsAtOnce }: ImportDefinitionProps,
  itemsPath = '$.review.partitions',
) {
  return new DistributedMap(scope, name, {
    itemsPath,
    itemSelector: {
      importId: JsonPath.stringAt('$.importId'),
      partition: JsonPath.numberAt('$$.Map.Item.Value'),
      mode,
    },
    maxConcurrency: partitionsAtOnce,
    resultPath: JsonPath.DISCARD,
  });
}

function partitionStates(scope: Construct, { functions }: ImportDefinitionProps) {
  const forward = invoke(scope, STATE.forwardPartition, functions.forward, {
    payload: TaskInput.fromObject({
      importId: JsonPath.stringAt('$.importId'),
      partition: JsonPath.numberAt('$.partition'),
      mode: JsonPath.stringAt('$.mode'),
    }),
    resultPath: '$.forward',
  });
  forward.addCatch(partitionEnd(scope, 'Partition failed', '$.error.Error'), { resultPath: '$.error' });
  const answers = (status: ForwardOutput['status']) => Condition.stringEquals('$.forward.status', status);
  return forward.next(
    new Choice(scope, 'More to send?')
      .when(answers('more'), waitFor(scope, 'Wait to send more', '$.forward.waitSeconds').next(forward))
      .otherwise(partitionEnd(scope, 'Partition finished', '$.forward.status')),
  );
}

/** Told the whole state, of which it reads `importId` and, after a Catch, `error`. */
function reportState(scope: Construct, { functions }: ImportDefinitionProps) {
  const report = invoke(scope, STATE.report, functions.report, { resultPath: '$.report' });
  report.addCatch(failAsCaught(scope, 'Report failed'), { resultPath: '$.error' });
  const ended = (state: ReportOutput['state']) => Condition.stringEquals('$.report.state', state);
  return report.next(
    new Choice(scope, 'Ended well?')
      .when(Condition.or(ended('completed'), ended('held')), new Succeed(scope, 'Finished'))
      .otherwise(
        new Fail(scope, 'Import failed', {
          error: 'ImportFailed',
          cause: 'The report of the import says why: reports/<feed>/<importId>/report.html in its bucket.',
        }),
      ),
  );
}

/** What the map's run shows of a partition; small, for all of them together are one state. */
function partitionEnd(scope: Construct, name: string, statusPath: string): Pass {
  return new Pass(scope, name, {
    parameters: { partition: JsonPath.numberAt('$.partition'), status: JsonPath.stringAt(statusPath) },
  });
}

function waitFor(scope: Construct, name: string, secondsPath: string): Wait {
  return new Wait(scope, name, { time: WaitTime.secondsPath(secondsPath) });
}

function failAsCaught(scope: Construct, name: string): Fail {
  return new Fail(scope, name, { errorPath: '$.error.Error', causePath: '$.error.Cause' });
}
