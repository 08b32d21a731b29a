import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { FUNCTION_ENVIRONMENT } from '../../lambdas/contracts/environment.ts';
import { DRY_RUN, INCOMING, REPORTS, WORK } from '../../lambdas/contracts/object-keys.ts';
import { CsvToCustomerIo } from '../../lib/csv-to-customerio.ts';
import { RULES_AT_DEPTH, STUB_FEEDS, stubFolders, stubPipeline } from './stub-pipeline.ts';

const { pipeline, template, resources, properties, logicalId, remove } = stubPipeline();
afterAll(remove);

describe('the bucket', () => {
  it('is private, encrypted, versioned and refuses plain HTTP', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  it('deletes dropped files after 400 days, dry runs after 30 days, work after 14 days and reports after 400 days', () => {
    const [bucket] = properties('AWS::S3::Bucket');
    const rules: Record<string, unknown>[] = bucket.LifecycleConfiguration.Rules;
    expect(rules.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
      [INCOMING, 400],
      [DRY_RUN, 30],
      [WORK, 14],
      [REPORTS, 400],
    ]);
    expect(rules[0]).toMatchObject({
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    });
  });

  it('sends events to EventBridge without another function', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    template.resourceCountIs('AWS::Lambda::Function', Object.keys(FUNCTION_ENVIRONMENT).length);
  });
});

describe('the tables', () => {
  it.each([
    ['seen', pipeline.seenTable, [{ AttributeName: 'key', KeyType: 'HASH' }]],
    [
      'imports',
      pipeline.importsTable,
      [
        { AttributeName: 'importId', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
    ],
  ])('%s: has on-demand capacity, point-in-time recovery and deletion protection', (_, table, KeySchema) => {
    expect(resources('AWS::DynamoDB::Table')[logicalId(table.tableArn)]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        KeySchema,
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });
});

describe('the secrets', () => {
  it('are generated in the account, and are not in the template', () => {
    for (const secret of properties('AWS::SecretsManager::Secret')) {
      expect(secret).not.toHaveProperty('SecretString');
    }
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { SecretStringTemplate: '{"siteId":""}', GenerateStringKey: 'apiKey' },
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 64 },
    });
  });
});

describe('the triggers', () => {
  const undelivered = { 'Fn::GetAtt': [logicalId(pipeline.triggers.undelivered.queueArn), 'Arn'] };
  const delivery = {
    DeadLetterConfig: { Arn: undelivered },
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
  };
  const stateMachine = { Ref: logicalId(pipeline.workflow.stateMachine.stateMachineArn) };

  it('start an import for an object under incoming/ or dry-run/, or send its event to the dead-letter queue', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: logicalId(pipeline.importBucket.bucket.bucketArn) }] },
          object: { key: [{ prefix: INCOMING }, { prefix: DRY_RUN }] },
        },
      },
      Targets: [{ Arn: stateMachine, ...delivery }],
    });
  });

  it('report an interrupted import, or send its event to the dead-letter queue', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [stateMachine], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [logicalId(pipeline.functions.report.function.functionArn), 'Arn'] },
          ...delivery,
        },
      ],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: undelivered } },
    });
  });

  it('have an encrypted queue that accepts messages only over TLS', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('CsvToCustomerIo', () => {
  it('can be deployed as a trial: everything is deleted with the stack, and the seen table has warm throughput', () => {
    const { lambdas, remove: removeFolders } = stubFolders();
    const stack = new Stack(new App({ ...RULES_AT_DEPTH, outdir: join(lambdas, 'cdk.out') }), 'Trial');
    new CsvToCustomerIo(stack, 'Pipeline', {
      feeds: STUB_FEEDS,
      customerIoRegion: 'eu',
      removalPolicy: RemovalPolicy.DESTROY,
      seenTableWarmThroughput: { writeUnitsPerSecond: 20_000 },
      lambdas,
    });
    const trial = Template.fromStack(stack);
    expect(JSON.stringify(trial.toJSON())).not.toContain('"Retain"');
    trial.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
    trial.hasResourceProperties('AWS::DynamoDB::Table', { WarmThroughput: { WriteUnitsPerSecond: 20_000 } });
    removeFolders();
  });
});

describe('a failed first deployment', () => {
  it('leaves no bucket and no secret behind, and no table that it cannot delete', () => {
    // CloudFormation cannot delete a protected table: the rollback would fail.
    const cleaned = ['AWS::S3::Bucket', 'AWS::SecretsManager::Secret'];
    for (const resource of cleaned.flatMap((type) => Object.values(resources(type))))
      expect(resource).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    for (const { DeletionPolicy, Properties } of Object.values(resources('AWS::DynamoDB::Table')))
      expect([DeletionPolicy, Properties.DeletionProtectionEnabled]).toEqual(['Retain', true]);
  });
});

describe('importTimeout', () => {
  it('of more than 46 hours is refused, because the history of an execution is limited', () => {
    const stack = new Stack(new App(RULES_AT_DEPTH), 'Long');
    const { lambdas, remove: removeFolders } = stubFolders();
    const props = { feeds: STUB_FEEDS, customerIoRegion: 'eu' as const, lambdas };
    expect(
      () => new CsvToCustomerIo(stack, 'Pipeline', { ...props, importTimeout: Duration.hours(47) }),
    ).toThrow('importTimeout cannot be longer than 46 hours');
    removeFolders();
  });
});

describe('the stack', () => {
  it('grants * only for actions that have no resource', () => {
    const statements = properties('AWS::IAM::Policy').flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    );
    const unbounded: string[] = statements
      .filter(({ Resource }) => [Resource].flat().includes('*'))
      .flatMap(({ Action }) => Action);
    // Log delivery of a state machine, and tracing: the Service Authorization Reference has no resource for them.
    expect([...new Set(unbounded)].sort()).toEqual([
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    expect(properties('AWS::IAM::Role').filter((role) => 'Policies' in role)).toEqual([]);
  });

  it('keeps the logical ids of resources with data, because a new id would create a new, empty resource', () => {
    const stateful = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'];
    const held = stateful.flatMap((type) => Object.entries(resources(type)));
    expect(held.map(([id, { DeletionPolicy }]) => `${DeletionPolicy} ${id}`)).toEqual([
      'RetainExceptOnCreate PipelineImportBucketB581CC10',
      'Retain PipelineSeenTableA4544F07',
      'Retain PipelineImportsTableBC6C3ECF',
      'RetainExceptOnCreate PipelineSecretsCustomerIo986F5AC9',
      'RetainExceptOnCreate PipelineSecretsSeenKey4A1202C3',
    ]);
  });
});
