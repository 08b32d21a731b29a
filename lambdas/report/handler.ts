import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { OUTCOMES, type Report } from '../contracts/report.ts';
import { ReportCallSchema } from '../contracts/workflow.ts';
import { findEndedImport } from './find-ended-import.ts';
import { reportImport } from './report-import.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.report, process.env);
const ports = {
  objects: s3ObjectStore(
    new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
    environment.BUCKET_NAME,
  ),
  imports: dynamoImportsTable(new DynamoDBClient(), environment.IMPORTS_TABLE_NAME, systemClock.now),
  clock: systemClock,
};
const feeds = bundledFeeds(import.meta.url);
const metrics = new Metrics();

export const handler = pipelineHandler(
  ReportCallSchema,
  async (call) => {
    const ended = await findEndedImport(call, ports.imports, feeds, systemClock.now());
    if (!ended) return { state: 'completed' as const };
    const { output, report } = await reportImport(ended.record, ended.failure, ports);
    if (report) emitMetrics(report);
    return output;
  },
  (output) => ({ ...output }),
);

function emitMetrics(report: Report): void {
  metrics.addDimension('feed', report.feed);
  for (const outcome of OUTCOMES)
    metrics.addMetric(`rows_${outcome}`, MetricUnit.Count, report.outcomes[outcome]);
  metrics.addMetric(`imports_${report.state}`, MetricUnit.Count, 1);
  metrics.addMetric('requests', MetricUnit.Count, report.requests);
  metrics.publishStoredMetrics();
}
