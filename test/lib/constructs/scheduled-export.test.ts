import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { ScheduledExport, type ScheduledExportProps } from '../../../lib/constructs/scheduled-export.ts';
import { RULES_AT_DEPTH } from '../stub-pipeline.ts';

const people = { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }] };
const feeds = FeedsSchema.parse({
  workspace: 'test',
  feeds: { parts: { ...people, file: { trigger: 'manifest' } }, whole: people },
});

function template(feed: string, kind: 'redshift' | 'athena', select: string, keyArn?: string): Template {
  return Template.fromStack(stackWith(feed, kind, select, keyArn));
}

function stackWith(feed: string, kind: 'redshift' | 'athena', select: string, keyArn?: string): Stack {
  const stack = new Stack(new App(RULES_AT_DEPTH), 'Exports');
  const unloadRole = new Role(stack, 'Unload', { assumedBy: new ServicePrincipal('redshift.amazonaws.com') });
  const from: ScheduledExportProps['from'] =
    kind === 'redshift'
      ? {
          kind,
          warehouse: { workgroupName: 'wg' },
          warehouseArn: 'arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/id',
          database: 'dev',
          secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:user',
          unloadRole,
        }
      : {
          kind,
          workGroup: 'exports',
          database: 'shop',
          reads: [new PolicyStatement({ actions: ['glue:GetTable'], resources: ['arn:aws:glue:table'] })],
        };
  const key = keyArn !== undefined && { encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) };
  const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'the-bucket', ...key });
  const schedule = ScheduleExpression.cron({ hour: '3', minute: '15' });
  const notices = new Topic(stack, 'Topic');
  new ScheduledExport(stack, 'Export', { feeds, feed, bucket, schedule, select, from, notices });
  return stack;
}

/** The API that Scheduler calls, and its input. */
function call(built: Template): { readonly arn: string; readonly input: string } {
  const [schedule] = Object.values(built.findResources('AWS::Scheduler::Schedule'));
  const flat = (value: unknown) => JSON.stringify(value);
  const { Arn, Input } = schedule?.Properties.Target ?? {};
  return { arn: flat(Arn), input: flat(Input) };
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const statementsOf = (built: Template): Statement[] =>
  Object.values(built.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );

const actionsOf = (built: Template) => statementsOf(built).flatMap(({ Action }) => Action);

/** The text of a `Fn::Join`, with the names of what it refers to. */
function flatJoin(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(flatJoin).join('');
  return String(Ref ?? attribute);
}

describe('ScheduledExport', () => {
  it('lets Redshift unload into a folder of the run, with the manifest that starts the import', () => {
    const built = template('parts', 'redshift', "select * from people where plan = 'pro'");
    const { arn, input } = call(built);
    expect(arn).toContain(':scheduler:::aws-sdk:redshiftdata:executeStatement');
    expect(input).toContain("UNLOAD ('select * from people where plan = ''pro''')");
    expect(input).toContain('s3://the-bucket/incoming/parts/<aws.scheduler.execution-id>/part-');
    expect(input).toContain('FORMAT CSV HEADER GZIP MANIFEST');
    expect(actionsOf(built)).toEqual(
      expect.arrayContaining([
        'redshift-data:ExecuteStatement',
        'secretsmanager:GetSecretValue',
        's3:PutObject',
      ]),
    );
  });

  it('escapes quotes and backslashes of the query, which are in the text of another statement', () => {
    const { input } = call(
      template('parts', 'redshift', String.raw`select regexp_replace(sku, '\\D', '') from people`),
    );
    const { Sql } = JSON.parse(flatJoin(JSON.parse(input)));
    expect(Sql).toContain(String.raw`UNLOAD ('select regexp_replace(sku, ''\\\\D'', '''') from people')`);
  });

  it.each([
    [
      'redshift',
      'parts',
      {
        's3:ListBucket': ':s3:::the-bucket',
        's3:GetBucketLocation': ':s3:::the-bucket',
        's3:GetObject': ':s3:::the-bucket/incoming/parts/*',
        's3:PutObject': ':s3:::the-bucket/incoming/parts/*',
        's3:AbortMultipartUpload': ':s3:::the-bucket/incoming/parts/*',
      },
    ],
    [
      'athena',
      'whole',
      {
        's3:GetBucketLocation': ':s3:::the-bucket',
        's3:ListBucket': ':s3:::the-bucket',
        's3:ListBucketMultipartUploads': ':s3:::the-bucket',
        's3:GetObject': ':s3:::the-bucket/incoming/whole/*',
        's3:PutObject': ':s3:::the-bucket/incoming/whole/*',
        's3:AbortMultipartUpload': ':s3:::the-bucket/incoming/whole/*',
        's3:ListMultipartUploadParts': ':s3:::the-bucket/incoming/whole/*',
      },
    ],
  ] as const)(
    'grants %s what it needs in S3, and objects only in the folder of the feed',
    (kind, feed, needs) => {
      const granted = statementsOf(template(feed, kind, 'select 1')).flatMap(({ Action, Resource }) =>
        [Action]
          .flat()
          .map((action): [string, string] => [action, flatJoin(Resource).replace(/^arn:.*?(?=:s3:::)/, '')]),
      );
      const inS3 = granted.filter(([action]) => action.startsWith('s3:'));
      expect(Object.fromEntries(inS3)).toEqual(needs);
    },
  );

  it.each([
    [
      'redshift',
      'parts',
      {
        source: ['aws.redshift-data'],
        'detail-type': ['Redshift Data Statement Status Change'],
        detail: { statementName: [expect.any(String)], state: ['FAILED', 'ABORTED'] },
      },
    ],
    [
      'athena',
      'whole',
      {
        source: ['aws.athena'],
        'detail-type': ['Athena Query State Change'],
        detail: { workgroupName: ['exports'], currentState: ['FAILED', 'CANCELLED'] },
      },
    ],
  ] as const)(
    'sends a notice with the feed if a query of %s fails after it was accepted',
    (kind, feed, EventPattern) => {
      const built = template(feed, kind, 'select 1');
      const [rule] = Object.values(built.findResources('AWS::Events::Rule'));
      expect(rule?.Properties.EventPattern).toEqual(EventPattern);
      const [topic] = Object.keys(built.findResources('AWS::SNS::Topic'));
      expect(rule?.Properties.Targets).toMatchObject([{ Arn: { Ref: topic } }]);
      const { InputTemplate, InputPathsMap } = rule?.Properties.Targets[0].InputTransformer ?? {};
      expect(InputTemplate).toContain(`The export for the feed \\"${feed}\\" failed`);
      expect(Object.values(InputPathsMap)).toEqual([
        kind === 'redshift' ? '$.detail.state' : '$.detail.currentState',
      ]);
    },
  );

  it('names the statement in Redshift, and requests its events', () => {
    const built = template('parts', 'redshift', 'select 1');
    const { StatementName, WithEvent } = JSON.parse(flatJoin(JSON.parse(call(built).input)));
    expect(WithEvent).toBe(true);
    const [rule] = Object.values(built.findResources('AWS::Events::Rule'));
    expect(rule?.Properties.EventPattern.detail.statementName).toEqual([StatementName]);
  });

  it.each(['redshift', 'athena'] as const)("lets %s use the bucket's key only through S3", (kind) => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const built = template(kind === 'redshift' ? 'parts' : 'whole', kind, 'select 1', arn);
    const statements = Object.values(built.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: arn,
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
        },
      },
    });
    const sql = "MANIFEST KMS_KEY_ID '1234abcd-12ab-34cd-56ef-1234567890ab' ENCRYPTED";
    expect(call(built).input.includes(sql)).toBe(kind === 'redshift');
  });

  it("lets Athena write its query's result into a folder of the run", () => {
    const built = template('whole', 'athena', 'select * from people');
    const { arn, input } = call(built);
    expect(arn).toContain(':scheduler:::aws-sdk:athena:startQueryExecution');
    expect(input).toContain('s3://the-bucket/incoming/whole/<aws.scheduler.execution-id>/');
    expect(actionsOf(built)).toEqual(
      expect.arrayContaining(['athena:StartQueryExecution', 'glue:GetTable', 's3:PutObject']),
    );
  });

  it.each([
    [
      'whole',
      'redshift',
      'The export of feed "whole" with redshift needs file.trigger: "manifest" in the feed.',
    ],
    ['parts', 'athena', 'The export of feed "parts" with athena needs file.trigger: "object" in the feed.'],
    ['other', 'athena', 'There is no feed "other" to export to. The feeds are parts, whole.'],
  ] as const)('fails the synth of feed %s with %s, and says what to change', (feed, kind, message) => {
    expect(() => template(feed, kind, 'select 1')).toThrow(message);
  });
});
