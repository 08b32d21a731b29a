// Amazon EventBridge's PutEvents and Amazon SNS's Publish, all that the functions ask of them: what they were told is
// kept, for tests and for whoever wants to see it.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ToldEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: object;
}

export interface ToldMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
}

export interface NoticesServer {
  readonly url: string;
  /** In the order in which they were told. */
  readonly events: readonly ToldEvent[];
  readonly messages: readonly ToldMessage[];
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Longest subject; ASCII, and no control characters (Amazon SNS API, Publish). */
const SUBJECT = /^[\x20-\x7e]{1,99}$/;

/** Listens on loopback; its clients are pointed here by AWS_ENDPOINT_URL_EVENTBRIDGE and AWS_ENDPOINT_URL_SNS. */
export async function startNoticesServer({
  onEvent,
}: {
  readonly onEvent?: (event: ToldEvent) => void;
} = {}): Promise<NoticesServer> {
  const events: ToldEvent[] = [];
  const messages: ToldMessage[] = [];
  const server = createServer(async (request, response) => {
    const { status, contentType, body } = await answer(request).catch(() => refuseEvents('Not JSON.'));
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const body = await text(request);
    if (request.headers['x-amz-target'] === 'AWSEvents.PutEvents') return putEvents(body);
    const form = new URLSearchParams(body);
    return form.get('Action') === 'Publish'
      ? publish(form)
      : refuseMessage('InvalidAction', 'The embedded engine knows PutEvents and Publish only.');
  };
  const putEvents = (body: string): Answer => {
    const { Entries } = JSON.parse(body) as { Entries: readonly Record<string, string>[] };
    const told = Entries.map((entry) => ({
      id: randomUUID(),
      bus: entry.EventBusName ?? 'default',
      source: entry.Source ?? '',
      'detail-type': entry.DetailType ?? '',
      detail: JSON.parse(entry.Detail ?? '{}') as object,
    }));
    events.push(...told);
    for (const event of told) onEvent?.(event);
    return json(200, { FailedEntryCount: 0, Entries: told.map(({ id }) => ({ EventId: id })) });
  };
  const publish = (form: URLSearchParams): Answer => {
    const message = {
      topicArn: form.get('TopicArn') ?? '',
      subject: form.get('Subject') ?? '',
      text: form.get('Message') ?? '',
    };
    if (!SUBJECT.test(message.subject))
      return refuseMessage('InvalidParameter', 'Invalid parameter: Subject');
    messages.push(message);
    const id = `<MessageId>${randomUUID()}</MessageId>`;
    return xml(200, `<PublishResponse><PublishResult>${id}</PublishResult></PublishResponse>`);
  };
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
