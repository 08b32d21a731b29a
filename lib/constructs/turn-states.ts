// The states in which an import waits for its turn.
import {
  Choice,
  Condition,
  Errors,
  type IChainable,
  JsonPath,
  type Pass,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import { CAUGHT } from './caught-errors.ts';
import { invoke, invokeWithToken } from './invoke-task.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

/**
 * Waits until an import that ends wakes it, and then asks again whether it is the import's turn. It also asks again if no
 * one wakes it in time. Then it needs no token: a version before 2026-12, to which the functions can be rolled back,
 * answers no token. It weighs only on the import's turn, when no earlier import is running, so that the seen table is up
 * to date.
 */
export function turnStates(
  scope: Construct,
  functions: Pick<PipelineFunctions, 'await-turn'>,
  next: Readonly<Record<'weigh' | 'forward' | 'report', IChainable>> & { readonly queueUp: Pass },
) {
  const call = {
    importId: JsonPath.stringAt('$.importId'),
    execution: JsonPath.stringAt('$.execution'),
    waitSeconds: JsonPath.numberAt('$.turn.waitSeconds'),
    waitedSeconds: JsonPath.numberAt('$.turn.waitSeconds'),
  };
  const awaitTurn = invokeWithToken(scope, STATE.awaitTurn, functions['await-turn'], {
    payload: TaskInput.fromObject({ ...call, taskToken: JsonPath.taskToken }),
    timeoutPath: '$.turn.waitSeconds',
    resultPath: '$.turn',
  });
  const askAgain = invoke(scope, STATE.askAgain, functions['await-turn'], {
    payload: TaskInput.fromObject(call),
    resultPath: '$.turn',
  });
  awaitTurn.addCatch(askAgain, { errors: [Errors.TIMEOUT], resultPath: JsonPath.DISCARD });
  awaitTurn.addCatch(next.report, CAUGHT);
  askAgain.addCatch(next.report, CAUGHT);
  const ourTurn = new Choice(scope, 'Our turn?')
    .when(Condition.booleanEquals('$.turn.turn', false), awaitTurn)
    .when(Condition.booleanEquals('$.review.weigh', true), next.weigh)
    .otherwise(next.forward);
  awaitTurn.next(ourTurn);
  askAgain.next(ourTurn);
  return next.queueUp.next(awaitTurn);
}
