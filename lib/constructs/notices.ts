// Where notices of imports are sent: an event bus for systems, a topic for people.
import { Stack } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../lambdas/contracts/import-event.ts';
import { grantKeyUse, type KmsKey } from './key-use.ts';

export interface NoticesProps {
  /** People subscribe to it. Default: a new topic. The policy of a given topic must let CloudWatch's alarms publish. */
  readonly topic?: ITopic | Topic | undefined;
  /** Systems listen to it. Default: the account's default bus. */
  readonly bus?: IEventBus | EventBus | undefined;
}

export class Notices extends Construct {
  readonly topic: ITopic | Topic;
  readonly bus: IEventBus | EventBus;

  /** @param encryptionKey encrypts the new topic. */
  constructor(scope: Construct, id: string, props: NoticesProps = {}, encryptionKey?: KmsKey) {
    super(scope, id);
    this.topic = props.topic ?? this.createTopic(encryptionKey);
    this.bus = props.bus ?? EventBus.fromEventBusName(this, 'DefaultBus', 'default');
  }

  /** Lets a function send to both, on the bus only with the pipeline's own event source. */
  grantNotify(role: Role): void {
    role.addToPolicy(
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }));
    grantKeyUse(role, this.topic.masterKey, 'sns');
  }

  /** `enforceSSL` replaces the default policy, which lets CloudWatch publish, so the statement is added here. */
  private createTopic(masterKey: KmsKey | undefined): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true, ...(masterKey && { masterKey }) });
    const { account } = Stack.of(this);
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    return topic;
  }
}
