// The rules that start an import, and that report an interrupted one. An event that cannot be delivered waits in a
// queue.
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

/** EventBridge's defaults: a day of attempts (Amazon EventBridge User Guide, "Retry policy"). */
const RETRY_POLICY = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

export interface ImportTriggersProps {
  readonly bucket: IBucket | Bucket;
  readonly stateMachine: StateMachine;
  readonly report: PipelineFunction;
  /** Encrypts the queue. Default: a key that SQS manages. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class ImportTriggers extends Construct {
  /** Events that could not be delivered. Each is an import that did not start, or was not reported. */
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
      reason: 'This is the dead-letter queue of two rules and a function.',
    });
    const delivery = { ...RETRY_POLICY, deadLetterQueue: this.undelivered };

    new Rule(this, 'FileDropped', {
      description: 'An object under incoming/ starts an import, an object under dry-run/ starts a dry run.',
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
      description: 'Reports an import that failed, timed out or was aborted.',
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
    // The rule's retries end when Lambda accepts the event. From then on these retries apply. The CDK's own destination
    // would grant KMS wildcards.
    const destination = this.undelivered.queueArn;
    report.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [destination] }));
    grantKeyUse(report.role, encryptionKey, 'sqs');
    report.function.configureAsyncInvoke({ onFailure: { bind: () => ({ destination }) }, retryAttempts: 2 });
  }
}
