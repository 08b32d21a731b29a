// The CDK app of `cdk deploy`, the tests and the embedded engine. Its settings are the context of cdk.json.
import { existsSync, readFileSync } from 'node:fs';
import { Annotations, App, AssetStaging, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Feeds } from '../lambdas/contracts/feed/feed.ts';
import { appSettings } from './app-settings.ts';
import { CsvToCustomerIo } from './csv-to-customerio.ts';
import { cdkContext, projectFile } from './project.ts';
import { OUTPUTS } from './stack-outputs.ts';
import { changedKeys, checkTaxonomyLock } from './taxonomy-lock.ts';

export interface CsvToCustomerIoAppProps {
  readonly feeds: Feeds;
  /** Settings that override those of cdk.json, like `cdk -c name=value`. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Folder of the cloud assembly. Default: the folder that the CDK CLI sets. */
  readonly outdir?: string;
  /** Folder with `<name>/handler.ts` or, bundled, `<name>/index.mjs` of every function. Default: this project's. */
  readonly lambdas?: string;
  /** Whether cdk-nag and CloudFormation's rules check the app. The embedded engine needs no check. Default: true. */
  readonly checked?: boolean;
}

export interface CsvToCustomerIoApp {
  readonly app: App;
  readonly stack: Stack;
  readonly pipeline: CsvToCustomerIo;
}

/**
 * Builds the app without synthesizing it. cdk-nag fails a synthesis that breaks an AwsSolutions rule.
 * @throws Error that names the invalid setting.
 */
export function csvToCustomerIoApp({
  checked = true,
  ...props
}: CsvToCustomerIoAppProps): CsvToCustomerIoApp {
  // The CDK caches assets by their folder, and a process may build the app again with other feeds.
  AssetStaging.clearAssetHashCache();
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: checked,
    context: { ...cdkContext(), ...CLI_CONTEXT, ...props.context },
    ...(props.outdir !== undefined && { outdir: props.outdir }),
  });
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const lock = readTaxonomyLock();
  if (lock !== undefined) checkTaxonomyLock(props.feeds, lock);
  const stack = new Stack(app, String(app.node.getContext('stackName')), {
    description: 'Drop a CSV into S3: every row reaches Customer.io once, or is rejected with a reason.',
  });
  for (const message of lock === undefined ? [] : changedKeys(props.feeds, lock))
    Annotations.of(stack).addWarningV2('csv-to-customerio:changed-key', message);
  const pipeline = new CsvToCustomerIo(stack, 'Pipeline', {
    feeds: props.feeds,
    ...appSettings(stack),
    ...(props.lambdas !== undefined && { lambdas: props.lambdas }),
  });
  addOutputs(stack, pipeline);
  return { app, stack, pipeline };
}

/** The CDK CLI adds this context to every app. It is added here to get the same template without the CLI. */
const CLI_CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

/** It is next to feeds.config.ts. A project that has not locked its taxonomy does not have it. */
function readTaxonomyLock(): unknown {
  const file = projectFile('taxonomy.lock.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function addOutputs(stack: Stack, pipeline: CsvToCustomerIo): void {
  const values: Readonly<Record<keyof typeof OUTPUTS, string>> = {
    bucket: pipeline.importBucket.bucket.bucketName,
    stateMachine: pipeline.workflow.stateMachine.stateMachineArn,
    seenTable: pipeline.seenTable.tableName,
    importsTable: pipeline.importsTable.tableName,
    customerIoSecret: pipeline.secrets.customerIo.secretArn,
    customerIoRegion: pipeline.customerIoRegion,
    seenKeySecret: pipeline.secrets.seenKey.secretArn,
    undelivered: pipeline.triggers.undelivered.queueUrl,
    noticesTopic: pipeline.notices.topic.topicArn,
  };
  for (const name of Object.keys(OUTPUTS) as (keyof typeof OUTPUTS)[]) {
    new CfnOutput(stack, OUTPUTS[name], { value: values[name] });
  }
}
