import { once } from 'node:events';
import { createServer } from 'node:http';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awsNotices } from '../../../lambdas/adapters/aws-notices.ts';
import { noticeOf } from '../../../lambdas/domain/report/notice.ts';
import { type NoticesServer, startNoticesServer } from '../../../local/notices/server.ts';
import { aReport } from '../../builders/report.ts';

const NOTICE = noticeOf(aReport(), { pipeline: 'shop', consoleUrl: 'https://console/?a=1&b=' });
/** The answer of PutEvents, which is a 200 in any case. */
const NOT_ACCEPTED = JSON.stringify({
  FailedEntryCount: 1,
  Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }],
});

let server: NoticesServer;
let events: EventBridgeClient;
let sns: SNSClient;
beforeEach(async () => {
  server = await startNoticesServer();
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const settings = { endpoint: server.url, region: 'eu-west-1', credentials, maxAttempts: 1 };
  events = new EventBridgeClient(settings);
  sns = new SNSClient(settings);
});
afterEach(async () => {
  events.destroy();
  sns.destroy();
  await server.close().catch(() => undefined);
});

const notices = () => awsNotices({ events, sns, busName: 'default', topicArn: 'arn:topic' });

describe('awsNotices', () => {
  it('sends the event to the bus, and the message to the topic', async () => {
    await notices().send(NOTICE);
    expect(server.events).toEqual([
      {
        id: expect.any(String),
        bus: 'default',
        source: 'csv-to-customerio',
        'detail-type': 'Import Completed With Rejects',
        detail: NOTICE.event,
      },
    ]);
    expect(server.messages).toEqual([{ topicArn: 'arn:topic', subject: NOTICE.subject, text: NOTICE.text }]);
  });

  it.each([
    ['AWS answers 503', 503, ''],
    ['AWS answers 500', 500, ''],
    ['EventBridge does not accept the event', 200, NOT_ACCEPTED],
  ])('defers if %s', async (_, status, body) => {
    await server.close();
    const unwell = createServer((_, response) => response.writeHead(status).end(body));
    await once(unwell.listen(Number(new URL(server.url).port), '127.0.0.1'), 'listening');
    const sending = notices().send(NOTICE);
    await expect(sending).rejects.toMatchObject({ name: 'DeferError', code: 'notice_undelivered' });
    unwell.closeAllConnections();
    await once(unwell.close(), 'close');
  });

  it('fails without a retry if SNS refuses the message', async () => {
    const sending = notices().send({ ...NOTICE, subject: 'größer' });
    await expect(sending).rejects.toThrow('Invalid parameter: Subject');
    await expect(sending).rejects.not.toMatchObject({ name: 'DeferError' });
  });
});
