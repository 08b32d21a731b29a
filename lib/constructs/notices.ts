// Who is told of imports: systems by an event bus, people by a topic.
import { Stack } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../lambdas/contracts/import-event.ts';
import { grantKeyUse, type KmsKey } from './key-use.ts';

export interface NoticesProps {
  /** Where people subscribe. Default: a topic of its own. One that is given must let CloudWatch's alarms publish. */
  readonly topic?: ITopic | Topic | undefined;
  /** Where systems listen. Default: the account's default bus. */
  readonly bus?: IEventBus | EventBus | undefined;
}

export class Notices extends Construct {
  readonly topic: ITopic | Topic;
  readonly bus: IEventBus | EventBus;

  /** @param encryptionKey of its own topic. */
  constructor(scope: Construct, id: string, props: NoticesProps = {}, encryptionKey?: KmsKey) {
    super(scope, id);
    this.topic = props.topic ?? this.ownTopic(encryptionKey);
    this.bus = props.bus ?? EventBus.fromEventBusName(this, 'DefaultBus', 'default');
  }

  /** Lets a function tell both, and no event that claims to be of somebody else. */
  grantTell(role: Role): void {
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

  /** A topic with a policy of its own has lost the one that lets CloudWatch publish. */
  private ownTopic(masterKey: KmsKey | undefined): Topic {
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
