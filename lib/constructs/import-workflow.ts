// The state machine "import": logged and traced, never with the data that passes through it.
import { type Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type ImportDefinitionProps, importDefinition } from './import-definition.ts';
import type { KmsKey } from './key-use.ts';

export interface ImportWorkflowProps extends ImportDefinitionProps {
  /** Longest an import may take, its wait for a turn included. */
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  /** Of its logs. Default: a key that AWS keeps. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class ImportWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ImportWorkflowProps) {
    super(scope, id);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(importDefinition(this, props)),
      timeout: props.timeout,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // Under this prefix a log group needs no resource policy of its own, of which an account has few
          // (Amazon CloudWatch Logs User Guide, "Log group resource policy size limit considerations").
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
  }

  private acknowledgeWildcards({ functions }: ImportWorkflowProps): void {
    const acknowledge = (resource: string, reason: string): void =>
      Validations.of(this.stateMachine).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason,
      });

    acknowledge('*', 'Log delivery and X-Ray have no resources: their calls can be granted on * only.');

    const stateMachine: string = Stack.of(this).resolve(this.stateMachine.stateMachineArn).Ref;
    const name = JSON.stringify({ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: stateMachine }] }] });
    const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}`;
    acknowledge(
      `${executions}:*`,
      'A Distributed Map stops its own executions, whose names are made as it runs.',
    );
    acknowledge(
      `${executions}/*:*`,
      'A redrive resumes the executions of a map, whose names are made as it runs.',
    );

    for (const callee of Object.values(functions)) {
      const logicalId = Stack.of(this).resolve(callee.function.functionArn)['Fn::GetAtt'][0];
      acknowledge(`<${logicalId}.Arn>:*`, 'The CDK grants a function with its versions; none is published.');
    }
  }
}
