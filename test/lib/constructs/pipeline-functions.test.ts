import { afterAll, describe, expect, it } from '@jest/globals';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../../lambdas/contracts/environment.ts';
import { DRY_RUN, INCOMING, REPORTS, WORK } from '../../../lambdas/contracts/object-keys.ts';
import { stubPipeline } from '../stub-pipeline.ts';

const { pipeline, resources, properties, logicalId, remove } = stubPipeline();
afterAll(remove);
const NAMES = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];

describe('pipelineFunctions', () => {
  it.each<[FunctionName, string[]]>([
    [
      'split',
      [...read(INCOMING, DRY_RUN, WORK), ...write(WORK), ...table('imports', 'PutItem', 'UpdateItem')],
    ],
    ['validate', [...read(INCOMING, DRY_RUN, WORK), ...write(WORK)]],
    [
      'review',
      [
        ...read(WORK),
        ...write(WORK),
        ...table('imports', 'Query', 'UpdateItem'),
        ...table('seen', 'BatchGetItem'),
        ...secret('seenKey'),
      ],
    ],
    ['decide', [...read(WORK), ...write(WORK), ...table('imports', 'Query', 'UpdateItem')]],
    [
      'await-turn',
      [...table('imports', 'GetItem', 'Query', 'UpdateItem'), 'states:SendTaskSuccess workflow'],
    ],
    ['expect-file', table('imports', 'GetItem', 'Query')],
    [
      'forward',
      [
        ...read(WORK),
        ...write(WORK),
        ...table('seen', 'BatchGetItem', 'BatchWriteItem'),
        ...table('imports', 'UpdateItem'),
        ...secret('customerIo'),
        ...secret('seenKey'),
      ],
    ],
    [
      'report',
      [
        ...read(INCOMING, DRY_RUN, WORK, REPORTS),
        ...write(REPORTS),
        'events:PutEvents arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/default',
        'sns:Publish topic',
        ...table('imports', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
        'sqs:SendMessage undelivered',
        'states:SendTaskSuccess workflow',
      ],
    ],
  ])('%s has the permissions that it needs, to log and to trace, and no others', (name, needs) => {
    const { role } = pipeline.functions[name];
    const logAndTrace = [
      'logs:CreateLogStream own log group',
      'logs:PutLogEvents own log group',
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ];
    expect(permissions(name)).toEqual([...logAndTrace, ...needs].sort());
    expect(resources('AWS::IAM::Role')[logicalId(role.roleArn)]?.Properties).not.toHaveProperty(
      'ManagedPolicyArns',
    );
  });

  it.each(NAMES)('%s may list only the prefixes that it may read', (name) => {
    const statements = statementsOf(name);
    const listed = statements
      .filter(({ Action }) => [Action].flat().includes('s3:ListBucket'))
      .flatMap(({ Condition }) => Condition?.StringLikeIfExists?.['s3:prefix'] ?? ['everything']);
    const readable = permissions(name).filter((permission) => permission.startsWith('s3:GetObject '));
    expect([...listed].sort()).toEqual(readable.map((one) => one.replace('s3:GetObject bucket/', '')).sort());
  });

  it.each(NAMES)('%s gets the settings that it lists, and no others', (name) => {
    const id = logicalId(pipeline.functions[name].function.functionArn);
    const { Variables } = resources('AWS::Lambda::Function')[id]?.Properties.Environment ?? {};
    const named: readonly string[] = FUNCTION_ENVIRONMENT[name];
    const engineOnly = ['CUSTOMERIO_LOOPBACK_PORT', 'READ_BACK_SECONDS', 'S3_FORCE_PATH_STYLE'];
    expect(Object.keys(Variables).filter((variable) => !variable.startsWith('POWERTOOLS_'))).toEqual(
      named.filter((variable) => !engineOnly.includes(variable)),
    );
  });

  it('get the names of secrets, never their values', () => {
    for (const { Environment } of properties('AWS::Lambda::Function')) {
      expect(JSON.stringify(Environment)).not.toContain('{{resolve:');
    }
  });

  it('run on Node.js 24 on arm64, with tracing, each with a log group that deletes old logs', () => {
    for (const { LoggingConfig, ...settings } of properties('AWS::Lambda::Function')) {
      expect(settings).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
      expect(resources('AWS::Logs::LogGroup')[LoggingConfig.LogGroup.Ref]?.Properties.RetentionInDays).toBe(
        90,
      );
    }
  });
});

function read(...prefixes: string[]): string[] {
  const objects = prefixes.map((prefix) => `bucket/${prefix}*`);
  return [
    's3:ListBucket bucket',
    ...objects.flatMap((to) => [`s3:GetObject ${to}`, `s3:GetObjectVersion ${to}`]),
  ];
}

function write(prefix: string): string[] {
  return [`s3:AbortMultipartUpload bucket/${prefix}*`, `s3:PutObject bucket/${prefix}*`];
}

function table(name: string, ...actions: string[]): string[] {
  return actions.map((action) => `dynamodb:${action} ${name}`);
}

function secret(name: string): string[] {
  return [`secretsmanager:DescribeSecret ${name}`, `secretsmanager:GetSecretValue ${name}`];
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringLikeIfExists?: Readonly<Record<string, string | readonly string[]>> };
}

function statementsOf(name: FunctionName): Statement[] {
  const { role } = pipeline.functions[name];
  return properties('AWS::IAM::Policy')
    .filter(({ Roles }) => Roles.some(({ Ref }: { Ref: string }) => Ref === logicalId(role.roleArn)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** `<action> <resource>` of every permission of a function's role, sorted. */
function permissions(name: FunctionName): string[] {
  const { function: callee } = pipeline.functions[name];
  const places = new Map([
    [logicalId(callee.logGroup.logGroupArn), 'own log group'],
    [logicalId(pipeline.importBucket.bucket.bucketArn), 'bucket'],
    [logicalId(pipeline.seenTable.tableArn), 'seen'],
    [logicalId(pipeline.importsTable.tableArn), 'imports'],
    [logicalId(pipeline.secrets.customerIo.secretArn), 'customerIo'],
    [logicalId(pipeline.secrets.seenKey.secretArn), 'seenKey'],
    [logicalId(pipeline.triggers.undelivered.queueArn), 'undelivered'],
    [logicalId(pipeline.notices.topic.topicArn), 'topic'],
    [logicalId(pipeline.workflow.stateMachine.stateMachineArn), 'workflow'],
  ]);
  return statementsOf(name)
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((to) => `${action} ${place(to, places)}`)),
    )
    .sort();
}

/** A policy's resource with the names of `places`: `{"Fn::Join": ["", [<bucket's ARN>, "/work/*"]]}` → `bucket/work/*`. */
function place(resource: unknown, places: ReadonlyMap<string, string>): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Record<string, string | string[]>;
  if (Array.isArray(join))
    return [join[1]]
      .flat()
      .map((part) => place(part, places))
      .join('');
  const id = String(Ref ?? attribute?.[0]);
  return places.get(id) ?? id;
}
