// The workflow, from top to bottom as the console draws it. The names of tasks are in lambdas/contracts/workflow.ts,
// because the embedded engine finds its functions by them. The engine runs this definition and supports JSONPath and
// items by path only, so the definition uses only these.
import { Duration } from 'aws-cdk-lib';
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
  PLAN_AGAIN,
  type ReportOutput,
  type ReviewOutput,
  type SplitOutput,
  STATE,
  TURN_SECONDS,
} from '../../lambdas/contracts/workflow.ts';
import { CAUGHT, failAsCaught, noteFailure } from './caught-errors.ts';
import { invoke, invokeWithToken } from './invoke-task.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';
import { turnStates } from './turn-states.ts';

export interface ImportDefinitionProps {
  readonly functions: PipelineFunctions;
  /** Chunks of one import that are validated at the same time. */
  readonly chunksAtOnce: number;
  /** Partitions of one import that are forwarded at the same time. */
  readonly partitionsAtOnce: number;
}

/** A function refuses the plan of another execution than that of the state. */
const IMPORT = { importId: JsonPath.stringAt('$.importId'), execution: JsonPath.stringAt('$.execution') };

export function importDefinition(scope: Construct, props: ImportDefinitionProps): IChainable {
  // A deployment replaces the functions one after the other. Until Split is new, its plans are of the old version.
  const planAgain = new Wait(scope, 'Wait to plan again', { time: WaitTime.duration(Duration.minutes(1)) });
  const report = reportState(scope, props, planAgain);
  const forward = forwardState(scope, props, report);
  const queueUp = new Pass(scope, 'Queue up', {
    result: Result.fromObject({ turn: false, waitSeconds: TURN_SECONDS }),
    resultPath: '$.turn',
  });
  const canary = canaryState(scope, props, queueUp, report);
  const weigh = weighState(scope, props, { forward, canary }, report);
  const turn = turnStates(scope, props.functions, { queueUp, weigh, forward, report });
  const review = reviewState(scope, props, { forward: turn, dryRun: weigh }, report);
  const validate = validateState(scope, props, review, report);
  const split = splitState(scope, props, validate, report);
  planAgain.next(split);
  return split;
}

/** If Split throws, there is no import yet. The execution fails, and the rule on failed executions calls Report. */
function splitState(
  scope: Construct,
  { functions }: ImportDefinitionProps,
  validate: IChainable,
  report: IChainable,
) {
  const split = invoke(scope, STATE.split, functions.split, {
    payload: TaskInput.fromObject({
      // The state is another one if the import is planned again.
      event: JsonPath.objectAt('$$.Execution.Input'),
      execution: JsonPath.stringAt('$$.Execution.Id'),
    }),
  });
  split.addCatch(failAsCaught(scope, 'Split failed'), CAUGHT);
  const answers = (status: SplitOutput['status']) => Condition.stringEquals('$.status', status);
  return split.next(
    new Choice(scope, 'New and readable?')
      .when(answers('split'), validate)
      .when(answers('skipped'), new Succeed(scope, 'Nothing to import'))
      .otherwise(report),
  );
}

/** One task per chunk. A failed chunk fails the import, because nothing has been sent yet. */
function validateState(
  scope: Construct,
  props: ImportDefinitionProps,
  review: IChainable,
  report: IChainable,
) {
  const chunks = new DistributedMap(scope, STATE.validate, {
    itemsPath: '$.chunks',
    itemSelector: {
      ...IMPORT,
      chunk: JsonPath.objectAt('$$.Map.Item.Value'),
    },
    maxConcurrency: props.chunksAtOnce,
    resultPath: JsonPath.DISCARD,
  });
  // All outputs are one state until they are discarded, and a state is limited to 256 KB, so the outputs are empty.
  const chunk = invoke(scope, STATE.validateChunk, props.functions.validate, {
    outputPath: JsonPath.DISCARD,
  });
  const failed = failAsCaught(scope, 'Chunk failed');
  chunk.addCatch(noteFailure(scope, STATE.noteChunk, props, 'validate').next(failed), CAUGHT);
  chunks.itemProcessor(chunk);
  chunks.addCatch(report, CAUGHT);
  return chunks.next(review);
}

function reviewState(
  scope: Construct,
  { functions }: ImportDefinitionProps,
  { forward, dryRun }: { readonly forward: IChainable; readonly dryRun: IChainable },
  report: IChainable,
) {
  const review = invoke(scope, STATE.review, functions.review, {
    payload: TaskInput.fromObject(IMPORT),
    resultPath: '$.review',
  });
  review.addCatch(report, CAUGHT);
  const decides = (decision: ReviewOutput['decision']) =>
    Condition.stringEquals('$.review.decision', decision);
  return review.next(
    new Choice(scope, 'Send?')
      .when(decides('forward'), forward)
      .when(decides('dry-run'), dryRun)
      .otherwise(report),
  );
}

/** One task per partition, then one decision. A failed task fails the import, because nothing has been sent yet. */
function weighState(
  scope: Construct,
  props: ImportDefinitionProps,
  { forward, canary }: { readonly forward: IChainable; readonly canary: IChainable },
  report: IChainable,
) {
  const { functions } = props;
  const partitions = partitionMap(scope, STATE.weigh, props, { mode: 'weigh' });
  const partition = invoke(scope, STATE.weighPartition, functions.forward, { outputPath: JsonPath.DISCARD });
  const failed = failAsCaught(scope, 'Weighing failed');
  partition.addCatch(noteFailure(scope, STATE.noteWeighing, props, 'forward').next(failed), CAUGHT);
  partitions.itemProcessor(partition);
  partitions.addCatch(report, CAUGHT);
  const decide = invoke(scope, STATE.decide, functions.decide, {
    payload: TaskInput.fromObject({ ...IMPORT, partitions: JsonPath.listAt('$.review.partitions') }),
    resultPath: '$.review',
  });
  decide.addCatch(report, CAUGHT);
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

/**
 * Sends a few operations, and waits for the approval of the rest. The import gives its turn back while it waits, so it
 * queues up again.
 */
function canaryState(scope: Construct, props: ImportDefinitionProps, queueUp: Pass, report: IChainable) {
  const { functions } = props;
  const canary = { mode: 'canary', itemsPath: '$.review.canary' } as const;
  const partitions = partitionMap(scope, STATE.canary, props, canary);
  const partition = invoke(scope, STATE.canaryPartition, functions.forward, { outputPath: JsonPath.DISCARD });
  const failed = failAsCaught(scope, 'Canary failed');
  partition.addCatch(noteFailure(scope, STATE.noteCanary, props, 'forward').next(failed), CAUGHT);
  partitions.itemProcessor(partition);
  partitions.addCatch(report, CAUGHT);
  const approval = invokeWithToken(scope, STATE.awaitApproval, functions.report, {
    payload: TaskInput.fromObject({
      importId: JsonPath.stringAt('$.importId'),
      taskToken: JsonPath.taskToken,
      approvalSeconds: JsonPath.numberAt('$.review.approvalSeconds'),
    }),
    timeoutPath: '$.review.approvalSeconds',
    resultPath: JsonPath.DISCARD,
  });
  approval.addCatch(report, CAUGHT);
  return partitions.next(approval).next(queueUp);
}

/** One task per partition. A failed task does not stop the others, and its checkpoint shows Report how far it got. */
function forwardState(scope: Construct, props: ImportDefinitionProps, report: IChainable) {
  const partitions = partitionMap(scope, STATE.forward, props, { mode: 'send' });
  partitions.itemProcessor(partitionStates(scope, props));
  partitions.addCatch(report, CAUGHT);
  return partitions.next(report);
}

function partitionMap(
  scope: Construct,
  name: string,
  { partitionsAtOnce }: ImportDefinitionProps,
  { mode, itemsPath = '$.review.partitions' }: { mode: ForwardInput['mode']; itemsPath?: string },
) {
  return new DistributedMap(scope, name, {
    itemsPath,
    itemSelector: {
      ...IMPORT,
      partition: JsonPath.numberAt('$$.Map.Item.Value'),
      mode,
    },
    maxConcurrency: partitionsAtOnce,
    resultPath: JsonPath.DISCARD,
  });
}

function partitionStates(scope: Construct, props: ImportDefinitionProps) {
  const forward = invoke(scope, STATE.forwardPartition, props.functions.forward, {
    payload: TaskInput.fromObject({
      ...IMPORT,
      partition: JsonPath.numberAt('$.partition'),
      mode: JsonPath.stringAt('$.mode'),
    }),
    resultPath: '$.forward',
  });
  const failed = partitionEnd(scope, 'Partition failed', '$.error.Error');
  const note = noteFailure(scope, STATE.notePartition, props, 'forward');
  note.addCatch(failed, CAUGHT);
  forward.addCatch(note.next(failed), CAUGHT);
  const answers = (status: ForwardOutput['status']) => Condition.stringEquals('$.forward.status', status);
  return forward.next(
    new Choice(scope, 'More to send?')
      .when(answers('more'), waitFor(scope, 'Wait to send more', '$.forward.waitSeconds').next(forward))
      .otherwise(partitionEnd(scope, 'Partition finished', '$.forward.status')),
  );
}

/** Gets the whole state, but reads only `importId` and, after a Catch, `error`. */
function reportState(scope: Construct, { functions }: ImportDefinitionProps, planAgain: IChainable) {
  const report = invoke(scope, STATE.report, functions.report, { resultPath: '$.report' });
  report.addCatch(failAsCaught(scope, 'Report failed'), CAUGHT);
  const ended = (state: ReportOutput['state']) => Condition.stringEquals('$.report.state', state);
  return report.next(
    new Choice(scope, 'Ended well?')
      .when(ended(PLAN_AGAIN), planAgain)
      .when(Condition.or(ended('completed'), ended('held')), new Succeed(scope, 'Finished'))
      .otherwise(
        new Fail(scope, 'Import failed', {
          error: 'ImportFailed',
          cause: 'The report gives the reason: reports/<feed>/<importId>/report.html in the bucket.',
        }),
      ),
  );
}

/** The output of a partition. It is small, because all outputs together are one state. */
function partitionEnd(scope: Construct, name: string, statusPath: string): Pass {
  return new Pass(scope, name, {
    parameters: { partition: JsonPath.numberAt('$.partition'), status: JsonPath.stringAt(statusPath) },
  });
}

function waitFor(scope: Construct, name: string, secondsPath: string): Wait {
  return new Wait(scope, name, { time: WaitTime.secondsPath(secondsPath) });
}
