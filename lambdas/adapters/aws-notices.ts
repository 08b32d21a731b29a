// Sends notices to systems by EventBridge and to people by SNS.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { EVENT_SOURCE } from '../contracts/import-event.ts';
import { DeferError } from '../domain/errors.ts';
import type { Notices } from '../ports/notices.ts';
import { isBusy } from './busy.ts';

export interface AwsNoticesSettings {
  readonly events: EventBridgeClient;
  readonly sns: SNSClient;
  readonly busName: string;
  readonly topicArn: string;
}

export function awsNotices({ events, sns, busName, topicArn }: AwsNoticesSettings): Notices {
  return {
    async send({ type, event, subject, text }) {
      const entry = { EventBusName: busName, Source: EVENT_SOURCE, DetailType: type };
      const put = new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(event) }] });
      const { FailedEntryCount, Entries } = await deferring(events.send(put));
      if (FailedEntryCount)
        throw new DeferError(
          'notice_undelivered',
          `EventBridge did not accept the event: ${Entries?.[0]?.ErrorCode}.`,
        );
      await deferring(sns.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text })));
    },
  };
}

async function deferring<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (cause) {
    if (!isBusy(cause)) throw cause;
    throw new DeferError('notice_undelivered', 'EventBridge or SNS throttles requests or is unavailable.', {
      cause,
    });
  }
}
