import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { SplitInputSchema } from '../contracts/workflow.ts';
import { splitImport } from './split-import.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.split, process.env);
const ports = {
  objects: s3ObjectStore(
    new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
    environment.BUCKET_NAME,
  ),
  imports: dynamoImportsTable(new DynamoDBClient(), environment.IMPORTS_TABLE_NAME, systemClock.now),
  clock: systemClock,
};
const settings = { feeds: bundledFeeds(import.meta.url), partitionsAtOnce: environment.PARTITIONS_AT_ONCE };

export const handler = pipelineHandler(
  SplitInputSchema,
  (input) => splitImport(input, ports, settings),
  (output) => ({ ...output, chunks: 'chunks' in output ? output.chunks.length : 0 }),
);
