// A scheduled query in a warehouse whose result is dropped for a feed. EventBridge Scheduler calls the warehouse
// directly, without a function.
import { Aws, Duration, Names } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { grantKeyUse } from './key-use.ts';
import { acknowledgeObjects } from './object-wildcard.ts';

/** UNLOAD with the Redshift Data API, into parts with a manifest. */
export interface RedshiftExport {
  readonly kind: 'redshift';
  /** Name of a Redshift Serverless workgroup, or identifier of a cluster. */
  readonly warehouse: { readonly workgroupName: string } | { readonly clusterIdentifier: string };
  /** ARN of that workgroup or cluster. */
  readonly warehouseArn: string;
  readonly database: string;
  /** Secret of the database user. */
  readonly secretArn: string;
  /** Attached to the warehouse. It gets the permission to write to the feed's folder. */
  readonly unloadRole: IRole;
}

/** Athena writes the result of a query as one CSV file with a header. */
export interface AthenaExport {
  readonly kind: 'athena';
  /** A workgroup that does not enforce its own location for results. */
  readonly workGroup: string;
  readonly database: string;
  /** Permissions to read the tables of the query in Glue, and their objects in S3. */
  readonly reads: readonly PolicyStatement[];
}

export interface ScheduledExportProps {
  readonly feeds: Feeds;
  readonly feed: string;
  readonly bucket: IBucket | Bucket;
  readonly schedule: ScheduleExpression;
  /** The query, without a semicolon at its end, and for Redshift without a final `LIMIT`. */
  readonly select: string;
  readonly from: RedshiftExport | AthenaExport;
  /** Receives a call that the warehouse refused for an hour. */
  readonly undelivered?: IQueue | undefined;
  /**
   * Gets a notice if the query fails, such as `pipeline.notices.topic`: the call succeeds as soon as the warehouse has
   * accepted the query. Athena's events name only the workgroup, so give each export its own.
   */
  readonly notices?: ITopic | Topic | undefined;
}

/** Names the folder of each run, so that no run overwrites files of another (EventBridge Scheduler, "Context attributes"). */
const RUN = '<aws.scheduler.execution-id>';

export class ScheduledExport extends Construct {
  /** @throws Error if the feed does not wait for the file that the export writes last. */
  constructor(scope: Construct, id: string, props: ScheduledExportProps) {
    super(scope, id);
    checkTrigger(props);
    const { from, undelivered } = props;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    const writer = from.kind === 'redshift' ? from.unloadRole : role;
    acknowledgeWrites(writer, props);
    grantKeyUse(writer, props.bucket.encryptionKey, 's3 write');
    grantKeyUse(role, undelivered?.encryptionMasterKey, 'sqs');
    const statement = Names.uniqueResourceName(this, { separator: '-' });
    const call = from.kind === 'redshift' ? unload(props, from, statement) : query(props, from);
    this.reportFailures(props, statement);
    new Schedule(this, 'Schedule', {
      description: `Exports for the feed "${props.feed}".`,
      schedule: props.schedule,
      target: new Universal({
        ...call,
        role,
        maxEventAge: Duration.hours(1),
        ...(undelivered && { deadLetterQueue: undelivered }),
      }),
    });
  }

  /** The text names the feed and the state, and nothing of the query. */
  private reportFailures({ feed, from, notices }: ScheduledExportProps, statement: string): void {
    if (!notices) return;
    const { state, ...eventPattern } =
      from.kind === 'redshift' ? failedStatements(statement) : failedQueries(from);
    const message = RuleTargetInput.fromText(
      `The export for the feed "${feed}" failed: its query in ${from.kind} is ${EventField.fromPath(state)}. ` +
        'No file arrives. What to do: docs/operator-runbook.md#file-absent',
    );
    new Rule(this, 'Failed', {
      description: `Reports a failed export for the feed "${feed}".`,
      eventPattern,
      targets: [new SnsTopic(notices, { message })],
    });
  }
}

/** Amazon Redshift Management Guide, "Monitoring events for the Amazon Redshift Data API in Amazon EventBridge". */
function failedStatements(statement: string) {
  return {
    state: '$.detail.state',
    source: ['aws.redshift-data'],
    detailType: ['Redshift Data Statement Status Change'],
    detail: { statementName: [statement], state: ['FAILED', 'ABORTED'] },
  };
}

/** Amazon Athena User Guide, "Monitor Athena query events with EventBridge". */
function failedQueries({ workGroup }: AthenaExport) {
  return {
    state: '$.detail.currentState',
    source: ['aws.athena'],
    detailType: ['Athena Query State Change'],
    detail: { workgroupName: [workGroup], currentState: ['FAILED', 'CANCELLED'] },
  };
}

function checkTrigger({ feeds, feed, from }: ScheduledExportProps): void {
  const trigger = feeds.feeds[feed]?.file.trigger ?? 'object';
  const wanted = from.kind === 'redshift' ? 'manifest' : 'object';
  if (!(feed in feeds.feeds))
    throw new Error(
      `There is no feed "${feed}" to export to. The feeds are ${Object.keys(feeds.feeds).join(', ')}.`,
    );
  if (trigger !== wanted)
    throw new Error(
      `The export of feed "${feed}" with ${from.kind} needs file.trigger: "${wanted}" in the feed.`,
    );
}

function unload({ bucket, feed, select }: ScheduledExportProps, from: RedshiftExport, statement: string) {
  for (const one of unloads(bucket, feed)) from.unloadRole.addToPrincipalPolicy(one);
  const { warehouse } = from;
  const sql =
    `UNLOAD ('${quoted(select)}') TO '${folderOf(bucket, feed)}part-' ` +
    `IAM_ROLE '${from.unloadRole.roleArn}' FORMAT CSV HEADER GZIP MANIFEST${encryption(bucket)}`;
  return {
    service: 'redshiftdata',
    action: 'executeStatement',
    input: ScheduleTargetInput.fromObject({
      ...('workgroupName' in warehouse
        ? { WorkgroupName: warehouse.workgroupName }
        : { ClusterIdentifier: warehouse.clusterIdentifier }),
      Database: from.database,
      SecretArn: from.secretArn,
      Sql: sql,
      StatementName: statement,
      // Without it, the Data API sends no event.
      WithEvent: true,
    }),
    policyStatements: [
      allow(['redshift-data:ExecuteStatement'], from.warehouseArn),
      allow(['secretsmanager:GetSecretValue'], from.secretArn),
    ],
  };
}

/**
 * Without this option UNLOAD encrypts with a key that S3 manages, whatever the bucket's default is (Amazon Redshift
 * Database Developer Guide, "Unloading encrypted data files").
 */
function encryption({ encryptionKey }: IBucket | Bucket): string {
  return encryptionKey ? ` KMS_KEY_ID '${encryptionKey.keyId}' ENCRYPTED` : '';
}

function query({ bucket, feed, select }: ScheduledExportProps, from: AthenaExport) {
  const workGroup = `arn:${Aws.PARTITION}:athena:${Aws.REGION}:${Aws.ACCOUNT_ID}:workgroup/${from.workGroup}`;
  return {
    service: 'athena',
    action: 'startQueryExecution',
    input: ScheduleTargetInput.fromObject({
      QueryString: select,
      QueryExecutionContext: { Database: from.database },
      WorkGroup: from.workGroup,
      ResultConfiguration: { OutputLocation: folderOf(bucket, feed) },
    }),
    policyStatements: [
      allow(['athena:StartQueryExecution'], workGroup),
      ...results(bucket, feed),
      ...from.reads,
    ],
  };
}

function folderOf(bucket: IBucket | Bucket, feed: string): string {
  return `s3://${bucket.bucketName}/${INCOMING}${feed}/${RUN}/`;
}

/** In the text of a query for UNLOAD, quotes and backslashes are escaped (the same guide, "UNLOAD", "select-statement"). */
function quoted(select: string): string {
  return select.replaceAll('\\', '\\\\').replaceAll("'", "''");
}

const objectsOf = (bucket: IBucket | Bucket, feed: string) => bucket.arnForObjects(`${INCOMING}${feed}/*`);

/** "GET, LIST, and PUT permissions for the bucket" (the same guide, "UNLOAD", "Authorization"). */
function unloads(bucket: IBucket | Bucket, feed: string): PolicyStatement[] {
  return [
    allow(['s3:ListBucket', 's3:GetBucketLocation'], bucket.bucketArn),
    allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], objectsOf(bucket, feed)),
  ];
}

/** What the CDK's AthenaStartQueryExecution grants for the location of the results. */
function results(bucket: IBucket | Bucket, feed: string): PolicyStatement[] {
  return [
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucket.bucketArn),
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      objectsOf(bucket, feed),
    ),
  ];
}

function acknowledgeWrites(writer: IRole, { bucket, feed }: ScheduledExportProps): void {
  const folder = `${INCOMING}${feed}/`;
  const reason = `The warehouse chooses the names of the files under ${folder}.`;
  acknowledgeObjects(writer, bucket, folder, reason);
}

function allow(actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
