// What starts an import, and who hears of one that broke off. An event that finds nobody home waits in a queue.
import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { grantKeyUse, type KmsKey } from './key-use.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** EventBridge's own limits, spelled out: a day of attempts (Amazon EventBridge User Guide, "Retry policy"). */
const RETRY_POLICY = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

export interface ImportTriggersProps {
  readonly bucket: IBucket | Bucket;
  readonly stateMachine: StateMachine;
  readonly report: PipelineFunction;
  /** Of the queue. Default: a key that SQS keeps. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class ImportTriggers extends Construct {
  /** Events that could not be delivered: each is an import that did not start, or was not reported. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: ImportTriggersProps) {
    super(scope, id);
    const { bucket, stateMachine, report, encryptionKey } = props;
    this.undelivered = new Queue(this, 'Undelivered', {
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is the dead-letter queue, of two rules and of a function: where events end that went nowhere else.',
    });
    const delivery = { ...RETRY_POLICY, deadLetterQueue: this.undelivered };

    new Rule(this, 'FileDropped', {
      description: 'An object below incoming/ starts an import, one below dry-run/ tries it out.',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [bucket.bucketName] },
          object: { key: [{ prefix: INCOMING }, { prefix: DRY_RUN }] },
        },
      },
      targets: [new SfnStateMachine(stateMachine, delivery)],
    });

    new Rule(this, 'ImportBroken', {
      description: 'An import that failed, timed out or was aborted is reported, whoever ended it.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [new LambdaFunction(report.function, delivery)],
    });
    // The rule's delivery ends where Lambda takes the event over; from there these attempts count.
    // The CDK's own destination would grant wildcards of KMS.
    const destination = this.undelivered.queueArn;
    report.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [destination] }));
    grantKeyUse(report.role, encryptionKey, 'sqs');
    report.function.configureAsyncInvoke({ onFailure: { bind: () => ({ destination }) }, retryAttempts: 2 });
  }
}
