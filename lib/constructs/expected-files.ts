// Looks for the file of the day at the hour by which a feed expects it, in the zone where that hour is meant.
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
  /** Takes a look that nobody could take. */
  readonly undelivered: IQueue;
}

export class ExpectedFiles extends Construct {
  /** Feeds whose file is looked for. */
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
        description: `Looks whether the file of the day of "${feed}" has arrived.`,
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
      reason: 'The CDK grants a function with its versions; none is published.',
    });
  }
}
