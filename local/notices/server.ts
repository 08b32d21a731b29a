// Amazon EventBridge's PutEvents and Amazon SNS's Publish, the only calls that the functions make. The events and
// messages are kept, for tests and for people who want to see them.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Credentials } from '../access/credentials.ts';
import { refusalOf } from '../access/refuse-request.ts';

export interface NoticeEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: object;
}

export interface NoticeMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
}

export interface NoticesServer {
  readonly url: string;
  /** In the order in which they arrived. */
  readonly events: readonly NoticeEvent[];
  readonly messages: readonly NoticeMessage[];
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** ASCII without control characters, under 100 characters (Amazon SNS API, Publish). */
const SUBJECT = /^[\x20-\x7e]{1,99}$/;

/** Listens on loopback. Clients find it by AWS_ENDPOINT_URL_EVENTBRIDGE and AWS_ENDPOINT_URL_SNS. */
export async function startNoticesServer({
  onEvent,
  credentials,
}: {
  readonly onEvent?: (event: NoticeEvent) => void;
  /** The only ones that are accepted. Default: any. */
  readonly credentials?: Credentials;
} = {}): Promise<NoticesServer> {
  const events: NoticeEvent[] = [];
  const messages: NoticeMessage[] = [];
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const refusal = refusalOf(request.headers, credentials);
    if (refusal !== undefined) return json(403, { __type: 'UnrecognizedClientException', message: refusal });
    const body = await text(request);
    if (request.headers['x-amz-target'] === 'AWSEvents.PutEvents') {
      const sent = readEvents(body);
      events.push(...sent);
      for (const event of sent) onEvent?.(event);
      return json(200, { FailedEntryCount: 0, Entries: sent.map(({ id }) => ({ EventId: id })) });
    }
    const message = readMessage(new URLSearchParams(body));
    if ('status' in message) return message;
    messages.push(message);
    const id = `<MessageId>${randomUUID()}</MessageId>`;
    return xml(200, `<PublishResponse><PublishResult>${id}</PublishResult></PublishResponse>`);
  };
  const server = createServer(async (request, response) => {
    const { status, contentType, body } = await answer(request).catch(() =>
      refuseEvents('The body is not JSON.'),
    );
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  server.keepAliveTimeout = 60_000; // long, so that no idle connection closes just when a client reuses it
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    messages,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readEvents(body: string): NoticeEvent[] {
  const { Entries } = JSON.parse(body) as { Entries: readonly Record<string, string>[] };
  return Entries.map((entry) => ({
    id: randomUUID(),
    bus: entry.EventBusName ?? 'default',
    source: entry.Source ?? '',
    'detail-type': entry.DetailType ?? '',
    detail: JSON.parse(entry.Detail ?? '{}') as object,
  }));
}

function readMessage(form: URLSearchParams): NoticeMessage | Answer {
  if (form.get('Action') !== 'Publish')
    return refuseMessage('InvalidAction', 'The embedded engine supports only PutEvents and Publish.');
  const subject = form.get('Subject') ?? '';
  if (!SUBJECT.test(subject)) return refuseMessage('InvalidParameter', 'Invalid parameter: Subject');
  return { topicArn: form.get('TopicArn') ?? '', subject, text: form.get('Message') ?? '' };
}

function refuseEvents(message: string): Answer {
  return json(400, { __type: 'ValidationException', message });
}

function refuseMessage(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return xml(400, `<ErrorResponse>${error}</ErrorResponse>`);
}

function json(status: number, body: object): Answer {
  return { status, contentType: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}

function xml(status: number, body: string): Answer {
  return { status, contentType: 'text/xml', body };
}
