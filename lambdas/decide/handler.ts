import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { DecideInputSchema } from '../contracts/workflow.ts';
import { decideImport } from './decide-import.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.decide, process.env);
const ports = {
  objects: s3ObjectStore(
    new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
    environment.BUCKET_NAME,
  ),
  imports: dynamoImportsTable(new DynamoDBClient(), environment.IMPORTS_TABLE_NAME, systemClock.now),
};

const feeds = bundledFeeds(import.meta.url);

export const handler = pipelineHandler(
  DecideInputSchema,
  (input) => decideImport(input, ports, feeds),
  ({ decision, partitions }) => ({ decision, partitions: partitions.length }),
);
