// The construct that an engineer deploys: a pipeline for a configuration of feeds.
import { join } from 'node:path';
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
import {
  type FunctionMemory,
  type PipelineFunctions,
  pipelineFunctions,
} from './constructs/pipeline-functions.ts';
import { PipelineMetrics } from './constructs/pipeline-metrics.ts';
import { PipelineSecrets } from './constructs/pipeline-secrets.ts';
import { SeenTable } from './constructs/seen-table.ts';
import { identifiedDifferently } from './feeds/identified-differently.ts';
import { IS_PACKAGE, SOURCES } from './project.ts';

export interface CsvToCustomerIoProps {
  /** How each kind of file is read, from `defineFeeds`. */
  readonly feeds: Feeds;
  /** Region of the Customer.io account. It determines the host to which the credentials are sent. */
  readonly customerIoRegion: Environment['CUSTOMERIO_REGION'];
  /** Existing Track API credentials, as `{"siteId", "apiKey"}`. Default: a new secret that you fill in. */
  readonly customerIoSecret?: ISecret | Secret;
  /**
   * An existing bucket that only this pipeline uses, with the prefixes incoming/, dry-run/, work/ and reports/. Its
   * versioning and its notifications to EventBridge must be on (docs/deployment.md). Default: a new bucket.
   */
  readonly existingBucket?: IBucket | Bucket;
  /** Encrypts the new bucket, tables, secrets, logs, topic and queue. Default: keys that AWS manages. */
  readonly encryptionKey?: KmsKey;
  /** Maximum requests per second to Customer.io, of all workers together. Default 10. */
  readonly requestsPerSecond?: number;
  /** Imports that may forward at the same time. The others wait for their turn. Default 2. */
  readonly importsAtOnce?: number;
  /** Partitions of one import that are forwarded at the same time. Default 5. */
  readonly partitionsAtOnce?: number;
  /** Chunks of one import that are validated at the same time. Default 40. */
  readonly chunksAtOnce?: number;
  /** Memory of functions in MB, by their name in `lambdas/`. Default: what the largest file of the promise needs. */
  readonly memoryMb?: FunctionMemory;
  /** Maximum duration of an import, including the wait for its turn. At most 46 hours. Default 26 hours. */
  readonly importTimeout?: Duration;
  /** Reads and writes per second that the seen table can handle from the start. Default: DynamoDB's. */
  readonly seenTableWarmThroughput?: WarmThroughput;
  /** How long a new bucket keeps dropped files. Redrive and replay need the file. Default 400 days. */
  readonly incomingRetention?: Duration;
  /** Retention of logs. Default three months. */
  readonly logRetention?: RetentionDays;
  /**
   * What happens to bucket, tables and secrets that are removed from the stack. Default: they are retained. If the first
   * deployment fails, bucket and secrets are deleted, because they are empty. The tables are protected from deletion.
   */
  readonly removalPolicy?: RemovalPolicy;
  /** Where notices of imports are sent. Default: a new topic, and the account's default bus. */
  readonly notices?: NoticesProps;
  /** Limits of alarms that you can change. */
  readonly alarms?: AlarmLimits;
  /** Absolute URL of the operator's runbook. Alarms link to it. Default: its path in this project. */
  readonly runbookUrl?: string;
  /** Folder with `<name>/handler.ts` or, bundled, `<name>/index.mjs` of every function. Default: this project's. */
  readonly lambdas?: string;
}

const PARTITIONS_AT_ONCE = 5;

/** The package has the functions bundled. */
const LAMBDAS = join(SOURCES, IS_PACKAGE ? 'bundles' : 'lambdas');

/**
 * The pipeline from a CSV file in a bucket to Customer.io.
 *
 * Deploy it, store the credentials in `secrets.customerIo`, and drop files into `incoming/<feed>/`.
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
  /** Identifies the pipeline in metrics and notices. Unique in account and region. */
  readonly pipelineName: string;

  constructor(scope: Construct, id: string, props: CsvToCustomerIoProps) {
    super(scope, id);
    this.pipelineName = Names.uniqueResourceName(this, { separator: '-' });
    this.customerIoRegion = props.customerIoRegion;
    const { removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, encryptionKey } = props;
    const { logRetention = RetentionDays.THREE_MONTHS } = props;
    const { partitionsAtOnce = PARTITIONS_AT_ONCE, chunksAtOnce = 40 } = props;
    const storage = { removalPolicy, encryptionKey };
    if (encryptionKey) letServicesUse(encryptionKey, this);

    this.importBucket = new ImportBucket(this, 'ImportBucket', {
      ...{ ...storage, incomingRetention: props.incomingRetention },
      existing: props.existingBucket,
    });
    this.seenTable = new SeenTable(this, 'SeenTable', {
      ...storage,
      warmThroughput: props.seenTableWarmThroughput,
    });
    this.importsTable = new ImportsTable(this, 'ImportsTable', storage);
    this.secrets = new PipelineSecrets(this, 'Secrets', { ...storage, customerIo: props.customerIoSecret });
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
      memoryMb: props.memoryMb,
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

  /** Alarms and dashboard use the pipeline's constructs, and no construct uses them. */
  private watch(props: CsvToCustomerIoProps): void {
    warnOfEmailOnly(this, props.feeds);
    warnOfMixedIdentifiers(this, props.feeds);
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

/** If only an address identifies a person, a change of the address creates a second profile. */
function warnOfEmailOnly(scope: Construct, { feeds }: Feeds): void {
  for (const [name, feed] of Object.entries(feeds)) {
    const kinds = 'identifiers' in feed ? feed.identifiers.map(({ as }) => as) : ['id'];
    if (kinds.includes('id')) continue;
    Annotations.of(scope).addWarningV2(
      `csv-to-customerio:email-only-${name}`,
      `Feed "${name}" identifies people only by e-mail or phone, so a person whose address or number changes becomes a second profile. Add an identifier as: 'id' if the file has one.`,
    );
  }
}

function warnOfMixedIdentifiers(scope: Construct, feeds: Feeds): void {
  for (const [at, message] of identifiedDifferently(feeds).entries())
    Annotations.of(scope).addWarningV2(`csv-to-customerio:identified-differently-${at + 1}`, message);
}
