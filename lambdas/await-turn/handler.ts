import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsWaitingTasks } from '../adapters/aws-waiting-tasks.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { AwaitTurnInputSchema } from '../contracts/workflow.ts';
import { awaitTurn } from './await-turn.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT['await-turn'], process.env);
const ports = {
  imports: dynamoImportsTable(new DynamoDBClient(), environment.IMPORTS_TABLE_NAME, systemClock.now),
  tasks: awsWaitingTasks(new SFNClient()),
  clock: systemClock,
  metrics: emfMetrics(environment.PIPELINE_NAME),
};

export const handler = pipelineHandler(
  AwaitTurnInputSchema,
  (input) => awaitTurn(input, ports, environment.IMPORTS_AT_ONCE),
  (output) => ({ ...output }),
);
