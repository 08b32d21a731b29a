// What the workflow does with the errors that it catches.
import { Fail, JsonPath, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { FailedItem } from '../../lambdas/contracts/workflow.ts';
import { invoke } from './invoke-task.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

/** Where a Catch puts the error. */
export const CAUGHT = { resultPath: '$.error' };

export function failAsCaught(scope: Construct, name: string): Fail {
  return new Fail(scope, name, { errorPath: '$.error.Error', causePath: '$.error.Cause' });
}

/** Report names the failure, which the map does not. */
export function noteFailure(
  scope: Construct,
  name: string,
  { functions }: { readonly functions: PipelineFunctions },
  failed: FailedItem['failed'],
) {
  return invoke(scope, name, functions.report, {
    payload: TaskInput.fromObject({
      importId: JsonPath.stringAt('$.importId'),
      execution: JsonPath.stringAt('$.execution'),
      failed,
      error: JsonPath.objectAt('$.error'),
    }),
    resultPath: JsonPath.DISCARD,
  });
}
