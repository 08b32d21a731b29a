// A function of the pipeline, with its own role and log group. It has only the permissions that are granted to it.
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  type EnvironmentName,
  FUNCTION_ENVIRONMENT,
  type FunctionName,
} from '../../lambdas/contracts/environment.ts';
import type { KmsKey } from './key-use.ts';

/** All settings of the pipeline, without those that only the embedded engine sets. */
export type Settings = Readonly<Partial<Record<EnvironmentName, string>>>;

export interface PipelineFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  /** Folder with the function's `index.mjs`. */
  readonly bundle: string;
  /** The function gets only the settings that FUNCTION_ENVIRONMENT lists for it. */
  readonly settings: Settings;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  /** Encrypts the logs. Default: a key that AWS manages. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class PipelineFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
    });
    logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        ...settingsOf(props.name, props.settings),
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources, so PutTraceSegments and PutTelemetryRecords can be granted only on *.',
    });
  }
}

function settingsOf(name: FunctionName, settings: Settings): Record<string, string> {
  const names: readonly EnvironmentName[] = FUNCTION_ENVIRONMENT[name];
  return Object.fromEntries(
    names.flatMap((setting) => {
      const value = settings[setting];
      return value === undefined ? [] : [[setting, value]];
    }),
  );
}
