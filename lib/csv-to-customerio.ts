// The construct an engineer deploys: feeds in, pipeline out.
import { fileURLToPath } from 'node:url';
import { Annotations, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { WarmThroughput } from 'aws-cdk-lib/aws-dynamodb';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Environment } from '../lambdas/contracts/environment.ts';
import type { Feeds } from '../lambdas/contracts/feed/feed.ts';
import { type AlarmLimits, Alarms } from './constructs/alarms.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { ExpectedFiles } from './constructs/expected-files.ts';
import { ImportBucket } from './constructs/import-bucket.ts';
import { ImportTriggers } from './constructs/import-triggers.ts';
import { ImportWorkflow } from './constructs/import-workflow.ts';
import { ImportsTable } from './constructs/imports-table.ts';
import { type KmsKey, letServicesUse } from './constructs/key-use.ts';
import { Notices, type NoticesProps } from './constructs/notices.ts';
import type { Settings } from './constructs/pipeline-function.ts';
import { type PipelineFunctions, pipelineFunctions } from './constructs/pipeline-functions.ts';
import { PipelineMetrics } from './constructs/pipeline-metrics.ts';
import { PipelineSecrets } from './constructs/pipeline-secrets.ts';
import { SeenTable } from './constructs/seen-table.ts';

export interface CsvToCustomerIoProps {
  /** How each kind of file is read; `defineFeeds` has checked it. */
  readonly feeds: Feeds;
  /** Where the Customer.io account is: decides the host that the credentials are sent to. */
  readonly customerIoRegion: Environment['CUSTOMERIO_REGION'];
  /** Track API credentials that are there already, as `{"siteId", "apiKey"}`. Default: a secret to be filled in. */
  readonly customerIoSecret?: ISecret | Secret;
  /**
   * A bucket that is there already, for this pipeline alone: it takes the prefixes incoming/, dry-run/, work/ and
   * reports/. Versioning and its notifications to EventBridge have to be on (docs/deployment.md). Default: its own.
   */
  readonly existingBucket?: IBucket | Bucket;
  /** Encrypts what the pipeline owns: bucket, tables, secrets, logs, topic and queue. Default: keys that AWS keeps. */
  readonly encryptionKey?: KmsKey;
  /** Requests per second that all workers together may send to Customer.io. Default 10. */
  readonly requestsPerSecond?: number;
  /** Imports that may forward at once; the others wait for their turn. Default 2. */
  readonly importsAtOnce?: number;
  /** Partitions of one import that forward at once. Default 5. */
  readonly partitionsAtOnce?: number;
  /** Chunks of one import that are validated at once. Default 40. */
  readonly chunksAtOnce?: number;
  /** Longest an import may take, its wait for a turn included. Default 26 hours. */
  readonly importTimeout?: Duration;
  /** Reads and writes per second that the seen table takes at once. Default: what DynamoDB gives a new table. */
  readonly seenTableWarmThroughput?: WarmThroughput;
  /** How long logs are kept. Default three months. */
  readonly logRetention?: RetentionDays;
  /** What becomes of bucket, tables and secrets that leave the stack. Default: they are retained. */
  readonly removalPolicy?: RemovalPolicy;
  /** Who is told of imports. Default: a topic of its own, and the account's default bus. */
  readonly notices?: NoticesProps;
  /** When somebody is told that something is wrong, where a limit of it is a matter of taste. */
  readonly alarms?: AlarmLimits;
  /** Where the operator's runbook is read; alarms link to it. Default: its place in this project. */
  readonly runbookUrl?: string;
  /** Folder that holds `<name>/handler.ts` of every function. Default: this project's. */
  readonly lambdas?: string;
}

const PARTITIONS_AT_ONCE = 5;

const LAMBDAS = fileURLToPath(new URL('../lambdas', import.meta.url));

/**
 * Everything between a CSV dropped into a bucket and Customer.io.
 *
 * Deploy it, put the credentials into `secrets.customerIo`, drop files below `incoming/<feed>/`.
 */
export class CsvToCustomerIo extends Construct {
  readonly customerIoRegion: Environment['CUSTOMERIO_REGION'];
  readonly importBucket: ImportBucket;
  readonly seenTable: SeenTable;
  readonly importsTable: ImportsTable;
  readonly secrets: PipelineSecrets;
  readonly notices: Notices;
  readonly functions: PipelineFunctions;
  readonly workflow: ImportWorkflow;
  readonly triggers: ImportTriggers;
  /** In metrics and notices, unique in account and region. */
  readonly pipelineName: string;

  constructor(scope: Construct, id: string, props: CsvToCustomerIoProps) {
    super(scope, id);
    warnOfEmailOnly(this, props.feeds);
    this.pipelineName = Names.uniqueResourceName(this, { separator: '-' });
    this.customerIoRegion = props.customerIoRegion;
    const { removalPolicy = RemovalPolicy.RETAIN, logRetention = RetentionDays.THREE_MONTHS } = props;
    const { partitionsAtOnce = PARTITIONS_AT_ONCE, chunksAtOnce = 40 } = props;

    const { encryptionKey } = props;
    const kept = { removalPolicy, encryptionKey };
    if (encryptionKey) letServicesUse(encryptionKey, this);

    this.importBucket = new ImportBucket(this, 'ImportBucket', { ...kept, existing: props.existingBucket });
    this.seenTable = new SeenTable(this, 'SeenTable', {
      ...kept,
      warmThroughput: props.seenTableWarmThroughput,
    });
    this.importsTable = new ImportsTable(this, 'ImportsTable', kept);
    this.secrets = new PipelineSecrets(this, 'Secrets', { ...kept, customerIo: props.customerIoSecret });
    this.notices = new Notices(this, 'Notices', props.notices, encryptionKey);
    this.functions = pipelineFunctions(this, {
      importBucket: this.importBucket,
      seenTable: this.seenTable,
      importsTable: this.importsTable,
      secrets: this.secrets,
      notices: this.notices,
      lambdas: props.lambdas ?? LAMBDAS,
      feeds: props.feeds,
      logRetention,
      encryptionKey,
      settings: this.settings(props),
    });
    this.workflow = new ImportWorkflow(this, 'Workflow', {
      functions: this.functions,
      chunksAtOnce,
      partitionsAtOnce,
      timeout: props.importTimeout ?? Duration.hours(26),
      logRetention,
      encryptionKey,
    });
    this.triggers = new ImportTriggers(this, 'Triggers', {
      bucket: this.importBucket.bucket,
      stateMachine: this.workflow.stateMachine,
      report: this.functions.report,
      encryptionKey,
    });
    this.watch(props);
  }

  private settings(props: CsvToCustomerIoProps): Settings {
    const { requestsPerSecond = 10, importsAtOnce = 2, partitionsAtOnce = PARTITIONS_AT_ONCE } = props;
    const { bucketName } = this.importBucket.bucket;
    const { region } = Stack.of(this);
    return {
      BUCKET_NAME: bucketName,
      SEEN_TABLE_NAME: this.seenTable.tableName,
      IMPORTS_TABLE_NAME: this.importsTable.tableName,
      CUSTOMERIO_SECRET_ARN: this.secrets.customerIo.secretArn,
      SEEN_KEY_SECRET_ARN: this.secrets.seenKey.secretArn,
      CUSTOMERIO_REGION: props.customerIoRegion,
      REQUESTS_PER_SECOND: String(requestsPerSecond),
      IMPORTS_AT_ONCE: String(importsAtOnce),
      PARTITIONS_AT_ONCE: String(partitionsAtOnce),
      PIPELINE_NAME: this.pipelineName,
      EVENT_BUS_NAME: this.notices.bus.eventBusName,
      NOTICES_TOPIC_ARN: this.notices.topic.topicArn,
      CONSOLE_URL: `https://${region}.console.aws.amazon.com/s3/object/${bucketName}?region=${region}&prefix=`,
    };
  }

  /** Alarms and dashboard know the pipeline, and the pipeline does not know them. */
  private watch(props: CsvToCustomerIoProps): void {
    const { undelivered } = this.triggers;
    const expected = new ExpectedFiles(this, 'ExpectedFiles', {
      feeds: props.feeds,
      expectFile: this.functions['expect-file'],
      undelivered,
    });
    const watched = {
      metrics: new PipelineMetrics(this.pipelineName),
      functions: this.functions,
      tables: [this.seenTable, this.importsTable],
      undelivered,
    };
    const alarms = new Alarms(this, 'Alarms', {
      ...watched,
      expectedFeeds: expected.feeds,
      topic: this.notices.topic,
      runbookUrl: props.runbookUrl ?? 'docs/operator-runbook.md',
      limits: props.alarms,
    });
    const feeds = Object.keys(props.feeds.feeds);
    new Dashboard(this, 'Dashboard', { ...watched, feeds, alarms: Object.values(alarms.all) });
  }
}

/** A person who changes the e-mail address becomes another one where nothing else tells them apart. */
function warnOfEmailOnly(scope: Construct, { feeds }: Feeds): void {
  for (const [name, feed] of Object.entries(feeds)) {
    const kinds = 'identifiers' in feed ? feed.identifiers.map(({ as }) => as) : ['id'];
    if (kinds.includes('id')) continue;
    Annotations.of(scope).addWarningV2(
      `csv-to-customerio:email-only-${name}`,
      `Feed "${name}" knows people by e-mail or phone only: whoever changes it becomes a second profile. Add an id where the file has one.`,
    );
  }
}
