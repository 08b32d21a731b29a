// An existing bucket and an existing key, of the same app or imported.
import { afterAll, describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { IMPORT_LIFECYCLE } from '../../lib/constructs/import-bucket.ts';
import { CsvToCustomerIo } from '../../lib/csv-to-customerio.ts';
import { KEY_ARN, ownApp, readyApp, withKey } from './given-app.ts';
import { RULES_AT_DEPTH, STUB_FEEDS, stubFolders } from './stub-pipeline.ts';

const stub = stubFolders();
afterAll(stub.remove);

/** The default app, with settings like those of `cdk -c`. */
function ready(context: Readonly<Record<string, string>>) {
  const { stack } = readyApp(stub, context);
  return { stack, template: Template.fromStack(stack) };
}

/** Another team's app. */
function own(given: Parameters<typeof ownApp>[1]) {
  return { template: Template.fromStack(ownApp(stub, given).stack) };
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The permissions of a function, found by the name of its role in the template. */
function statementsOf(template: Template, name: string): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([logicalId]) => logicalId.startsWith(`Pipeline${name}Role`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
}

/** Actions on the key, by the service through which they are allowed. */
function keyUse(template: Template, name: string): Record<string, string[]> {
  const uses = statementsOf(template, name).filter(({ Action }) => [Action].flat()[0]?.startsWith('kms:'));
  const used = uses.map(({ Action, Condition }) => {
    const via = JSON.stringify(Condition?.StringEquals?.['kms:ViaService']);
    return [/(?:^|")(\w+)\./.exec(via)?.[1], [Action].flat().map((action) => action.slice(4))] as const;
  });
  const services = [...new Set(used.map(([service]) => service))];
  const of = (service?: string) => used.filter(([one]) => one === service).flatMap(([, actions]) => actions);
  return Object.fromEntries(services.map((service) => [service, [...new Set(of(service))].sort()]));
}

describe('an imported bucket', () => {
  const { stack, template } = ready({ existingBucket: 'their-bucket' });

  it('receives the files, and no other bucket is created', () => {
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasOutput('BucketName', { Value: 'their-bucket' });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        detail: Match.objectLike({ bucket: { name: ['their-bucket'] } }),
      }),
    });
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).toContain(
      '"BUCKET_NAME":"their-bucket"',
    );
  });

  it('keeps its policy and its notifications', () => {
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    template.resourceCountIs('Custom::S3BucketNotifications', 0);
    const [info] = Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('EventBridge'));
    expect(info?.entry.data).toContain(
      'Bucket their-bucket does not belong to this app. Turn on its versioning',
    );
  });

  it('is granted by prefix', () => {
    const objects = statementsOf(template, 'Validate').filter(
      ({ Action }) => [Action].flat()[0] === 's3:GetObject',
    );
    const keys = JSON.stringify(objects).matchAll(/s3:::their-bucket\/([^"]+)"/g);
    expect([...keys].map(([, key]) => key)).toEqual(['dry-run/*', 'incoming/*', 'work/*']);
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('their-bucket/*');
  });
});

describe('a bucket of the same app', () => {
  it('sends its events to EventBridge, and keeps its other notifications', () => {
    const { template } = own((stack) => ({
      existingBucket: new Bucket(stack, 'Theirs', {
        versioned: true,
        enforceSSL: true,
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        lifecycleRules: IMPORT_LIFECYCLE,
      }),
    }));
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.hasResourceProperties('Custom::S3BucketNotifications', {
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    });
  });

  it('may have a key, which functions may use only for its objects', () => {
    const { template } = own((stack) => ({
      existingBucket: new Bucket(stack, 'Theirs', { encryptionKey: new Key(stack, 'Key'), versioned: true }),
    }));
    expect(keyUse(template, 'Validate')).toEqual({ s3: ['Decrypt', 'GenerateDataKey'] });
    expect(keyUse(template, 'AwaitTurn')).toEqual({});
  });
});

describe('a key', () => {
  const { template } = own(withKey);
  const key = { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::KMS::Key'))[0], 'Arn'] };

  it('encrypts bucket, tables, secrets, logs, topic and queue', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          },
        ],
      },
    });
    template.allResourcesProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
    });
    template.allResourcesProperties('AWS::SecretsManager::Secret', { KmsKeyId: key });
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: key });
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  });

  it('is used by each function only through the services that it needs', () => {
    const table = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];
    const write = ['Decrypt', 'GenerateDataKey'];
    expect(keyUse(template, 'Validate')).toEqual({ s3: write });
    expect(keyUse(template, 'Split')).toEqual({ s3: write, dynamodb: table });
    expect(keyUse(template, 'AwaitTurn')).toEqual({ dynamodb: table });
    expect(keyUse(template, 'Forward')).toEqual({
      s3: write,
      dynamodb: table,
      secretsmanager: ['Decrypt'],
    });
    expect(keyUse(template, 'Report')).toMatchObject({ s3: write, dynamodb: table, sns: write });
  });

  it('can be used by CloudWatch Logs, alarms and rules in their own name', () => {
    const [{ Properties } = { Properties: {} }] = Object.values(template.findResources('AWS::KMS::Key'));
    const services = (Properties.KeyPolicy.Statement as { Principal: { Service?: unknown } }[]).flatMap(
      ({ Principal }) => (Principal.Service === undefined ? [] : JSON.stringify(Principal.Service)),
    );
    expect(services.sort()).toEqual([
      '"cloudwatch.amazonaws.com"',
      '"events.amazonaws.com"',
      '{"Fn::Join":["",["logs.",{"Ref":"AWS::Region"},".amazonaws.com"]]}',
    ]);
  });

  it('of another stack causes no circular dependency', () => {
    const app = new App({ ...RULES_AT_DEPTH, outdir: stub.outdir });
    const security = new Stack(app, 'Security');
    const stack = new Stack(app, 'Shop');
    new CsvToCustomerIo(stack, 'Pipeline', {
      feeds: STUB_FEEDS,
      customerIoRegion: 'us',
      lambdas: stub.lambdas,
      encryptionKey: new Key(security, 'Key'),
    });
    const text = JSON.stringify(Template.fromStack(security).findResources('AWS::KMS::Key'));
    expect(text).toContain('cloudwatch.amazonaws.com');
  });

  it('is set by its ARN in the default app, also for an existing bucket', () => {
    const given = ready({ existingBucket: 'their-bucket', encryptionKey: KEY_ARN });
    given.template.allResourcesProperties('AWS::DynamoDB::Table', {
      SSESpecification: { KMSMasterKeyId: KEY_ARN },
    });
    expect(keyUse(given.template, 'Validate')).toEqual({ s3: ['Decrypt', 'GenerateDataKey'] });
  });

  it.each([
    ['existingBucket', 'Their_Bucket', 'a bucket cannot have this name'],
    ['encryptionKey', 'alias/shop', 'grants need a key, not an alias'],
  ])('refuses the setting %s %s, because %s', (name, value) => {
    expect(() => ready({ [name]: value })).toThrow(`"${name}"`);
  });
});
