import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { ExpectFileInputSchema } from '../contracts/feed/waits.ts';
import { expectFile } from './expect-file.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT['expect-file'], process.env);
const ports = {
  imports: dynamoImportsTable(new DynamoDBClient(), environment.IMPORTS_TABLE_NAME, systemClock.now),
  metrics: emfMetrics(environment.PIPELINE_NAME),
  clock: systemClock,
};

export const handler = pipelineHandler(
  ExpectFileInputSchema,
  (input) => expectFile(input, ports),
  (output) => ({ ...output }),
);
