// Another project's app that has the pipeline twice in its own stack: for two workspaces of Customer.io, one of them
// with an existing bucket and the company's own key. It imports what package.json exports, as any other project does.
import { App, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CsvToCustomerIo } from 'csv-to-customerio';
import { defineFeeds } from 'csv-to-customerio/define-feeds';
import { shopifyOrders } from 'csv-to-customerio/presets/shopify-orders';
import { school } from './school-feeds.ts';

const app = new App({ outdir: process.argv[2] ?? 'cdk.out' });
const stack = new Stack(app, 'Marketing');
const notices = { topic: new Topic(stack, 'Marketers'), bus: new EventBus(stack, 'Bus') };

new CsvToCustomerIo(stack, 'Shop', {
  feeds: defineFeeds({ workspace: 'shop', feeds: { orders: shopifyOrders } }),
  customerIoRegion: 'us',
  notices,
});
new CsvToCustomerIo(stack, 'Academy', {
  feeds: school,
  customerIoRegion: 'eu',
  customerIoSecret: Secret.fromSecretNameV2(stack, 'Credentials', 'academy/customerio'),
  existingBucket: Bucket.fromBucketName(stack, 'Exports', 'academy-exports'),
  encryptionKey: new Key(stack, 'CompanyKey', { enableKeyRotation: true }),
  notices,
  alarms: { rejectShare: 0.02 },
  runbookUrl: 'https://wiki.example.com/csv-to-customerio',
});
app.synth();
