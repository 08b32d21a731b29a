// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholders, not JavaScript's.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readTemplate } from '../../../local/engine/template.ts';
import { type AssemblyFixture, temporaryFolder, writeAssembly } from './assembly-builder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const read = (fixture: AssemblyFixture) => readTemplate(writeAssembly(folder.path, fixture));
const functionWith = (variables: Record<string, unknown>): AssemblyFixture => ({
  functions: { Fn: { code: '', environment: variables } },
  resources: {
    ImportBucket: { Type: 'AWS::S3::Bucket' },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'notices' } },
  },
});

describe('readTemplate', () => {
  it.each([
    ['Ref of a bucket', { Ref: 'ImportBucket' }, 'importbucket'],
    ['Ref of a secret', { Ref: 'Secret' }, 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:Secret'],
    ['Ref of a named topic', { Ref: 'Topic' }, 'arn:aws:sns:eu-west-1:000000000000:notices'],
    ['Ref of a parameter', { Ref: 'BootstrapVersion' }, '/cdk-bootstrap/version'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['ImportBucket', 'Arn'] }, 'arn:aws:s3:::importbucket'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-eu-west-1'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${ImportBucket.Arn}/${ImportBucket} ${AWS::AccountId} ${!kept}' },
      'arn:aws:s3:::importbucket/importbucket 000000000000 ${kept}',
    ],
    ['Fn::Sub with values', { 'Fn::Sub': ['${x}!', { x: { Ref: 'AWS::Partition' } }] }, 'aws!'],
    [
      'Fn::Select and Fn::Split',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Topic', 'TopicArn'] }] }] },
      'notices',
    ],
  ])('resolves %s', (_, value, expected) => {
    expect(read(functionWith({ VALUE: value })).functions[0]?.environment).toEqual({ VALUE: expected });
  });

  it('omits AWS::NoValue', () => {
    const { functions } = read(functionWith({ A: { Ref: 'AWS::NoValue' }, B: 'b' }));
    expect(functions[0]?.environment).toEqual({ B: 'b' });
  });

  it.each([
    ['an unsupported intrinsic', { 'Fn::ImportValue': 'x' }, /Fn::ImportValue.*Fn\.Environment/],
    ['a missing resource', { Ref: 'Nowhere' }, /Nowhere/],
    [
      'an attribute without a local value',
      { 'Fn::GetAtt': ['ImportBucket', 'DomainX'] },
      /ImportBucket\.DomainX/,
    ],
  ])('refuses %s with its name', (_, value, message) => {
    expect(() => read(functionWith({ VALUE: value }))).toThrow(message);
  });

  it('ignores resources that it does not need', () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { Path: { 'Fn::ImportValue': 'x' } } };
    expect(() => read({ resources: { role } })).not.toThrow();
  });

  it('describes a function with its bundle', () => {
    const fixture = { code: '', timeoutSeconds: 900, memoryMegabytes: 2048 };
    expect(read({ functions: { Fn: fixture } }).functions).toEqual([
      {
        logicalId: 'Fn',
        name: 'Fn',
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:Fn',
        assetFolder: `${folder.path}/asset.Fn`,
        handler: 'index.handler',
        environment: {},
        timeoutSeconds: 900,
        memoryMegabytes: 2048,
      },
    ]);
  });

  it('omits functions of the CDK itself', () => {
    const Properties = { Code: { ZipFile: 'import boto3' }, Runtime: 'python3.13' };
    const resources = { BucketNotificationsHandler1: { Type: 'AWS::Lambda::Function', Properties } };
    expect(read({ resources }).functions).toEqual([]);
  });

  it('recognizes a bucket that sends events to EventBridge, by property or custom resource', () => {
    const configuration = { EventBridgeConfiguration: {} };
    const { buckets } = read({
      resources: {
        Quiet: { Type: 'AWS::S3::Bucket' },
        ByProperty: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            NotificationConfiguration: configuration,
            VersioningConfiguration: { Status: 'Enabled' },
          },
        },
        ByResource: { Type: 'AWS::S3::Bucket' },
        Notifications: {
          Type: 'Custom::S3BucketNotifications',
          Properties: { BucketName: { Ref: 'ByResource' }, NotificationConfiguration: configuration },
        },
      },
    });
    expect(buckets).toEqual([
      { logicalId: 'Quiet', name: 'quiet', versioned: false, eventBridge: false },
      { logicalId: 'ByProperty', name: 'byproperty', versioned: true, eventBridge: true },
      { logicalId: 'ByResource', name: 'byresource', versioned: false, eventBridge: true },
    ]);
  });

  it('describes a table with its keys and indexes', () => {
    const key = [{ AttributeName: 'key', KeyType: 'HASH' }];
    const attributes = [{ AttributeName: 'key', AttributeType: 'S' }];
    const index = { IndexName: 'byState', KeySchema: key, Projection: { ProjectionType: 'ALL' } };
    const { tables } = read({
      resources: {
        SeenTable: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            KeySchema: key,
            AttributeDefinitions: attributes,
            GlobalSecondaryIndexes: [{ ...index, WarmThroughput: {} }],
            TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        },
      },
    });
    expect(tables).toEqual([
      {
        logicalId: 'SeenTable',
        name: 'seentable',
        ttlAttribute: 'expiresAt',
        create: {
          TableName: 'seentable',
          KeySchema: key,
          AttributeDefinitions: attributes,
          BillingMode: 'PAY_PER_REQUEST',
          GlobalSecondaryIndexes: [index],
        },
      },
    ]);
  });

  it('returns the definition unchanged except for local names', () => {
    const definition = {
      StartAt: 'A "quoted" \u00e9tat',
      States: { 'A "quoted" \u00e9tat': { Type: 'Task', Resource: '{{Fn}}', End: true } },
    };
    const { stateMachine } = read({ functions: { Fn: { code: '' } }, definition });
    expect(stateMachine.definition).toBe(
      JSON.stringify(definition).replace('{{Fn}}', 'arn:aws:lambda:eu-west-1:000000000000:function:Fn'),
    );
  });

  it('reads rules on events and omits schedules', () => {
    const { rules } = read({
      resources: {
        Nightly: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)' } },
        Dropped: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: { source: ['aws.s3'] },
            Targets: [{ Id: 'Target0', Arn: { Ref: 'Machine' } }],
          },
        },
      },
    });
    expect(rules).toEqual([
      {
        logicalId: 'Dropped',
        pattern: { source: ['aws.s3'] },
        targetArns: ['arn:aws:states:eu-west-1:000000000000:stateMachine:Machine'],
      },
    ]);
  });
});
