// The state machine of imports, with logs and traces that contain no execution data.
import { type Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type ImportDefinitionProps, importDefinition } from './import-definition.ts';
import type { KmsKey } from './key-use.ts';

/**
 * The entry of an import among those that have not ended is valid for 48 hours (lambdas/adapters/dynamo-turns.ts). The
 * history of an execution, which has at most 25,000 events, is far longer: AWS Step Functions Developer Guide, "Quotas".
 */
export const LONGEST_IMPORT_SECONDS = 46 * 3600;

export interface ImportWorkflowProps extends ImportDefinitionProps {
  /** Maximum duration of an import, including the wait for its turn. */
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  /** Encrypts the logs. Default: a key that AWS manages. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class ImportWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ImportWorkflowProps) {
    super(scope, id);
    if (props.timeout.toSeconds() > LONGEST_IMPORT_SECONDS)
      throw new Error(
        `importTimeout cannot be longer than ${LONGEST_IMPORT_SECONDS / 3600} hours, because an import counts as ended after two days. Set a shorter time.`,
      );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(importDefinition(this, props)),
      timeout: props.timeout,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // With this prefix a log group needs no resource policy. An account can have only a few of these (Amazon
          // CloudWatch Logs User Guide, "Log group resource policy size limit considerations").
          logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, {})}`,
          retention: props.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
          ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.acknowledgeWildcards(props);
    // Not a part of the roles' own policies: the state machine depends on the functions, and these on those policies.
    new Policy(this, 'Wake', {
      roles: [props.functions['await-turn'].role, props.functions.report.role],
      statements: [
        new PolicyStatement({
          actions: ['states:SendTaskSuccess'],
          resources: [this.stateMachine.stateMachineArn],
        }),
      ],
    });
  }

  private acknowledgeWildcards({ functions }: ImportWorkflowProps): void {
    const acknowledge = (resource: string, reason: string): void =>
      Validations.of(this.stateMachine).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason,
      });

    acknowledge('*', 'Log delivery and X-Ray have no resources, so their actions can be granted only on *.');

    const stateMachine: string = Stack.of(this).resolve(this.stateMachine.stateMachineArn).Ref;
    const name = JSON.stringify({ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: stateMachine }] }] });
    const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}`;
    acknowledge(
      `${executions}:*`,
      'A Distributed Map stops its own executions, whose names are unknown before it runs.',
    );
    acknowledge(
      `${executions}/*:*`,
      'A redrive resumes the executions of a map, whose names are unknown before it runs.',
    );

    for (const callee of Object.values(functions)) {
      const logicalId = Stack.of(this).resolve(callee.function.functionArn)['Fn::GetAtt'][0];
      acknowledge(
        `<${logicalId}.Arn>:*`,
        'The CDK grants the function together with its versions, and no version is published.',
      );
    }
  }
}
