import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsNotices } from '../adapters/aws-notices.ts';
import { awsWaitingTasks } from '../adapters/aws-waiting-tasks.ts';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { PLAN_AGAIN, ReportCallSchema } from '../contracts/workflow.ts';
import { awaitApproval } from './await-approval.ts';
import { findEndedImport, findRegistered } from './find-ended-import.ts';
import { noteFailedItem } from './note-failed-item.ts';
import { mustPlanAgain } from './plan-again.ts';
import { reportImport } from './report-import.ts';
import { sendNotice } from './send-notice.ts';
import { wakeAfter } from './wake-after.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.report, process.env);
const ports = {
  objects: s3ObjectStore(
    new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
    environment.BUCKET_NAME,
  ),
  imports: dynamoImportsTable(new DynamoDBClient(), environment.IMPORTS_TABLE_NAME, systemClock.now),
  notices: awsNotices({
    events: new EventBridgeClient(),
    sns: new SNSClient(),
    busName: environment.EVENT_BUS_NAME,
    topicArn: environment.NOTICES_TOPIC_ARN,
  }),
  tasks: awsWaitingTasks(new SFNClient()),
  metrics: emfMetrics(environment.PIPELINE_NAME),
  clock: systemClock,
};
const noticeSettings = { pipeline: environment.PIPELINE_NAME, consoleUrl: environment.CONSOLE_URL };
const feeds = bundledFeeds(import.meta.url);

export const handler = pipelineHandler(
  ReportCallSchema,
  async (call) => {
    if ('taskToken' in call) {
      const record = await findRegistered(call.importId, ports.imports);
      const report = await awaitApproval(record, call, ports);
      await wakeAfter(record, ports, environment.IMPORTS_AT_ONCE);
      await sendNotice(record, report, ports, noticeSettings);
      return { state: report.state };
    }
    if ('failed' in call) {
      await noteFailedItem(call, ports.imports);
      return {};
    }
    const ended = await findEndedImport(call, ports.imports, feeds, systemClock.now());
    if (!ended) return { state: 'completed' as const };
    if (await mustPlanAgain(call, ended, ports.objects)) return { state: PLAN_AGAIN };
    const { output, report } = await reportImport(ended.record, ended.failure, ports);
    // Also if it had ended before: the call that ended it may have died before it woke the next.
    await wakeAfter(ended.record, ports, environment.IMPORTS_AT_ONCE);
    await sendNotice(ended.record, report, ports, noticeSettings);
    return output;
  },
  (output) => ({ ...output }),
);
