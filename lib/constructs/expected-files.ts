// Schedules a check for the daily file of each feed with `expectBy`, at its hour and in its time zone.
import { Duration, Stack, TimeZone, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { type ExpectFileInput, readExpectBy } from '../../lambdas/contracts/feed/waits.ts';
import { grantKeyUse } from './key-use.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export interface ExpectedFilesProps {
  readonly feeds: Feeds;
  readonly expectFile: PipelineFunction;
  /** Receives the event of a check that could not run. */
  readonly undelivered: IQueue;
}

export class ExpectedFiles extends Construct {
  /** Feeds whose daily file is checked. */
  readonly feeds: readonly string[];

  constructor(scope: Construct, id: string, { feeds, expectFile, undelivered }: ExpectedFilesProps) {
    super(scope, id);
    const expected = Object.entries(feeds.feeds).flatMap(([feed, { expectBy }]) =>
      expectBy === undefined ? [] : [{ feed, ...readExpectBy(expectBy) }],
    );
    this.feeds = expected.map(({ feed }) => feed);
    if (expected.length === 0) return;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    grantKeyUse(role, undelivered.encryptionMasterKey, 'sqs');
    const target = (input: ExpectFileInput) =>
      new LambdaInvoke(expectFile.function, {
        role,
        input: ScheduleTargetInput.fromObject(input),
        deadLetterQueue: undelivered,
        maxEventAge: Duration.hours(1),
        retryAttempts: 5,
      });
    for (const { feed, hour, minute, timezone } of expected) {
      new Schedule(this, feed, {
        description: `Checks whether the daily file of "${feed}" has arrived.`,
        schedule: ScheduleExpression.cron({
          hour: String(hour),
          minute: String(minute),
          timeZone: TimeZone.of(timezone),
        }),
        target: target({ feed }),
      });
    }
    const logicalId = Stack.of(this).resolve(expectFile.function.functionArn)['Fn::GetAtt'][0];
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`,
      reason: 'The CDK grants the function together with its versions, and no version is published.',
    });
  }
}
