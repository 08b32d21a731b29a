// What calls of the AWS SDK need in IAM, and whether policies allow it.

export interface Need {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface Policy {
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: { readonly StringLikeIfExists: Readonly<Record<string, readonly string[]>> };
  }[];
}

const ACCOUNT = 'eu-west-1:111122223333';

type Input = Readonly<Record<string, unknown>>;

/** Names of calls whose action has another name (Service Authorization Reference). */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  ListObjectsV2: 's3:ListBucket',
  GetBucketNotificationConfiguration: 's3:GetBucketNotification',
};

/** @param call name of the command without "Command". @throws Error for a call that is not known here. */
export function needsOf(service: string, call: string, input: Input): Need[] {
  switch (service) {
    case 's3':
      return [s3Need(call, input)];
    case 'dynamodb':
      return tablesOf(input).map((table) => ({
        action: `dynamodb:${call}`,
        resource: `arn:aws:dynamodb:${ACCOUNT}:table/${table}`,
      }));
    case 'states':
      return [
        {
          action: `states:${call}`,
          resource: String(input.stateMachineArn ?? input.executionArn ?? STATE_MACHINE),
        },
      ];
    case 'secretsmanager':
      return [{ action: `secretsmanager:${call}`, resource: String(input.SecretId) }];
    default:
      throw new Error(`iam.ts does not know the service ${service}.`);
  }
}

/** A task token belongs to the state machine (CDK, `StateMachine.grantTaskResponse`). */
export const STATE_MACHINE = 'the state machine';

function s3Need(call: string, { Bucket, Key, Prefix = '', VersionId }: Input): Need {
  const bucket = `arn:aws:s3:::${Bucket}`;
  const action = ACTIONS[call] ?? `s3:${call}`;
  if (action === 's3:ListBucket')
    return { action, resource: bucket, context: { 's3:prefix': String(Prefix) } };
  if (Key === undefined) return { action, resource: bucket };
  const versioned = action === 's3:GetObject' && VersionId !== undefined;
  return { action: versioned ? 's3:GetObjectVersion' : action, resource: `${bucket}/${Key}` };
}

function tablesOf({ TableName, RequestItems }: Input): string[] {
  return TableName === undefined ? Object.keys(RequestItems ?? {}) : [String(TableName)];
}

export function isAllowed({ action, resource, context = {} }: Need, policies: readonly Policy[]): boolean {
  return policies
    .flatMap(({ Statement }) => Statement)
    .some(
      ({ Action, Resource, Condition }) =>
        [Action].flat().includes(action) &&
        [Resource].flat().some((pattern) => like(pattern, resource)) &&
        Object.entries(Condition?.StringLikeIfExists ?? {}).every(
          ([key, patterns]) =>
            context[key] === undefined || patterns.some((pattern) => like(pattern, context[key] ?? '')),
        ),
    );
}

function like(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}
