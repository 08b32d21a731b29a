import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { dynamoSeenTable } from '../adapters/dynamo-seen-table.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { secretReader } from '../adapters/secret-reader.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { ReviewInputSchema } from '../contracts/workflow.ts';
import { reviewImport } from './review-import.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.review, process.env);
const dynamodb = new DynamoDBClient();
const secrets = secretReader(new SecretsProvider());
const ports = {
  objects: s3ObjectStore(
    new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
    environment.BUCKET_NAME,
  ),
  imports: dynamoImportsTable(dynamodb, environment.IMPORTS_TABLE_NAME, systemClock.now),
  seen: dynamoSeenTable(dynamodb, environment.SEEN_TABLE_NAME, systemClock),
  seenKey: () => secrets.seenKey(environment.SEEN_KEY_SECRET_ARN),
};
const feeds = bundledFeeds(import.meta.url);

export const handler = pipelineHandler(
  ReviewInputSchema,
  (input) => reviewImport(input, ports, feeds),
  ({ decision, partitions }) => ({ decision, partitions: partitions.length }),
);
