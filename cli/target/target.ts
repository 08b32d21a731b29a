// The target of commands: a deployed stack, or the embedded engine of this clone. The outputs of the stack name the
// resources of both, and the AWS SDK calls both; only the endpoints differ.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoImportsTable, type ImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { s3ObjectStore } from '../../lambdas/adapters/s3-object-store.ts';
import type { CommandLine } from '../../lambdas/domain/report/next-steps.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { OUTPUTS } from '../../lib/stack-outputs.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import type { Endpoints } from '../../local/engine/function-variables.ts';
import { furtherCall } from './further-call.ts';

/** Names and ARNs of the stack's resources. */
export type Names = Readonly<Record<keyof typeof OUTPUTS, string>>;

export interface Target {
  /** For messages: the stack's name, or the store's folder. */
  readonly title: string;
  /** For messages: prints another command on this target. */
  readonly call: CommandLine;
  readonly names: Names;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly stepFunctions: SFNClient;
  readonly secrets: SecretsManagerClient;
  readonly objects: ObjectStore;
  readonly imports: ImportsTable;
  /** Only of an embedded engine. */
  readonly endpoints?: Endpoints;
  /**
   * If an engine was started only for this command, it resumes interrupted imports: resolves when they have ended or
   * wait for an operator. Resolves immediately for any other target.
   */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Connection {
  readonly title: string;
  /** Options that name the target in another command; empty for the defaults. */
  readonly options: string;
  /** The stack's outputs, by their names in CloudFormation. */
  readonly outputs: Readonly<Record<string, string | undefined>>;
  readonly endpoints?: Endpoints;
  /** Region and credentials, if they do not come from the environment. */
  readonly config?: {
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** The engine that was started only for this command. */
  readonly ownEngine?: OwnEngine | undefined;
}

export type OwnEngine = Pick<EmbeddedCloud, 'idle' | 'close'>;

/** @throws Error if an output is missing: the stack has an older version, or is not a csv-to-customerio stack. */
export function connect({ title, options, outputs, endpoints, config, ownEngine }: Connection): Target {
  const names = readNames(title, outputs);
  const at = (endpoint: string | undefined) => ({ ...config, ...(endpoint !== undefined && { endpoint }) });
  const s3 = new S3Client({ ...at(endpoints?.s3), forcePathStyle: endpoints !== undefined });
  const dynamodb = new DynamoDBClient(at(endpoints?.dynamodb));
  const stepFunctions = new SFNClient(at(endpoints?.stepFunctions));
  const secrets = new SecretsManagerClient(at(endpoints?.secretsManager));
  return {
    title,
    call: furtherCall(options),
    names,
    s3,
    dynamodb,
    stepFunctions,
    secrets,
    objects: s3ObjectStore(s3, names.bucket),
    imports: dynamoImportsTable(dynamodb, names.importsTable, Date.now),
    ...(endpoints && { endpoints }),
    idle: async () => ownEngine?.idle(),
    close: async () => {
      for (const client of [s3, dynamodb, stepFunctions, secrets]) client.destroy();
      await ownEngine?.close();
    },
  };
}

function readNames(title: string, outputs: Connection['outputs']): Names {
  const missing = Object.values(OUTPUTS).filter((name) => !outputs[name]);
  if (missing.length > 0) {
    throw new Error(
      `${title} has no output ${missing.join(', ')}. Check the name of the stack, and deploy it with this version: npx cdk deploy`,
    );
  }
  return Object.fromEntries(Object.entries(OUTPUTS).map(([key, name]) => [key, outputs[name]])) as Names;
}
