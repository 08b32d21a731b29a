// Builds the examples of docs/deployment.md, and compares its key policy with the one that the construct writes.
import { afterAll, describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DRY_RUN, REPORTS, WORK } from '../../lambdas/contracts/object-keys.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { IMPORT_LIFECYCLE } from '../../lib/constructs/import-bucket.ts';
import { letServicesUse } from '../../lib/constructs/key-use.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { RULES_AT_DEPTH, STUB_FEEDS, stubFolders } from '../lib/stub-pipeline.ts';
import { blocksOf, readPage, synthesizeExamples } from './ts-examples.ts';

/** AWS CloudFormation User Guide, "Resource type support": the primary identifier of each type. */
const PRIMARY_IDENTIFIERS: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SecretsManager::Secret': 'Id',
};

const PAGE = readPage('deployment');
const stub = stubFolders();
afterAll(stub.remove);

describe('docs/deployment.md', () => {
  it('shows constructs that build: with a topic and a bus, with an existing bucket, with a key', () => {
    const [shared, existing, encrypted, ...others] = synthesizeExamples(PAGE, stub, (stack) => ({
      ...{ defineFeeds, shopifyOrders, Bucket, Key, feeds: STUB_FEEDS },
      notices: { topic: new Topic(stack, 'Topic'), bus: new EventBus(stack, 'Bus') },
    }));
    expect(others).toEqual([]);
    shared?.resourceCountIs('AWS::SNS::Topic', 1);
    existing?.resourceCountIs('AWS::S3::Bucket', 0);
    expect(JSON.stringify(existing?.toJSON())).toContain('academy-exports');
    encrypted?.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    encrypted?.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEType: 'KMS' } });
  });

  it('shows the key policy that the construct writes', () => {
    const stack = new Stack(new App(RULES_AT_DEPTH), 'Key', {
      env: { account: '111122223333', region: 'eu-west-1' },
    });
    const key = new Key(stack, 'Key');
    letServicesUse(key, stack);
    const [{ Properties } = { Properties: {} }] = Object.values(
      Template.fromStack(stack).findResources('AWS::KMS::Key'),
    );
    const text = JSON.stringify(Properties.KeyPolicy.Statement.slice(1));
    const partition = '{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":logs:eu-west-1:111122223333:*"]]}';
    const written: unknown = JSON.parse(text.replace(partition, '"arn:aws:logs:eu-west-1:111122223333:*"'));
    expect(JSON.parse(blocksOf(PAGE, 'json')[0] ?? '')).toEqual(written);
  });

  it('names, for a return, everything that a removal keeps, by what CloudFormation imports it with', () => {
    const { stack } = csvToCustomerIoApp({ ...{ feeds: STUB_FEEDS, checked: false }, ...stub });
    const kept = Object.entries<{ readonly Type: string; readonly DeletionPolicy?: string }>(
      Template.fromStack(stack).toJSON().Resources,
    ).filter(([, { DeletionPolicy = '' }]) => DeletionPolicy.startsWith('Retain'));
    const shown = JSON.parse(blocksOf(PAGE, 'json kept.json')[0] ?? '') as Record<string, object>;
    expect(Object.entries(shown).map(([logicalId, names]) => [logicalId, ...Object.keys(names)])).toEqual(
      kept.map(([logicalId, { Type }]) => [logicalId, PRIMARY_IDENTIFIERS[Type]]),
    );
    expect(PAGE).toContain(`--stack-name ${stack.stackName} `);
  });

  it('states the retention of objects as the lifecycle rules have it', () => {
    const days = (prefix: string) =>
      IMPORT_LIFECYCLE.find((rule) => rule.prefix === prefix)?.expiration?.toDays();
    expect(PAGE).toContain(
      `\`${WORK}\` after ${days(WORK)} days, \`${DRY_RUN}\` after ${days(DRY_RUN)}, \`${REPORTS}\` after ${days(REPORTS)}`,
    );
  });
});
